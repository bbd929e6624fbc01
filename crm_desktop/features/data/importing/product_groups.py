"""Price sheets whose groups are lines between the products, as 1C prints them.

Called where a file is read, by the import and by its preview: such a table gets the groups as a
column, and everything behind knows columns only. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm_desktop.core.i18n import _
from crm_desktop.features.data.importing.layout import find_layout
from crm_desktop.features.data.importing.product_headers import (
    are_of_products,
    columns_of_price_sheet,
)
from crm_desktop.integrations.tabular.table import Table

_BETWEEN = " / "
_Numbered = tuple[int, Sequence[str]]


def groups_as_column(table: Table) -> Table:
    """The table with a column of groups, if it lists products that have prices below headings of
    one word; any other as it is."""
    if table.columns is not None or not table.rows:
        return table
    width = max(map(len, table.rows[:100]))
    layout = find_layout(table.rows, width)
    if layout.header_row is None or not are_of_products(layout.headers):
        return table
    columns = columns_of_price_sheet(layout.headers)
    first = layout.first_data_row
    rows = list(zip(table.row_numbers, table.rows, strict=True))[first:]
    if columns is None or not any(_is_heading(row, columns) for _number, row in rows):
        return table
    width = max(width, *(len(row) for _number, row in rows))
    top = [list(row) for row in table.rows[:first]]
    top[-1] = _with_group(top[-1], width, _("Category"))
    below = list(_grouped(rows, columns, width))
    return replace(
        table,
        rows=[*top, *(row for _number, row in below)],
        row_numbers=[*table.row_numbers[:first], *(number for number, _row in below)],
    )


def _grouped(
    rows: Sequence[_Numbered], columns: tuple[int, frozenset[int]], width: int
) -> Iterator[_Numbered]:
    """The rows of products with the group at the end. A heading right below another one is a group
    within it; one with nothing below it is a product without a price after all."""
    headings: list[_Numbered] = []
    is_open = False
    for number, row in rows:
        if _is_heading(row, columns):
            headings = [*headings, (number, row)] if is_open else [(number, row)]
            is_open = True
        elif any(row):
            is_open = False
            group = _BETWEEN.join(_only(heading) for _number, heading in headings)
            yield number, _with_group(row, width, group)
    if is_open:
        yield from headings


def _is_heading(row: Sequence[str], columns: tuple[int, frozenset[int]]) -> bool:
    """Whether nothing but a name stands in the row: where names stand, or at its beginning."""
    name, prices = columns
    filled = [place for place, cell in enumerate(row) if cell.strip()]
    return len(filled) == 1 and filled[0] <= name and filled[0] not in prices


def _only(row: Sequence[str]) -> str:
    return next(cell.strip() for cell in row if cell.strip())


def _with_group(row: Sequence[str], width: int, group: str) -> list[str]:
    return [*row, *[""] * (width - len(row)), group]
