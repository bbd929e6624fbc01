"""The menus of the page of deals: of a card, of a column's head, of the view, of the page
(interaction.md, section 11).

Made each time one is opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.menu_entries import add_entry, add_submenu, keep_short
from crm_desktop.gui.pages.deals.board_page import BoardPage
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.pages.deals.request_ways import WAYS
from crm_desktop.gui.pages.deals.requests import sort_chosen
from crm_desktop.gui.pages.deals.stage_menu import add_goals, add_pipelines
from crm_desktop.gui.pages.deals.view_choice import ViewsMenu
from crm_desktop.gui.shell.bulk.bar import fill_menu
from crm_desktop.gui.shell.links import link_to
from crm_desktop.gui.shell.list_menus import add_shelves
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage


def sort_words() -> dict[str, str]:
    """The orders inside a column, in words."""
    return {
        "hand": _("By hand"),
        "step": _("By the next step"),
        "amount": _("By amount"),
        "close": _("By expected close"),
        "age": _("By days in the stage"),
        "title": _("By title"),
    }


def open_card_menu(page: DealsPage, part: DealBoard, place: QPoint) -> None:
    """What can be done with the chosen cards."""
    if page.recurring is not None and part is page.recurring:
        from crm_desktop.gui.pages.deals.recurring_menu import client_menu

        _pop_up(client_menu(page, page.recurring), place)
    else:
        _pop_up(card_menu(page, part), place)


def open_head_menu(page: DealsPage, stage_id: str, place: QPoint) -> None:
    """What can be done with a column."""
    _pop_up(head_menu(page, stage_id), place)


def open_options(page: DealsPage, place: QPoint) -> None:
    """How the cards stand."""
    _pop_up(options_menu(page), place)


def open_more(page: DealsPage, place: QPoint) -> None:
    """What belongs to the whole page."""
    _pop_up(more_menu(page), place)


def _pop_up(menu: QMenu, place: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def card_menu(page: DealsPage, part: DealBoard) -> QMenu:
    """Open, do, remove. On picked cards it acts on all of them and says so."""
    menu = QMenu(page)
    rids = part.board.chosen
    if len(rids) > 1:
        add_entry(menu, _("Selected {number}").format(number=shown_number(len(rids))), None)
        menu.addSeparator()
        fill_menu(menu, part.bulk.offered(), part, partial(_keys_of, page))
        keep_short(menu)
        return menu
    record = part.current()
    if record is not None:
        add_opening(menu, page, record)
        menu.addSeparator()
    if part.may_write:
        _fill_doing(menu, page, part, record)
    if record is not None:
        add_entry(menu, _("&Copy the link"), partial(_copy_link, record), icon="copy-simple")
    if part.may_write:
        menu.addSeparator()
        archive = partial(page.find_chosen, page.archive_wanted.emit)
        keys = page.keys_of("record.archive")
        add_entry(menu, _("&Archive"), archive, icon="archive", keys=keys, is_grave=True)
    keep_short(menu)
    return menu


def _keys_of(page: DealsPage, action: str) -> str:
    """The keys of the window's command that does what this action of the bar does."""
    ways = {one.name: one.command for one in WAYS}
    known = {"archive": "record.archive", "win": "deals.win", "lose": "deals.lose", **ways}
    return page.keys_of(known[action]) if action in known else ""


def add_opening(menu: QMenu, page: DealsPage, record: RecordRef) -> None:
    """Add the two ways to open a record."""
    for words, is_apart, icon, keys in (
        (_("&Open"), False, "arrow-square-out", "Return"),
        (_("In a n&ew window"), True, "app-window", "Ctrl+Return"),
    ):
        add_entry(
            menu, words, partial(page.open_wanted.emit, record, is_apart), icon=icon, keys=keys
        )


def add_planning(menu: QMenu, page: DealsPage) -> None:
    """Add the way to the next step of the current card."""
    words = _("&Plan the next step")
    add_entry(menu, words, lambda: page.on_card(lambda card: card.plan()), icon="calendar-plus")


def _fill_doing(menu: QMenu, page: DealsPage, part: DealBoard, one: RecordRef | None) -> None:
    if part.requests_among(part.board.chosen):
        _add_sorting(menu, page, part)
    elif one is not None:
        add_planning(menu, page)
    fill_menu(menu, part.further(), part, partial(_keys_of, page))
    if one is not None:
        heads = (
            (_("&Tags…"), "choose_tags", "tag-simple"),
            (_("O&wner…"), "choose_owner", "user-gear"),
        )
        for words, name, icon in heads:
            add_entry(menu, words, partial(_on_head, page, name), icon=icon)


