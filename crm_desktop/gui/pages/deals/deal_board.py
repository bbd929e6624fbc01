"""Deals on a board: what the board of stages and the forecast have in common.

Reads the columns and the cards that come into sight, follows what others change without losing
place or choice, and writes what the person moves, which is shown at once and taken back if it is
refused. Made by the page of deals; GUI thread only, reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.queries import read_cards
from crm_desktop.features.deals.rows import DealCardRow
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.features.views.modes import matches_open
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.model import BoardWords
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.deals.board_words import make_card
from crm_desktop.gui.pages.deals.news import News
from crm_desktop.gui.pages.deals.reads import ENTITY, Asked, find_ids
from crm_desktop.gui.pages.deals.words import counted_deals
from crm_desktop.gui.shell.page import Chosen, RecordRef
from crm_desktop.gui.shell.slow_line import SlowLine

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.board_bulk import BoardBulk
    from crm_desktop.gui.shell.bulk.bar import BulkAction

_RELATED = ("stage", "pipeline", "activity", "tag", "company", "contact", "user", "custom_field")
# What others change comes in bursts; the board is read once for each.
_REST_MS = 30
_PATIENCE_MS = 150

Totals = tuple[int, str, str]


class DealBoard(QWidget):
    """``read_done``: the columns are there, or others now; ``opened``: a deal shall be opened,
    and whether in a window of its own; ``done`` says in words what can be undone."""

    read_done = Signal()
    current_changed = Signal()
    opened = Signal(object, bool)  # RecordRef
    menu_wanted = Signal(QPoint)
    done = Signal(str)
    done_with = Signal(str, object)  # the same, and a Button to go on with
    told = Signal(str, object)  # words and a Button or None
    reset_wanted = Signal()
    list_wanted = Signal()
    archive_wanted = Signal(object)  # Chosen
    sort_wanted = Signal(str)  # requests shall be sorted this way (request_ways)
    bulk_made = Signal(object, object)  # BulkActions and the page they belong to

    def __init__(self, bridge: Bridge, words: BoardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.asked = Asked()
        self.rows: dict[int, DealCardRow] = {}
        self.pipelines: tuple[PipelineRow, ...] = ()
        self.pipeline: PipelineRow | None = None
        self.may_write = False
        self.further: Callable[[], Sequence[BulkAction]] = tuple
        """What can be done with the chosen deals on the page around it."""
        self.is_loaded = False
        self.totals: Totals = (0, "", "")
        self._wanted = ""
        self._stale = False
        self._moves = 0
        self._bulk: BoardBulk | None = None
        self._news = News(bridge, _RELATED, self)
        self.board = Board(words, self)
        self.states = ContentOrState(self.board, self)
        self.slow = SlowLine(self, _("Reading the deals…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.states)
        layout.addWidget(self.slow)
        self.setFocusProxy(self.board)
        self._again = single_shot(self, self.read, _REST_MS)
        self._patience = single_shot(self, self._say_loading, _PATIENCE_MS)
        self.board.need_cards.connect(self._find_cards)
        self.board.opened.connect(self._open)
        self.board.current_changed.connect(lambda _rid: self.current_changed.emit())
        self.board.picked_changed.connect(self._show_picked)
        self.board.menu_wanted.connect(lambda _rid, place: self.menu_wanted.emit(place))
        bridge.changed.connect(self._note_changes)
        bridge.day_changed.connect(self._note_day)
        bridge.returned.connect(self._catch_up)

    # What derives from it says

    def ask(self, then: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Read what ``asked`` asks for."""
        raise NotImplementedError

    def take(self, read: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def unread_words(self) -> str:
        """What is said where nothing of it could be read."""
        return _("The board couldn’t be read")

    # Reading

    def show_asked(self, asked: Asked) -> None:
        """Show these deals; the old ones stand there until the new ones are known."""
        if asked != self.asked or not self.is_loaded:
            self.asked = asked
            if self.isVisible():
                self.read()
            else:
                self._stale = True

    def read(self) -> None:
        """Read everything anew, unless the person is just moving something: then after that."""
        if self._moves:
            self._stale = True
            return
        self._stale = False
        self._again.stop()
        if not self.is_loaded:
            self._patience.start()
            self.slow.begin()
        self.ask(self._take, self._fail)

    def _take(self, read: Any) -> None:
        self._patience.stop()
        self.slow.end()
        if self._moves:
            self._stale = True
            return
        self.is_loaded = True
        self.pipelines, self.pipeline = read.pipelines, read.pipeline
        self.may_write = read.may_write
        self.states.show_content()
        self._show_cards(read.cards)
        self.take(read)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.choose(wanted)
        self._show_picked()
        self.read_done.emit()
        self.current_changed.emit()
        if self._stale and self.isVisible():
            self._again.start()

    def say_none(self, beside: str = "") -> None:
        """No open deal matches; closed ones that do stand in the list. ``beside``: what else the
        person should know of."""
        reset = Button(_("Reset the filter"), self.reset_wanted.emit)
        look = Button(_("Show the list"), self.list_wanted.emit)
        if matches_open(self.asked.filter):
            heading, buttons = _("Nothing matches these filters"), (reset, look)
        else:
            heading, buttons = _("Only closed deals match these filters"), (look, reset)
        words = "\n".join(
            filter(None, (_("Open deals stand here; closed ones are in the list."), beside))
        )
        self.states.show_state(heading, words, buttons, "funnel-simple")

    def _say_loading(self) -> None:
        self.board.show_loading()

    def _fail(self, error: BaseException) -> None:
        """In place of the board, unless it shows something already."""
        self._patience.stop()
        self.slow.end()
        narrowed = isinstance(error, CrmError) and self.asked != Asked(self.asked.pipeline)
        if self.is_loaded and not narrowed:
            return
        buttons = [Button(_("Try again"), self.read)]
        if narrowed:
            buttons.append(Button(_("Reset the filter"), self.reset_wanted.emit))
        self.states.show_state(self.unread_words(), words_for(error), buttons, "warning")

    def _find_cards(self, rids: Sequence[int]) -> None:
        self.bridge.query(read_cards, tuple(rids), then=self._show_cards, owner=self)

    def _show_cards(self, rows: Mapping[int, DealCardRow]) -> None:
        self.rows.update(rows)
        cards = [make_card(row, self.stage_of(row.stage_id)) for row in rows.values()]
        self.board.set_cards(cards, self._news.among(rows))

    def stage_of(self, stage_id: str) -> StageRow | None:
        """A stage of any pipeline that is known."""
        stages = (one.stage(stage_id) for one in self.pipelines)
        return next((stage for stage in stages if stage is not None), None)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What changed meanwhile is read when it is looked at."""
        super().showEvent(event)
        if self._stale and self.is_loaded:
            self.board.forget_cards()
            self.read()

    def _note_changes(self, changes: Changes) -> None:
        if not changes.touch((ENTITY, *_RELATED)):
            return
        if not self.isVisible():
            self._stale = True
            return
        self._news.note(changes)
        self._forget(changes)
        self._again.start()

    def _forget(self, changes: Changes) -> None:
        """Cards of what changed are asked for again; they stand as they were until then."""
        if changes.touch(_RELATED):
            self.board.forget_cards()
            return
        ids = changes.by_entity[ENTITY].ids
        self.board.forget_cards([rid for rid, row in self.rows.items() if row.id in ids])

    def _catch_up(self) -> None:
        """Cards that were asked for while the workspace was away would never come."""
        self.board.forget_cards()
        if self.isVisible():
            self._again.start()
        else:
            self._stale = True

    def _note_day(self) -> None:
        self.board.forget_cards()
        self._again.start()

    # What is chosen

    def current(self) -> RecordRef | None:
        """The deal of the current card."""
        row = self.rows.get(self.board.current or 0)
        return RecordRef(ENTITY, row.id) if row is not None else None

    def order_around(self, record: RecordRef) -> Sequence[int] | None:
        """The deals of the board, column after column, for who goes from one to the next."""
        columns = self.board.order.columns.values()
        return list(chain.from_iterable(columns)) if record.entity == ENTITY else None

    def choose(self, record_id: str) -> None:
        """Make a deal current, as soon as it is on the board."""
        rid = next((rid for rid, row in self.rows.items() if row.id == record_id), None)
        if rid is None or not self.board.choose(rid):
            self._wanted = record_id

    def _open(self, rid: int, apart: bool) -> None:
        self.with_ids([rid], lambda ids: self.opened.emit(RecordRef(ENTITY, ids[0]), apart))

    def with_ids(
        self,
        rids: Sequence[int],
        then: Callable[[tuple[str, ...]], None],
        gone: Callable[[], None] = lambda: None,
    ) -> None:
        """Give the ids of these deals, in their order, at once where all are known; ``gone`` is
        called where none is there any more, or nobody knows."""

        def give(known: Mapping[int, str]) -> None:
            ids = tuple(known[rid] for rid in rids if rid in known)
            if ids:
                then(ids)
            else:
                gone()

        def fail(error: BaseException) -> None:
            self.bridge.tell_failed(error)
            gone()

        if all(rid in self.rows for rid in rids):
            give({rid: self.rows[rid].id for rid in rids})
        else:
            self.bridge.query(find_ids, tuple(rids), then=give, failed=fail, owner=self)

    def requests_among(self, rids: Sequence[int]) -> list[int]:
        """Those of the cards that wait in an intake stage: as they were read, or, of cards that
        never came into sight, as their column says."""
        unread = self.board.order.places([rid for rid in rids if rid not in self.rows])
        known = {rid: self.rows[rid].stage_id for rid in rids if rid in self.rows}
        known |= {rid: place.column for rid, place in unread.items()}
        intakes = {one.id for each in self.pipelines for one in each.stages if one.is_intake}
        return [rid for rid in rids if known.get(rid) in intakes]

    def stages_of_chosen(self) -> set[str]:
        """The stages in which the chosen deals are, as far as they were read."""
        return {self.rows[rid].stage_id for rid in self.board.chosen if rid in self.rows}

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """The picked deals, or the current one."""
        self.with_ids(self.board.chosen, lambda ids: then(Chosen(ENTITY, ids)))

    def count_words(self) -> str:
        """How many deals there are."""
        return counted_deals(self.totals[0]) if self.is_loaded else ""

    @property
    def bulk(self) -> BoardBulk:
        """What can be done with the picked cards; made when it is first wanted."""
        if self._bulk is None:
            from crm_desktop.gui.pages.deals.board_bulk import BoardBulk

            self._bulk = BoardBulk(self.bridge, self)
            self._bulk.done.connect(self.done)
            self._bulk.told.connect(self.told)
            self._bulk.archive_wanted.connect(self.archive_wanted)
            self.bulk_made.emit(self._bulk.actions, self)
        return self._bulk

    @property
    def bulk_bar(self) -> QWidget | None:
        """The bar below the board, while cards are picked."""
        return self.bulk.bar if self.board.picked else None

    def _show_picked(self) -> None:
        if self._bulk is not None or self.board.picked:
            self.bulk.follow()

    # What is moved

    def begin_move(self) -> None:
        """Something is shown at its new place that isn't written yet."""
        self._moves += 1

    def end_move(self) -> None:
        """It is written, or taken back."""
        self._moves -= 1
        if not self._moves and (self._stale or self.isVisible()):
            self._again.start()

    def taker_back(self, rids: Sequence[int]) -> Callable[[], None]:
        """What takes the move of these cards back."""
        return partial(self._take_back, list(rids))

    def _take_back(self, rids: Sequence[int]) -> None:
        self.board.take_back(rids)
        self.end_move()

    def focus(self) -> None:
        """To the cards."""
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)
