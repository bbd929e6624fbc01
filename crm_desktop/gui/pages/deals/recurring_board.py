"""The board of recurring clients: columns by the time of the next purchase.

Clients move by themselves, as days go by and deals are won; whoever is moved by hand is expected
later, until the next purchase. Made by the page of deals when it is first wanted. GUI thread
only, reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.feature import WRITE
from crm_desktop.features.deals.rows import DealCardRow
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.features.recurring.commands import PostponePurchases
from crm_desktop.features.recurring.queries import (
    next_deal,
    read_clients,
    read_recurring,
    rids_among,
)
from crm_desktop.features.recurring.rows import RecurringBoard, RecurringClient
from crm_desktop.features.recurring.rules import day_in
from crm_desktop.features.views.queries import context_of
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.board.model import BoardWords
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.reads import ENTITY, FIRST_CARDS, chosen_pipeline
from crm_desktop.gui.pages.deals.recurring_filter import ClientFilter, bound_filters
from crm_desktop.gui.pages.deals.recurring_words import counted_clients, make_card, make_head
from crm_desktop.gui.pages.deals.words import estimates_words, in_months, long_day, today
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage

_RELATED = ("deal", "next_purchase", "pipeline", "company", "contact", "user")


@dataclass(frozen=True)
class RecurringRead:
    """The board with what belongs around it and the clients that are seen first, by key."""

    pipelines: tuple[PipelineRow, ...]
    pipeline: PipelineRow | None
    board: RecurringBoard
    clients: Mapping[int, RecurringClient]
    may_write: bool
    cards: Mapping[int, DealCardRow]  # none: no deals are shown


def read_all(
    reader: Reader, pipeline_id: str, here: date, root: Node = EVERYTHING
) -> RecurringRead:
    """The board of the clients that match ``root``. ``pipeline_id``: to which the person goes
    back from it."""
    pipelines = find_pipelines(reader)
    filters = None if root == EVERYTHING else bound_filters(root)
    board = read_recurring(reader, here, filters, context_of(reader))
    first = chain.from_iterable(column.keys[:FIRST_CARDS] for column in board.columns)
    return RecurringRead(
        pipelines,
        chosen_pipeline(pipelines, pipeline_id),
        board,
        read_clients(reader, list(first)),
        reader.actor.may(WRITE),
        {},
    )


def make_recurring(bridge: Bridge, page: DealsPage) -> RecurringPage:
    """The board for the page of deals, its filter in the page's toolbar."""
    made = RecurringPage(bridge, page)
    made.day_wanted.connect(page.day_wanted)
    page.toolbar.add_client_filters(made.filter)
    return made


