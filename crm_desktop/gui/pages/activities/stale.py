"""What of a story that is shown has to be read again: some records, or all of it in slices.

Pure; kept by the timeline part on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crm_desktop.features.common.timeline import Cursor, TimelineItem, TimelineQuery
from crm_desktop.gui.pages.activities.story import Story

# Records from which on all that is shown is read instead; and entries that are read at once.
_MOST_CHANGED = 200
_SLICE = 500


class Stale:
    """Empty at first; who notes something asks then, again and again, until nothing is left."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._under_way: frozenset[str] = frozenset()
        self._is_all = False
        self._below: Cursor | None = None
        self._asked: TimelineQuery | None = None

    def note(self, ids: Collection[str]) -> None:
        """Records with these ids were changed."""
        self._ids.update(ids)
        if len(self._ids) > _MOST_CHANGED:
            self.note_all()

    def note_all(self) -> None:
        """Anything may be another."""
        self._ids.clear()
        self._under_way = frozenset()
        self._is_all, self._below, self._asked = True, None, None

    def take_all(self) -> bool:
        """Whether anything may be another; who asks reads it all."""
        is_all, self._is_all = self._is_all, False
        return is_all

    def ask(self, query: TimelineQuery, story: Story) -> TimelineQuery | None:
        """What is to be read next of the ``story`` that ``query`` is about, no less than it says;
        None: nothing."""
        # An answer that never came was given up for a newer question, which asks for less.
        if ids := self._under_way | self._ids:
            self._under_way, self._ids = ids, set()
            return replace(query, only=ids, limit=_SLICE)
        if not self._is_all:
            return None
        number = min(max(story.number_below(self._below), query.limit), _SLICE)
        self._asked = replace(query, before=self._below, limit=number)
        return self._asked

    def took(self, query: TimelineQuery, found: Sequence[TimelineItem], story: Story) -> None:
        """``found`` was read, which is part of the ``story`` now."""
        if query.only:
            self._under_way = frozenset()
        if query is not self._asked:
            return
        self._asked = None
        self._below = found[-1].place if found else None
        self._is_all = self._below is not None and story.number_below(self._below) > 0
