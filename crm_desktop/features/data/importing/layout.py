"""Where a sheet's header stands: below titles, in two rows, or nowhere.

``recognise`` asks once for a table. A header row is one whose cells mean fields and hold no
values; pure functions, safe on every thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.data.importing.deal_headers import are_of_deals
from crm_desktop.features.data.importing.headers import Meaning, meaning_of
from crm_desktop.features.data.importing.product_headers import are_of_products

_SEARCHED = 25  # rows; titles and letterheads above a header are mostly shorter than that
_SEARCHED_FURTHER = 100  # rows, where nothing was found: long reports stand above some
_LONGEST_HEADER = 120  # characters
_VALUE = re.compile(r".*@.*|(?:.*\d){5}.*")

Cells = Sequence[str]


@dataclass(frozen=True)
class Layout:
    """``header_row`` is the index of the (last) header row or ``None``; ``headers`` has a text
    for each column, empty where there is none; ``first_data_row`` follows the header."""

    header_row: int | None
    headers: tuple[str, ...]

    @property
    def first_data_row(self) -> int:
        return 0 if self.header_row is None else self.header_row + 1


def find_layout(rows: Sequence[Cells], width: int) -> Layout:
    """The layout of a table ``width`` columns wide, found in its first rows."""
    top = _clean(rows[:_SEARCHED])
    best = _row_by_meaning(top)
    if best is None:
        best = _row_by_shape(top)
    if best is None and len(rows) > _SEARCHED:
        best = _row_by_meaning(top + _clean(rows[_SEARCHED:_SEARCHED_FURTHER]))
    return layout_at(rows, width, best)


def _clean(rows: Sequence[Cells]) -> list[Cells]:
    return [[clean_line(cell) for cell in row] for row in rows]


def _row_by_meaning(top: Sequence[Cells]) -> int | None:
    special = (n for n, row in enumerate(top) if are_of_deals(row) or are_of_products(row))
    best = next(special, None)
    return _best_row(top) if best is None else best


def layout_at(rows: Sequence[Cells], width: int, header_row: int | None) -> Layout:
    """The layout with the header in ``header_row`` (``None``: the table has no header)."""
    if header_row is None:
        return Layout(None, ("",) * width)
    near = range(header_row - 1, header_row + 2)
    above, row, below = (
        [clean_line(c) for c in rows[i]] if 0 <= i < len(rows) else [] for i in near
    )
    if _is_second_header(row, below):
        return Layout(header_row + 1, _combined(row, below, width))
    if _is_group_row(above, row):
        return Layout(header_row, _combined(above, row, width))
    return Layout(header_row, tuple(_cell(row, index) for index in range(width)))


def _cell(row: Cells, index: int) -> str:
    return row[index] if index < len(row) else ""


def _is_value(cell: str) -> bool:
    return len(cell) > _LONGEST_HEADER or _VALUE.fullmatch(cell) is not None


def _known(row: Cells) -> list[Meaning]:
    return [meaning for cell in row if cell and (meaning := meaning_of(cell))]


def _score(row: Cells) -> float:
    """How much a row looks like a header: the sureness of the different fields that its cells
    mean, less the values among them."""
    filled = sum(map(bool, row))
    values = sum(map(_is_value, row))
    meanings = _known([cell for cell in row if not _is_value(cell)])
    if not meanings or len(meanings) < 0.25 * filled:
        return 0.0
    surest = {meaning.field: meaning.confidence for meaning in meanings}
    return sum(surest.values()) - 2 * values


def _best_row(top: Sequence[Cells]) -> int | None:
    """The row with the best score. Below the first values only a rich header counts, because
    a row of data may hold a word or two that could be headers (``контакт``, ``Директор``)."""
    scores = [_score(row) for row in top]
    best = max(range(len(top)), key=scores.__getitem__, default=None)
    if best is None:
        return None
    after_values = any(_is_value(cell) for row in top[:best] for cell in row)
    return best if scores[best] >= (2.5 if after_values else 0.7) else None


def _row_by_shape(top: Sequence[Cells]) -> int | None:
    """The first filled row, if it holds only words where the rows below hold values."""
    filled = [index for index, row in enumerate(top) if sum(map(bool, row)) > 1]
    if len(filled) < 2:
        return None
    first, *others = filled
    if any(map(_is_value, top[first])):
        return None
    below_words = (
        _is_value(_cell(top[other], index))
        for other in others
        for index, cell in enumerate(top[first])
        if cell
    )
    return first if any(below_words) else None


def _is_second_header(row: Cells, below: Cells) -> bool:
    """Whether the header goes on in the next row, beneath cells merged over several columns."""
    if any(map(_is_value, below)) or not _known(below):
        return False
    filled = sum(map(bool, below))
    fills_gaps = any(cell and not _cell(row, index) for index, cell in enumerate(below))
    return fills_gaps and len(_known(below)) >= 0.5 * filled and filled < _filled_width(row, below)


def _filled_width(*rows: Cells) -> int:
    return max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)


def _is_group_row(above: Cells, row: Cells) -> bool:
    """Whether the row above groups the columns (``Рабочий`` over ``Телефон`` and ``E-mail``)."""
    filled = [index for index, cell in enumerate(above) if cell]
    if not filled or any(map(_is_value, above)):
        return False
    heads_gaps = any(not _cell(row, index) and meaning_of(above[index]) for index in filled)
    spans = any(not _cell(above, index + 1) and _cell(row, index + 1) for index in filled)
    return heads_gaps or (len(filled) > 1 and spans)


def _combined(groups: Cells, row: Cells, width: int) -> tuple[str, ...]:
    texts = []
    group = ""
    for index in range(width):
        own = _cell(groups, index)
        group = own or group
        texts.append(_under_group(group, _cell(row, index)) if _cell(row, index) else own)
    return tuple(texts)


def _under_group(group: str, header: str) -> str:
    """The header with its group before it where that adds to its meaning."""
    alone, both = meaning_of(header), meaning_of(f"{group} {header}")
    if both is None or (alone is not None and _kind(alone) != _kind(both)):
        return header
    return f"{group} {header}" if both != alone else header


def _kind(meaning: Meaning) -> str:
    return meaning.field.split(".")[0]
