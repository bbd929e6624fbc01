"""Prints what a window shows: the list as it stands there, a board as a list, or the card. GUI
thread only; what is printed is read on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _, msg
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.shell.card.description import HasStory
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import Page, RecordKind, RecordRef
from crm_desktop.gui.shell.printing import PrintedCard, PrintedTable, Printing, Read, ReadStory
from crm_desktop.gui.shell.row_copying import shown_rows
from crm_desktop.gui.shell.whole_order import WholeOrder, is_whole_known

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.bridge.list_source import ListReads
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

_AWAITED = "to be printed"


@dataclass(frozen=True)
class PrintedRows:
    """How rows are read, in which columns they are printed, and which they are."""

    reads: ListReads
    columns: Sequence[Column]
    rids: Sequence[int]


@runtime_checkable
class HasRows(Protocol):
    """A page that is no list and yet shows records."""

    def rows_to_print(self) -> PrintedRows | None:
        """Those that are shown, in the order of the page; ``None`` where they are no rows."""


def print_view(view: WorkspaceView, bridge: Bridge, *, as_file: bool) -> None:
    """Ask for a printer, or with ``as_file`` for a PDF file, then print the card, or the ticked
    rows of the list, or all of them, as soon as it is known which they are. Where there is
    nothing to print it is said."""
    page, card = view.page, view.way.card
    shown = page.shown_list
    if card is not None and card.current() is not None:
        print_card(card, view, bridge, view, as_file=as_file)
    elif shown is not None and not (shown.list.table.ticks or is_whole_known(shown.list.model)):
        _wait(shown, partial(_print_if_seen, page, view, bridge, as_file=as_file))
    elif (order_known := _awaited_of(page)) is not None:

        def go_on(_is_stale: bool) -> None:
            if view.page is page:
                print_view(view, bridge, as_file=as_file)

        order_known.connect(go_on, Qt.ConnectionType.SingleShotConnection)
    elif (rows := _rows_of(page)) is not None:
        title = title_of(page)
        _ask(_printing(view, bridge, view), title, _reading_rows(title, rows), as_file)
    else:
        view.told.emit(_("Lists, boards and cards can be printed; open one of them."), None)


def _awaited_of(page: Page) -> SignalInstance | None:
    """What tells that all rows to be printed are known, if they aren't yet."""
    shown = page.shown_list
    if shown is None or shown.list.table.ticks or shown.list.model.is_whole:
        return None
    return shown.list.model.order_known


def _print_if_seen(page: Page, view: WorkspaceView, bridge: Bridge, *, as_file: bool) -> None:
    """The list is known to its end now; who went elsewhere meanwhile wants no paper of it."""
    if view.page is page and view.way.card is None:
        print_view(view, bridge, as_file=as_file)


def _wait(shown: ListPage, then: Callable[[], object]) -> None:
    for before in shown.findChildren(WholeOrder, _AWAITED):
        before.give_up()  # the key was pressed twice
    WholeOrder(shown.list.model, then, shown).setObjectName(_AWAITED)


def _rows_of(page: Page) -> PrintedRows | None:
    shown = page.shown_list
    if shown is None:
        return page.rows_to_print() if isinstance(page, HasRows) else None
    table = shown.list.table
    rids = table.acted_on() if table.ticks else list(shown.list.model.records)
    return PrintedRows(shown.description.reads, table.layout_of_columns.shown, rids)


def print_card(
    card: CardPage, view: WorkspaceView, bridge: Bridge, window: QWidget, *, as_file: bool
) -> None:
    """The same for a card in ``window``, which may be one of its own; ``view`` tells the rest."""
    record = card.current()
    if record is not None:
        read = _reading(view.kinds[record.entity], record, _story_of(card))
        _ask(_printing(view, bridge, window), card.title, read, as_file)


def title_of(page: Page) -> str:
    """``Contacts: My clients``, or just the list where its first view is shown."""
    if not page.view_name:
        return page.title
    return _("{list}: {view}").format(list=page.title, view=page.view_name)


def _ask(printing: Printing, name: str, read: Read, as_file: bool) -> None:
    if as_file:
        printing.choose_file(name, read)
    else:
        printing.choose_printer(name, read)


def _printing(view: WorkspaceView, bridge: Bridge, window: QWidget) -> Printing:
    """That of the window, made when something is printed there for the first time."""
    printing = window.findChild(Printing)
    if printing is None:
        printing = Printing(bridge, window)
        printing.told.connect(view.told)
    return printing


def _reading_rows(title: str, what: PrintedRows) -> Read:
    def read(reader: Reader) -> PrintedTable:
        rows = list(shown_rows(reader, what.reads, what.columns, what.rids))
        return PrintedTable(title, [column.title for column in what.columns], rows)

    return read


def _story_of(card: CardPage) -> ReadStory:
    """The timeline of the card as it is filtered there; nothing where there is none."""
    for part in card.findChildren(CardPart):
        if isinstance(part, HasStory):
            return part.story_to_print()
    return lambda _reader: ()


def _reading(kind: RecordKind, record: RecordRef, read_story: ReadStory) -> Read:
    def read(reader: Reader) -> PrintedCard:
        text = kind.read_text(reader, record.id)
        if text is None:
            raise NotFound(msg("The record isn’t there any more. Nothing was printed."))
        return PrintedCard(text, read_story(reader))

    return read
