"""The list of deals: all of them as lines of a table, closed ones too.

Made by the page of deals when it is first wanted. GUI thread; reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.features.deals import columns, queries
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.filters.conditions import joined
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.marks import SQUARE, initials, paint_icon, paint_square
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.paint.words import paint_cell_text
from crm_desktop.gui.kit.row_drawing import paint_figures
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.pages.deals.reads import ENTITY, PipelinesRead, read_pipelines
from crm_desktop.gui.pages.deals.words import counted_deals, money_words, sums_words
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.line_columns import (
    Line,
    more_column,
    name_column,
    owner_column,
    tags_column,
)
from crm_desktop.gui.shell.line_reads import list_reads
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import GroupChoice
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_percent
from crm_desktop.gui.shell.stage_words import stage_tag
from crm_desktop.gui.shell.touch_columns import near_day, step_column

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind
    from crm_desktop.gui.shell.print_view import PrintedRows

_MARK, _STAGE_SPARE = 14, 20
_RELATED = ("tag", "user", "stage", "pipeline", "company", "contact", "activity", "lost_reason")


def make_list(bridge: Bridge, buttons: tuple[Button, ...]) -> ListPage:
    """The list; ``buttons`` are the ways out of an empty one."""
    return ListPage(bridge, describe_list(buttons))


def rows_of_board(rids: Sequence[int]) -> PrintedRows:
    """These deals as lines of the list with its usual columns and the company, to be printed."""
    from crm_desktop.gui.shell.print_view import PrintedRows

    described = describe_list(())
    shown = [one for one in described.columns if one.usual or one.name == "company"]
    return PrintedRows(described.reads, shown, rids)


def describe_list(buttons: tuple[Button, ...]) -> ListDescription:
    """What is to be known of it."""
    what_to_do = _("Add the first one or bring deals from a spreadsheet: drop the file here.")
    words = ListWords(_("Deals"), _("No deals yet"), what_to_do, buttons, "handshake")
    return ListDescription(
        ENTITY,
        list_reads(
            ENTITY,
            columns.find_order,
            queries.count,
            find_rows=queries.find_list_rows,
            find_more=columns.find_more,
            find_groups=columns.find_groups,
            quick_fields=("title", "source"),
            sums=sums_words,
        ),
        _columns(),
        words,
        frozenset(("title", "archived_at", "deleted_at")),
        _RELATED,
        counted_deals,
        None,
        {
            "company": frozenset(("company",)),
            "contact": frozenset(("contacts", "contact")),
            "amount": frozenset(("amount_minor", "lines")),
            # Each deal that closes adds to the past of all.
            "chance": frozenset(("chance", "stage", "status")),
            "stage": frozenset(("stage", "pipeline", "status")),
            "closed": frozenset(("closed_at", "status")),
            "lost_reason": frozenset(("lost_reason",)),
            "owner": frozenset(("owner", "user")),
            "changed": frozenset((ENTITY,)),
            "tag": frozenset(("tags", "tag")),
            "next_step": frozenset(("activity",)),
        },
        bulk=_bulk,
        groups=_groups(),
        sum_fields=frozenset(("amount_minor", "currency", "lines")),
        cells=_cells,
    )


def _cells(bridge: Bridge) -> CellsKind:
    """Read when the first cell is edited."""
    from crm_desktop.gui.pages.deals.cells import cells_kind

    return cells_kind(bridge)


def _bulk(bridge: Bridge) -> BulkKind:
    """What can be changed at once is known when the first row is ticked."""
    from crm_desktop.gui.pages.deals.bulk import make_kind

    return make_kind(bridge)


def join_list(part: ListPage, page: DealsPage, bridge: Bridge) -> None:
    """Let what is chosen in the list be done as on the page around it."""
    from crm_desktop.gui.pages.deals.list_actions import DealListActions

    part.further = DealListActions(part, page, bridge).offered

    def open_(_id: str = "", *, apart: bool = False) -> None:
        record = part.current()
        if record is not None:
            page.open_wanted.emit(record, apart)

    part.current_changed.connect(page.current_changed)
    part.list.opened.connect(open_)
    part.list.table.apart_wanted.connect(partial(open_, apart=True))
    part.archive_wanted.connect(page.archive_wanted)
    part.restore_wanted.connect(page.restore_wanted)
    part.delete_wanted.connect(page.delete_wanted)
    part.bulk_made.connect(lambda: page.bulk_made.emit(part.bulk.actions, part))
    part.done.connect(page.done)
    part.told.connect(page.told)


def narrow_list(part: ListPage, page: DealsPage, bridge: Bridge) -> None:
    """The list asks what the board asks: of the same pipeline the same. Which pipelines there
    are is read, as the board may never have been looked at."""

    def take(read: PipelinesRead) -> None:
        if page.part is not part:
            return  # the board or the forecast was chosen meanwhile: the toolbar speaks of it
        pipelines, pipeline = read
        page.toolbar.show_pipelines(pipelines, pipeline)
        own = [Condition("pipeline", Operator.IS, pipeline.id)] if pipeline is not None else []
        besides = [page.asked.filter] if page.asked.filter != EVERYTHING else []
        part.ground = joined(own)
        asked, (look, page.list_wanted) = joined([*own, *besides]), (page.list_wanted, None)
        if look is not None:
            part.views.show(asked, look)
        else:
            part.views.ask(asked)
        if not part.is_ready:
            part.load()

    def explain(error: BaseException) -> None:
        part.list.show_failure(error, partial(narrow_list, part, page, bridge))

    failed = None if part.is_ready else explain  # lines that are there already stay
    if not part.is_ready:
        part.list.states.show_loading()
    bridge.query(
        read_pipelines, page.asked, then=take, failed=failed, owner=part, channel="pipelines"
    )


def _groups() -> tuple[GroupChoice, ...]:
    return (
        GroupChoice("stage", _("Stage"), _("Without a stage"), "stage"),
        GroupChoice("owner", _("Owner"), _("Without an owner"), "owner"),
        GroupChoice("company", _("Company"), _("Without a company"), "company"),
        GroupChoice(
            "expected_close", _("Month of expected close"), _("Without a date"), "expected_close"
        ),
        GroupChoice("chance", _("Chance"), _("Already closed"), "chance"),
        GroupChoice("closed", _("Month of closing"), _("Still open"), "closed"),
        GroupChoice("status", _("Status"), _("Without a status"), ""),
        GroupChoice("source", _("Source"), _("Without a source"), "source"),
        GroupChoice("lost_reason", _("Lost reason"), _("Without a reason"), "lost_reason"),
        GroupChoice("tag", _("Tags"), _("Without tags"), "tags"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        name_column(_("Title"), 260, _spoken_name, _paint_name),
        Column(
            _("Amount"),
            _amount_words,
            120,
            paint=_paint_amount,
            sorts=True,
            key="amount",
            right=True,
        ),
        replace(
            _plain(_("Stage"), "stage", 150, _stage_words), paint=_paint_stage, spare=_STAGE_SPARE
        ),
        _plain(_("Expected close"), "expected_close", 110, _close_words),
        tags_column(150),
        owner_column(),
        step_column(120),
        more_column(_("Company"), "company", 160),
        more_column(_("Contact"), "contact", 160),
        more_column(_("Pipeline"), "pipeline", 140),
        more_column(_("Chance"), "chance", 80, shown_percent),
        more_column(_("Lost reason"), "lost_reason", 150),
        more_column(_("Source"), "source", 140),
        more_column(_("Closed"), "closed", 130, values.moment),
        more_column(_("Created"), "created", 130, values.moment),
        more_column(_("Changed"), "changed", 130, values.moment),
    )  # fmt: skip


def _plain(title: str, key: str, width: int, text: Callable[[Line], str]) -> Column:
    return Column(title, text, width, sorts=True, key=key)


def _amount_words(line: Line) -> str:
    return money_words(line.row.amount)


def _paint_amount(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    paint_figures(painter, rect, _amount_words(line), theme)


def _stage_words(line: Line) -> str:
    """The stage of an open deal; of a closed one how it ended."""
    ended = {"won": _("Won"), "lost": _("Lost")}
    return ended.get(line.row.status, str(line.row.stage))


def _paint_stage(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    """The stage's colour beside it; beside how a deal ended its icon, never colour alone."""
    place = QRectF(rect.left(), rect.top(), _MARK, rect.height())
    if line.row.status == OPEN:
        square = place.adjusted((_MARK - SQUARE) / 2, 0, 0, 0)
        paint_square(painter, square, stage_tag(line.row.stage_colour), theme)
    else:
        icon, colour = ("trophy-fill", theme.colours.success)
        if line.row.status != "won":
            icon, colour = ("x-circle-fill", theme.colours.danger)
        paint_icon(painter, place, icon, colour, _MARK)
    paint_cell_text(painter, rect.adjusted(_STAGE_SPARE, 0, 0, 0), _stage_words(line), theme)


def _close_words(line: Line) -> str:
    day = line.row.expected_close
    if isinstance(day, datetime):
        day = day.date()
    return near_day(day) if isinstance(day, date) else ""


def _spoken_name(line: Line) -> str:
    row = line.row
    blacklisted = _("blacklisted") if row.is_blacklisted else ""
    return ", ".join(filter(None, (row.name, row.client, money_words(row.amount), blacklisted)))


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    row = line.row
    letters, colour = initials(row.client or row.name), colour_of(row.client_id or row.id)
    name = Name(row.name, row.client, letters, colour, row.is_blacklisted, company=True)
    paint_name_cell(painter, rect, name, theme)