class RecurringPage(DealBoard):
    """Clients as cards, in the place of deals. ``day_wanted``: a day shall be chosen at a place on
    the screen, beginning with one, and given to a function."""

    day_wanted = Signal(QPoint, object, object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        shown = BoardWords(_("Recurring clients"), "", _("Nobody"))
        super().__init__(bridge, shown, parent)
        self.clients: dict[int, RecurringClient] = {}
        self.filter = ClientFilter(bridge, self)
        self.filter.hide()  # until the toolbar takes it up
        self.filter.changed.connect(lambda _root: self.read())
        self.board.is_ordered_by_hand = False
        self.board.may_drop = self._may_drop
        self.board.drop_hint = self._hint
        self.board.moved.connect(self._move)
        self.board.quick_add_wanted.connect(lambda _span: self.add_deal())

    # Reading

    def ask(self, then: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Read the clients that the filter wants."""
        self.bridge.query(
            read_all,
            self.asked.pipeline,
            today(),
            self.filter.root,
            then=then,
            failed=failed,
            owner=self,
            channel="board",
        )

    def take(self, read: RecurringRead) -> None:
        """Show the columns, or what it takes that there are any."""
        board = read.board
        self._take_clients(read.clients)
        number = len(board.columns)
        heads = [make_head(one, (place, number)) for place, one in enumerate(board.columns, 1)]
        self.board.set_columns(heads, {one.span: one.keys for one in board.columns})
        self.totals = board.count, estimates_words(board.monthly), ""
        if not board.count and self.filter.root == EVERYTHING:
            self.states.show_state(
                _("No recurring clients yet"),
                _(
                    "A client appears here after the second purchase, a week or more after the "
                    "first."
                ),
                (),
                "arrows-clockwise",
            )

    def _find_cards(self, keys: Sequence[int]) -> None:
        self.bridge.query(read_clients, tuple(keys), then=self._take_clients, owner=self)

    def _take_clients(self, clients: Mapping[int, RecurringClient]) -> None:
        self.clients.update(clients)
        self.board.set_cards([make_card(client) for client in clients.values()])

    def _note_changes(self, changes: Changes) -> None:
        if not changes.touch(_RELATED):
            return
        if not self.isVisible():
            self._stale = True
            return
        self.board.forget_cards()
        self._again.start()

    # What is chosen

    @property
    def client(self) -> RecurringClient | None:
        """The client of the current card."""
        return self.clients.get(self.board.current or -1)

    def current(self) -> RecordRef | None:
        """The company or the person of the current card."""
        client = self.client
        return RecordRef(client.entity, client.id) if client is not None else None

    def order_around(self, record: RecordRef) -> Sequence[int] | None:
        """The clients of the same kind, column after column: a card leads to its likes alone."""
        keys = chain.from_iterable(self.board.order.columns.values())
        return rids_among(keys, record.entity)

    def choose(self, record_id: str) -> None:
        """Make a client current, as soon as it is on the board."""
        key = next((key for key, one in self.clients.items() if one.id == record_id), None)
        if key is None or not self.board.choose(key):
            self._wanted = record_id

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """The client of the current card."""
        record = self.current()
        if record is not None:
            then(Chosen(record.entity, (record.id,)))

    def _open(self, key: int, apart: bool) -> None:
        client = self.clients.get(key)
        if client is not None:
            self.opened.emit(RecordRef(client.entity, client.id), apart)

    @property
    def bulk_bar(self) -> QWidget | None:
        """Nothing is done with many clients at once but moving them."""
        return None

    def _show_picked(self) -> None:
        pass

    def count_words(self) -> str:
        """How many clients there are."""
        return counted_clients(self.totals[0]) if self.is_loaded else ""

    # A new deal

    def add_deal(self) -> None:
        """Begin the next deal of the current client, as the last one was, and open it."""
        record = self.current()
        if record is not None and self.may_write:
            self.bridge.query(
                next_deal, record.entity, record.id, today(), then=self._create, owner=self
            )

    def _create(self, values: Mapping[str, Any] | None) -> None:
        if values is not None:
            self.bridge.execute(CreateDeal(values), then=self._note_created, owner=self)

    def _note_created(self, outcome: Any) -> None:
        self.done.emit(_("The deal was created."))
        self.opened.emit(RecordRef(ENTITY, str(outcome.result)), False)

    # Postponing

    def postpone(self, days: int, months: int = 0) -> None:
        """The current client is expected so much later than now, or than today if that is past."""
        client = self.client
        if client is not None:
            expected = max(client.cycle.next_on, today())
            self.put_off(in_months(expected, months) + timedelta(days))

    def postpone_to_day(self, place: QPoint) -> None:
        """Let the person choose until when the current client is put off."""
        client = self.client
        if client is not None:
            day = max(client.cycle.next_on, today())
            self.day_wanted.emit(place, day, partial(self._put_off, client))

    def put_off(self, until: date | None) -> None:
        """The current client is expected on that day; ``None``: as the cycle says."""
        client = self.client
        if client is not None and self.may_write:
            self._put_off(client, until)

    def _put_off(self, client: RecurringClient, until: date | None) -> None:
        self.bridge.execute(
            PostponePurchases((_plan(client, until),)),
            then=lambda _outcome: self.done.emit(_said(client, until)),
            owner=self,
        )

    def _may_drop(self, span: str, keys: Sequence[int]) -> bool:
        """Whoever is overdue or has fallen asleep is so by time alone."""
        return self.may_write and bool(keys) and self._day(span, keys[0]) is not None

    def _day(self, span: str, key: int) -> date | None:
        client = self.clients.get(key)
        return day_in(span, client.cycle.next_on, today()) if client is not None else None

    def _hint(self, span: str, keys: Sequence[int]) -> str:
        day = self._day(span, keys[0]) if len(keys) == 1 else None
        return _("Expected: {day}").format(day=long_day(day)) if day is not None else ""

    def _move(self, keys: Sequence[int], span: str, _before: int | None) -> None:
        self.begin_move()
        plans = [(self.clients[key], self._day(span, key)) for key in keys if key in self.clients]

        def end(_outcome: object) -> None:
            self.end_move()
            if len(plans) == 1:
                self.done.emit(_said(*plans[0]))
            else:
                words = _("{clients}: the purchase is now expected on another day.")
                self.done.emit(words.format(clients=counted_clients(len(plans))))

        self.bridge.execute(
            PostponePurchases(tuple(starmap(_plan, plans))),
            then=end,
            failed=partial(self._refuse, list(keys)),
            owner=self,
        )

    def _refuse(self, keys: Sequence[int], error: BaseException) -> None:
        self.bridge.tell_failed(error)
        self._take_back(keys)


def _plan(client: RecurringClient, until: date | None) -> tuple[str, str, str]:
    return client.entity, client.id, until.isoformat() if until is not None else ""


def _said(client: RecurringClient, until: date | None) -> str:
    if until is None:
        return _("“{client}” is expected as the cycle says.").format(client=client.name)
    return _("“{client}” is expected: {day}").format(client=client.name, day=long_day(until))