def _add_sorting(menu: QMenu, page: DealsPage, part: DealBoard) -> None:
    """Add the ways to sort the request that is chosen."""
    for one in WAYS:
        press = partial(sort_requests, page, part, one.name)
        add_entry(menu, one.title.text(), press, icon=one.icon, keys=page.keys_of(one.command))


def sort_requests(page: DealsPage, part: DealBoard, way: str) -> None:
    """Accept, attach or reject those of the chosen deals that are requests."""
    sort_chosen(page, part.bridge, way)


def _on_head(page: DealsPage, name: str) -> None:
    page.on_card(lambda card: getattr(card.actions_of_head, name)())


def ask_stage(part: BoardPage, pipelines: Sequence[PipelineRow], rids: Sequence[int]) -> None:
    """Into which stage of another pipeline these deals go; of one pipeline its stages alone."""
    menu = QMenu(part)
    move = partial(part.move_across, rids)
    if len(pipelines) == 1:
        add_goals(menu, pipelines[0], move)
    else:
        add_pipelines(menu, pipelines, move)
    _pop_up(menu, QCursor.pos())


def _copy_link(record: RecordRef) -> None:
    QGuiApplication.clipboard().setText(link_to(RecordRef(ENTITY, record.id)))


def head_menu(page: DealsPage, stage_id: str) -> QMenu:
    """What can be done with a column."""
    board = page.board.board
    menu = QMenu(page)
    if page.board.may_write:
        add = partial(page.board.add_in, stage_id)
        keys = page.keys_of("record.create")
        add_entry(menu, _("&Add a deal"), add, icon="plus", keys=keys)
    pick = partial(_pick_all, page, stage_id)
    add_entry(menu, _("&Select all"), pick, icon="check-square", keys="Ctrl+A")
    _add_sorts(add_submenu(menu, _("S&ort"), "arrow-up-bold"), page)
    menu.addSeparator()
    is_folded = stage_id in board.folded
    words = _("&Unfold") if is_folded else _("&Fold")
    icon = "caret-double-right" if is_folded else "caret-double-left"
    add_entry(menu, words, partial(board.turn_fold, stage_id), icon=icon)
    add_entry(menu, _("Set up the s&tage…"), page.settings_wanted.emit, icon="gear-six")
    return menu


def _pick_all(page: DealsPage, stage_id: str) -> None:
    board = page.board.board
    board.choice.enter(stage_id, 0)
    board.choice.pick_column()


def options_menu(page: DealsPage) -> QMenu:
    """Which views there are, and how the cards or the lines stand; a forecast leaves no choice."""
    if page.mode == FORECAST:
        return ViewsMenu(page, page)
    menu = QMenu(page)
    menu.addMenu(ViewsMenu(page, menu))
    menu.addSeparator()
    if isinstance(page.part, ListPage):
        _add_list_tools(menu, page.part)
        menu.addSeparator()
        add_shelves(menu, page.part.asked.shelf, page.part.show_shelf)
    elif page.mode == BOARD:
        _add_sorts(menu, page)
    return menu


def _add_list_tools(menu: QMenu, part: ListPage) -> None:
    columns = partial(_choose_columns, part)
    add_entry(menu, _("&Columns…"), columns, icon="columns")
    part.add_groups(menu)


def _choose_columns(part: ListPage) -> None:
    header = part.list.table.header
    part.choose_columns(header.mapToGlobal(header.rect().bottomLeft()))


def _add_sorts(menu: QMenu, page: DealsPage) -> None:
    for rule, words in sort_words().items():
        action = add_entry(menu, words, partial(page.sort_by, rule))
        action.setCheckable(True)
        action.setChecked(page.asked.sort == rule)


def more_menu(page: DealsPage) -> QMenu:
    """What belongs to the whole page: its saved views, orders, pipelines."""
    menu = QMenu(page)
    new = partial(page.new_wanted.emit, {})
    add_entry(menu, _("&New deal…"), new, icon="plus", keys=page.keys_of("deals.create"))
    if page.mode == BOARD:
        _add_sorts(add_submenu(menu, _("S&ort"), "arrow-up-bold"), page)
    menu.addMenu(ViewsMenu(page, menu))
    if isinstance(page.part, ListPage):
        _add_list_tools(menu, page.part)
    menu.addSeparator()
    build = partial(page.views.open_builder, page.views.root)
    add_entry(menu, _("Advanced &filter…"), build, icon="funnel-simple")
    if page.can_export:
        keys = page.keys_of("file.export")
        add_entry(menu, _("Export the lis&t…"), page.export, icon="export", keys=keys)
    add_entry(menu, _("Set up &pipelines…"), page.settings_wanted.emit, icon="gear-six")
    if isinstance(page.part, ListPage):
        menu.addSeparator()
        add_shelves(menu, page.part.asked.shelf, page.part.show_shelf)
    return menu
