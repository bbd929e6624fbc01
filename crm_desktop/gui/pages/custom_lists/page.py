"""The page of one custom list. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists import queries
from crm_desktop.features.custom_lists.columns import columns_of
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.entry_words import count_words
from crm_desktop.gui.shell.line_columns import NAME, Line, more_column
from crm_desktop.gui.shell.line_reads import list_reads
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind

# More find no room beside the name; the rest can be chosen.
_USUAL_FIELDS = 6
_NAME_FIELDS = frozenset(("name", "archived_at", "deleted_at"))


def make_page(bridge: Bridge, row: CustomListRow, buttons: tuple[Button, ...]) -> ListPage:
    """The page; ``buttons`` are the ways out of an empty list."""
    entity = row.entity
    columns = columns_of(entity)
    words = ListWords(
        row.name,
        _("Nothing here yet"),
        row.note or _("Fields of other records can refer to what is here."),
        buttons,
        row.icon,
    )
    description = ListDescription(
        entity,
        list_reads(
            entity,
            columns.find_order,
            queries.count,
            find_rows=queries.find_list_rows,
            find_more=columns.find_more,
            find_groups=columns.find_groups,
            quick_fields=("name",),
        ),
        _columns(row),
        words,
        _NAME_FIELDS,
        (),
        count_words,
        None,
        {"changed": frozenset((entity,))},
        bulk=partial(_bulk, entity),
        usual_custom=_USUAL_FIELDS,
        cells=partial(_cells, entity),
    )
    return ListPage(bridge, description)


def _cells(entity: str, bridge: Bridge) -> CellsKind:
    """Read when the first cell is edited."""
    from crm_desktop.gui.pages.custom_lists.cells import cells_kind

    return cells_kind(entity, bridge)


def _bulk(entity: str, bridge: Bridge) -> BulkKind:
    """Read in only when the bar is first wanted."""
    from crm_desktop.gui.pages.custom_lists.bulk import make_kind

    return make_kind(entity, bridge)


def _columns(row: CustomListRow) -> tuple[Column, ...]:
    return (
        Column(
            row.one, lambda line: line.row.name, 240, paint=_paint_name, sorts=True, key=NAME
        ),
        more_column(_("Created"), "created", 130, values.moment),
        more_column(_("Changed"), "changed", 130, values.moment),
    )  # fmt: skip


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    paint_text(painter, rect, line.row.name, theme.faces.body_medium, theme.colours.text)
