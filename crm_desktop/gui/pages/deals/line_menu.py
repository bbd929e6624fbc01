"""What can be done with a line of a deal's products. Made each time it is opened, by the
products' part; GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.gui.pages.deals.product_lines import percent_words
from crm_desktop.gui.pages.deals.products_model import ProductsModel
from crm_desktop.gui.pages.deals.products_table import ProductsTable


def open_line_menu(
    table: ProductsTable, lines: ProductsModel, vat: Sequence[int], row: int, where: QPoint
) -> None:
    """Copy, paste, the rate of VAT (one of those that are offered), remove; without rights copy
    alone."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(_("Copy"), table.copy)
    if not lines.is_locked:
        menu.addAction(_("Paste"), table.paste)
        _add_vat(menu.addMenu(_("VAT")), lines, vat, row)
        menu.addSeparator()
        menu.addAction(_("Remove"), table.remove_chosen)
    menu.popup(where)


def _add_vat(menu: QMenu, lines: ProductsModel, usual: Sequence[int], row: int) -> None:
    present = lines.lines[row].vat
    rates = (*usual, None) if present in (*usual, None) else (present, *usual, None)
    for rate in rates:
        action = menu.addAction(_("No VAT") if rate is None else percent_words(rate))
        action.setCheckable(True)
        action.setChecked(rate == present)
        action.triggered.connect(partial(_set_vat, lines, row, rate))


def _set_vat(lines: ProductsModel, row: int, rate: int | None, _checked: bool = False) -> None:
    lines.change(row, replace(lines.lines[row], vat=rate))
