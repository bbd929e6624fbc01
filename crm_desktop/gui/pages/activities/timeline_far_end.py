"""The far end of a story: shown at once, and read from there upward.

A story may have a hundred thousand entries, of which the newest are read as it is opened, and older
ones as they come into sight. End leads to the oldest, which then stand alone: what is above them is
read as they are scrolled up, or Home leads to the newest again. Base of the timeline part; GUI
thread only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.gui.pages.activities.entries import Shape
from crm_desktop.gui.pages.activities.reads import Portion
from crm_desktop.gui.pages.activities.stale import Stale
from crm_desktop.gui.pages.activities.story import Story
from crm_desktop.gui.pages.activities.story_rows import StoryRows
from crm_desktop.gui.pages.activities.timeline_model import TimelineModel
from crm_desktop.gui.pages.activities.timeline_view import TimelineView
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef

OLDER = 60


class FarEnd(CardPart):
    """What the timeline part reads and shows by itself, and here from its other end."""

    view: TimelineView
    model: TimelineModel
    _record: RecordRef | None
    _story: Story
    _rows: StoryRows
    _stale: Stale
    _is_reading: bool
    _goes_to: bool | None = None  # the end of all, or the beginning

    def _query(self) -> TimelineQuery:
        raise NotImplementedError

    def _ask(self, query: TimelineQuery, then: Any) -> None:
        raise NotImplementedError

    def _begin(self) -> None:
        raise NotImplementedError

    def _read_first(self) -> None:
        raise NotImplementedError

    def _read_again(self) -> None:
        raise NotImplementedError

    def _read_changed(self) -> None:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    def _note_shown(self) -> None:
        raise NotImplementedError

    def watch_ends(self) -> None:
        """Follow the keys and what comes into sight from now on."""
        self.view.end_wanted.connect(self._go_to)
        self.view.newer_wanted.connect(self._read_newer)

    def _go_to(self, is_end: bool) -> None:
        """Home and End lead to the ends of all, wherever between them was read."""
        story = self._story
        if self._record is None or (story.is_all if is_end else story.is_newest):
            return
        self._goes_to = is_end
        if is_end:
            self._ask(replace(self._query(), limit=OLDER, upward=True), self._take_oldest)
        else:
            self._begin()
            self._read_first()

    def _take_oldest(self, _query: TimelineQuery, portion: Portion) -> None:
        """They take the place of all that was read: what is between is read from here upward."""
        self._is_reading = False
        stale = self._stale
        self._begin()
        self._stale = stale
        self._story.take_oldest(portion.items, is_newest=False)
        self._show()
        self._read_changed()

    def _read_newer(self) -> None:
        story = self._story
        if story.is_newest or self._is_reading or self._record is None:
            return
        after = story.items[0].place if story.items else None
        query = replace(self._query(), after=after, limit=OLDER, upward=True)
        self._ask(query, self._take_newer)

    def _take_newer(self, _query: TimelineQuery, portion: Portion) -> None:
        """They come above all others, which stay where they are."""
        self._is_reading = False
        first = next((row.key for row in self.model.rows if row.shape is not Shape.HEADING), "")
        is_at_top = self.view.anchor() is None
        self._story.take_newer(portion.items, is_newest=portion.is_all)
        self.view.show_rows(self._rows.all(self._story.items))
        if is_at_top and portion.items:
            self.view.hold(max(self.model.row_of(first), 0), 0)
        self._note_shown()
        if self._story.is_newest:
            self._read_again()  # with what stands above the story
        else:
            self._read_changed()

    def _arrive(self) -> None:
        """At the end that was wanted."""
        is_end, self._goes_to = self._goes_to, None
        if is_end is None:
            return
        last = self.model.rowCount() - 1
        view, bar = self.view, self.view.verticalScrollBar()
        view.setCurrentIndex(view.next_choosable(last, -1) if is_end else view.next_choosable(0, 1))
        bar.setValue(bar.maximum() if is_end else 0)
