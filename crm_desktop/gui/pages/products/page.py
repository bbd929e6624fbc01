"""The list of products and services. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.features.products import columns, queries
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.row_drawing import paint_figures
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.products.words import (
    ENTITY,
    count_words,
    kind_words,
    price_words,
    vat_words,
)
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.line_columns import NAME, Line, more_column
from crm_desktop.gui.shell.line_reads import list_reads
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import GroupChoice
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind

_NAME_FIELDS = frozenset(("name", "archived_at", "deleted_at"))


def make_page(bridge: Bridge, buttons: tuple[Button, ...]) -> ListPage:
    """The page; ``buttons`` are the ways out of an empty list."""
    words = ListWords(
        _("Products and services"),
        _("No products yet"),
        _("What is here can be added to deals with a price."),
        buttons,
        "package",
    )
    description = ListDescription(
        ENTITY,
        list_reads(
            ENTITY,
            columns.find_order,
            queries.count,
            find_rows=queries.find_list_rows,
            find_more=columns.find_more,
            find_groups=columns.find_groups,
            quick_fields=("name", "sku"),
        ),
        _columns(),
        words,
        _NAME_FIELDS,
        ("price_list",),
        count_words,
        None,
        {"price": frozenset(("price_minor",)), "changed": frozenset((ENTITY,))},
        bulk=_bulk,
        groups=(
            GroupChoice("unit", _("Unit"), _("Without a unit"), "unit"),
            GroupChoice("currency", _("Currency"), _("Without a currency"), "price"),
        ),
        cells=_cells,
    )
    return ListPage(bridge, description)


def _cells(bridge: Bridge) -> CellsKind:
    """Read when the first cell is edited."""
    from crm_desktop.gui.pages.products.cells import cells_kind

    return cells_kind(bridge)


def _bulk(bridge: Bridge) -> BulkKind:
    """Read when the first row is ticked, not with the list."""
    from crm_desktop.gui.pages.products.bulk import make_kind

    return make_kind(bridge)


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            _("Product or service"), lambda line: line.row.name, 320, _spoken_name, _paint_name,
            sorts=True, key=NAME,
        ),
        Column(_("SKU"), lambda line: line.row.sku, 120, grows=False, sorts=True, key="sku"),
        Column(_("Kind"), lambda line: kind_words(line.row), 90, grows=False, key="kind"),
        Column(_("Unit"), lambda line: line.row.unit, 70, grows=False, sorts=True, key="unit"),
        Column(
            _("Price"), lambda line: price_words(line.row), 120, paint=_paint_price, grows=False,
            sorts=True, key="price", right=True,
        ),
        Column(
            _("VAT"), lambda line: vat_words(line.row.vat), 80, grows=False, sorts=True, key="vat"
        ),
        more_column(_("Created"), "created", 130, values.moment),
        more_column(_("Changed"), "changed", 130, values.moment),
    )  # fmt: skip


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    paint_text(painter, rect, line.row.name, theme.faces.body_medium, theme.colours.text)


def _paint_price(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    paint_figures(painter, rect, price_words(line.row), theme)


def _spoken_name(line: Line) -> str:
    """Written for the ear (interaction.md, section 21)."""
    return ", ".join(filter(None, (line.row.name, line.row.sku)))
