"""The middle of a card: composer, filters and the timeline of the record.

Made by ``gui/cards.py`` for the cards of every entity. GUI thread; reads and writes go over the
bridge, portion by portion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import words as words_of
from crm_desktop.features.activities.commands import UpdateActivity
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.file_drops import FileDrops
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.text_drops import TextDrops
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.composer import Composer
from crm_desktop.gui.pages.activities.entries import Entry
from crm_desktop.gui.pages.activities.entry_actions import EntryActions
from crm_desktop.gui.pages.activities.reads import Portion, Read, read_portion
from crm_desktop.gui.pages.activities.stale import Stale
from crm_desktop.gui.pages.activities.story import Exchange, Story
from crm_desktop.gui.pages.activities.story_rows import StoryRows
from crm_desktop.gui.pages.activities.timeline_bar import TimelineBar
from crm_desktop.gui.pages.activities.timeline_far_end import OLDER, FarEnd
from crm_desktop.gui.pages.activities.timeline_found import show_empty, step_found, tell_found
from crm_desktop.gui.pages.activities.timeline_model import TimelineModel
from crm_desktop.gui.pages.activities.timeline_skeleton import TimelineSkeleton
from crm_desktop.gui.pages.activities.timeline_view import TimelineView
from crm_desktop.gui.shell.card.part import CardPart, Guard
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.shell.printing import ReadStory

_PORTION, _MOST_AGAIN, _REWORDED = 30, 500, 200
_TOUCHING = ("activity", "attachment", "deal")
_LEAST_HEIGHT, _MINUTE_MS = 80, 60_000


def make_timeline(bridge: Bridge) -> CardPart:
    """The middle pane of a card."""
    return TimelinePart(bridge)


class TimelinePart(FarEnd):
    """Shows the story of one record and lets it go on."""

    def __init__(
        self, bridge: Bridge, read: Read = read_portion, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._read = read
        self._record: RecordRef | None = None
        self._story = Story()
        self._rows = StoryRows(RecordRef("", ""))
        self._stale = Stale()
        self._sought = ""
        self._is_reading = False
        self._anchor: tuple[str, int] | None = None
        self._first_portion = _PORTION
        self._wanted_item = ""
        self._begins_at_end = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, kind="page")
        self.composer = Composer(bridge, self)
        self.bar = TimelineBar(self)
        self.model = TimelineModel(self)
        self.view = TimelineView(self.model, self)
        self.view.locked = bridge.locked(UpdateActivity)
        self.entry_actions = EntryActions(bridge, self.view, self.composer.ask_people)
        self.state = ContentOrState(self.view, self, skeleton=TimelineSkeleton)
        self.state.setMinimumHeight(_LEAST_HEIGHT)  # large letters: the composer keeps its own
        dress(self.state.pane, kind="page")
        top = QVBoxLayout()
        top.setContentsMargins(20, 16, 20, 0)
        top.setSpacing(0)
        top.addWidget(self.composer)
        top.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.state, 1)
        self.setFocusProxy(self.view)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._show_upper)
        self._minute.start()
        self._connect()

    def _connect(self) -> None:
        self.bar.filtered.connect(self._filter)
        self.bar.step_wanted.connect(partial(step_found, self.view))
        self.bar.left_downward.connect(self.view.setFocus)
        self.view.more_wanted.connect(self._read_more)
        self.watch_ends()
        self.entry_actions.open_wanted.connect(self.open_wanted)
        self.view.left_upward.connect(lambda: self.composer.compose(self.composer.kind.value))
        self._bridge.changed.connect(self._note_changes)
        self._bridge.day_changed.connect(self._begin_day)

    # The card's part

    def guard(self, ask_first: Guard) -> None:
        """The composer plans something only through this."""
        self.composer.ask_first = ask_first

    def show_record(self, record: RecordRef) -> None:
        """Be about this record; the draft of the other one is kept."""
        self.composer.show_record(record)
        if record == self._record:
            self._read_again()
            return
        self._record = self.entry_actions.record = record
        self.bar.offer_people(record.entity == "company")
        self.view.begin_anew()
        self._begin()
        self._read_first()

    def kept(self) -> Any:
        """Where it was scrolled to, what was filtered and sought."""
        self.composer.keep_draft()
        anchor = self.view.anchor()
        return {
            "anchor": list(anchor) if anchor is not None else None,
            "read": len(self._story.items),
            "from_end": not self._story.is_newest,
            **self.bar.kept(),
        }

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave."""
        if isinstance(kept, dict):
            key, top = kept.get("anchor") or ("", 0)
            if key:
                self._anchor = str(key), int(top)
                self._first_portion = min(int(kept.get("read", _PORTION)), _MOST_AGAIN)
                self._begins_at_end = bool(kept.get("from_end"))
            self.bar.restore(kept)

    def compose(self, kind: str) -> None:
        """Begin a ``note`` or a ``task`` and take the keyboard."""
        self.composer.compose(kind)

    def let_attach(
        self, choose: Callable[[], object], attach: Callable[[Sequence[Path]], object]
    ) -> None:
        """Show the paper clip, which calls ``choose``, and hand on files that are dropped here."""
        self.composer.clip.show()
        self.composer.clip.clicked.connect(choose)
        drops = FileDrops(self)
        drops.dropped.connect(attach)
        drops.watch(self, self.composer, self.composer.edit.viewport(), self.view.viewport())

    def let_take_words(self, card: QWidget) -> None:
        """Begin a note with words that are dropped anywhere on the card but on a field."""
        drops = TextDrops(self, self.composer.isEnabled)
        drops.dropped.connect(self.composer.take_words)
        drops.watch(card, self.view.viewport())

    def find_here(self) -> None:
        """Ctrl+F: find in the timeline."""
        self.bar.begin_search()

    def story_to_print(self) -> ReadStory:
        """All of it, as it is filtered and sought now."""
        from crm_desktop.gui.pages.activities.printed_story import read_story

        query = self._query()
        return lambda reader: read_story(reader, query)

    def show_item(self, item_id: str) -> None:
        """Make this activity current as soon as it is read, if it is among the newest."""
        self._wanted_item = item_id
        if not self._is_reading:
            self._choose_wanted(self.model.rows)

    def _choose_wanted(self, rows: Sequence[Entry]) -> None:
        wanted, self._wanted_item = self._wanted_item, ""
        for row in rows if wanted else ():
            if row.activity is not None and row.activity.id == wanted:
                self.view.choose(row.key)
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+F where the card leaves it to its parts."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_here()
        else:
            super().keyPressEvent(event)

    # Reading

    def _query(self) -> TimelineQuery:
        assert self._record is not None
        people, about = self.bar.with_people, (*self._record, self.bar.kinds, self._sought)
        return TimelineQuery(*about, limit=_PORTION, with_people=people)

    def _begin(self) -> None:
        """Nothing is read yet, nor worded: what was may be of another day or time zone."""
        self._story = Story()
        self._rows = StoryRows(self._record or RecordRef("", ""))
        self._stale = Stale()

    def _read_first(self) -> None:
        if self._record is None:
            return
        if not self.model.rowCount():
            self.state.show_loading()
        number, self._first_portion = max(self._first_portion, _PORTION), _PORTION
        at_end, self._begins_at_end = self._begins_at_end, False
        take = self._take_oldest if at_end else self._take_slice
        self._ask(replace(self._query(), limit=number, upward=at_end), take)

    def _read_again(self) -> None:
        """As far as was read, but no more than a few portions: what changed below, is known."""
        if self._record is None:
            return
        number = min(max(len(self._story.items), _PORTION), _MOST_AGAIN)
        from_end = not self._story.is_newest
        take = self._take_oldest if from_end else self._take_slice
        self._ask(replace(self._query(), limit=number, upward=from_end), take)

    def _ask(self, query: TimelineQuery, then: Any) -> None:
        self._is_reading = True
        self._bridge.query(
            self._read,
            query,
            query.before is None and not query.upward and self._story.is_newest,
            then=partial(then, query),
            failed=self._fail,
            owner=self,
            channel="portion",
        )

    def _read_more(self) -> None:
        story = self._story
        if story.is_all or self._is_reading or self._record is None or not story.items:
            return
        query = replace(self._query(), before=story.items[-1].place, limit=OLDER)
        self._ask(query, self._take_older)

    def _read_changed(self) -> None:
        """What changed, as soon as nothing else is being read; if that is much, all shown."""
        if self._is_reading or self._record is None or not self.isVisible():
            return
        if not self._story.is_newest and self._stale.take_all():
            self._read_again()
        elif query := self._stale.ask(self._query(), self._story):
            self._ask(query, self._take_changed if query.only else self._take_slice)

    def _take_slice(self, query: TimelineQuery, portion: Portion) -> None:
        """The newest, or what stands below what was read just before."""
        self._is_reading = False
        upper = portion.planned, portion.pinned
        moved = frozenset[str]() if query.before else self._rows.take_upper(*upper)
        is_first = not self._story.items
        exchange = self._story.take_slice(query.before, portion.items, is_all=portion.is_all)
        self._stale.took(query, portion.items, self._story)
        if is_first or self._anchor is not None:
            self._show()
        else:
            self._show_part(exchange, moved)
        self._read_changed()

    def _take_changed(self, query: TimelineQuery, portion: Portion) -> None:
        self._is_reading = False
        moved = self._rows.take_upper(portion.planned, portion.pinned)
        exchange = self._story.take_changed(query.only, portion.items)
        self._stale.took(query, portion.items, self._story)
        if not (self._story.items or self._story.is_all):
            self._read_again()
            return
        self._show_part(exchange, moved)
        self._read_changed()

    def _take_older(self, _query: TimelineQuery, portion: Portion) -> None:
        """They come below all others, which are left alone."""
        self._is_reading = False
        fresh = self._story.take_older(portion.items, is_all=portion.is_all)
        self.model.append(self._rows.older(self.model.rows, fresh))
        self._note_shown()
        self._read_changed()

    def _fail(self, error: BaseException) -> None:
        self._is_reading, self._goes_to = False, None
        if self._story.items:
            self._stale.note_all()  # what else changes is a reason to try anew
            self._bridge.tell_failed_reading(error)
            return
        self._story.is_all = False  # a change is no reason to believe that it is all there is
        self.count_changed.emit(0)
        told = _("The timeline couldn’t be read"), words_for(error)
        self.state.show_state(*told, [Button(_("Try again"), self._read_first)], "warning")

    def _show(self) -> None:
        if self._record is None or (self._is_reading and not self._story.items):
            return
        self.view.show_rows(self._rows.all(self._story.items))
        if self._anchor is not None:
            (key, top), self._anchor = self._anchor, None
            self.view.hold(max(self.model.row_of(key), 0), top)
        self._arrive()
        self._note_shown()

    def _show_part(self, exchange: Exchange, moved: frozenset[str]) -> None:
        moved -= exchange.keys
        parts = [exchange] if exchange.keys else []
        for part in (*parts, *self._story.around(moved)):
            self._patch(part, moved)
        self._show_upper()
        self._note_shown()

    def _patch(self, part: Exchange, moved: Collection[str] = ()) -> None:
        self.view.patch(self._rows.changed(self.model.rows, self._story.items, part, moved))

    def _show_upper(self) -> None:
        if self._record is not None and not (self._is_reading and not self._story.items):
            self.view.patch(self._rows.upper())

    def _note_shown(self) -> None:
        self.count_changed.emit(len(self._story.items))
        is_whole = self._story.is_all and self._story.is_newest
        tell_found(self.bar, self._sought, self.model.rows, is_all=is_whole)
        self._choose_wanted(self.model.rows)
        if self.model.rowCount():
            self.state.show_content()
            QTimer.singleShot(0, self.view, self.view.look_for_more)
        elif self._story.is_all:
            write = partial(self.composer.compose, "note")
            show_empty(self.state, self.bar, self._sought, write)
        else:
            self._read_more()

    def _filter(self) -> None:
        self._sought = self.bar.text
        self.view.looks.sought = tuple(words_of(self._sought))
        self._begin()
        self.view.verticalScrollBar().setValue(0)
        self._read_first()

    def _begin_day(self) -> None:
        """Today is another day: all rows are worded anew, in their places."""
        self._reword_below(None)
        self._show_upper()

    def _reword_below(self, item: TimelineItem | None) -> None:
        """A part at a time: a long story has a hundred thousand entries."""
        part = self._story.below(item, _REWORDED)
        if reworded := self._story.items[part.begin : part.end]:
            self._rows.reword(reworded)
            self._patch(part)
            QTimer.singleShot(0, self, partial(self._reword_below, reworded[-1]))

    def _note_changes(self, changes: Changes) -> None:
        if self._record is None:
            return
        if changes.concern(*self._record):
            self._stale.note({self._record.id})
        for entity in _TOUCHING:
            if entity in changes.by_entity:
                self._stale.note(changes.by_entity[entity].ids)
        if self.bar.with_people and changes.reorder("contact", ("companies",)):
            self._stale.note_all()
        self._read_changed()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """While it was hidden nothing was read."""
        super().showEvent(event)
        self._read_changed()
