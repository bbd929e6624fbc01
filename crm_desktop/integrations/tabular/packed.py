"""Rows of strings in little memory: each row is one string, split only when it is looked at.

Filled by the readers, read by the import through the ``Sequence`` it is. A list of lists of
strings needs seven to ten times the text, because every string has a head of some 50 bytes and
a place in a list; this needs the text and one head a row. Not to be shared between threads
while it is being filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

_UNIT = "\x1f"  # ASCII's own "unit separator", which no keyboard types


class PackedRows(Sequence[Sequence[str]]):
    """A list of rows that may only grow; ``rows[i]`` gives the cells of a row as a new list."""

    def __init__(self) -> None:
        self._rows: list[str | tuple[str, ...]] = []

    def append(self, cells: Sequence[str]) -> None:
        """Keep a row of at least one cell."""
        joined = _UNIT.join(cells)
        if joined.count(_UNIT) == len(cells) - 1:
            self._rows.append(joined)
        else:
            self._rows.append(tuple(cells))

    def places_of(self, cells: Sequence[str]) -> list[int]:
        """Where these cells stand as a row."""
        joined = _UNIT.join(cells)
        return [place for place, row in enumerate(self._rows) if row == joined]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(index, slice):
            return [_cells(row) for row in self._rows[index]]
        return _cells(self._rows[index])

    def __iter__(self) -> Iterator[Sequence[str]]:
        return map(_cells, self._rows)


def _cells(row: str | tuple[str, ...]) -> list[str]:
    return row.split(_UNIT) if isinstance(row, str) else list(row)
