"""The rows of a record's timeline: what stands above its story, and the story under its days.

A story may have a hundred thousand entries: after a change only the rows of what changed are made
anew. Pure; kept by the timeline part on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import Cursor, TimelineItem
from crm_desktop.gui.pages.activities.entries import (
    Entry,
    Known,
    Shape,
    entry_of,
    make_rows,
    upper_rows,
)
from crm_desktop.gui.pages.activities.reads import field_labels
from crm_desktop.gui.pages.activities.story import Exchange
from crm_desktop.gui.shell.page import RecordRef


class Patch(NamedTuple):
    """``rows`` for those from ``begin`` to before ``end``."""

    begin: int
    end: int
    rows: Sequence[Entry]


class StoryRows:
    """What items of one record look like, and how many of the rows shown are no story."""

    def __init__(self, record: RecordRef) -> None:
        self._record = record
        self._planned: Sequence[ActivityRow] = ()
        self._pinned: Sequence[TimelineItem] = ()
        self._above = 0
        self._known: Known = {}

    def take_upper(
        self, planned: Sequence[ActivityRow], pinned: Sequence[TimelineItem]
    ) -> frozenset[str]:
        """These stand above from now on; gives the keys of what came there or went."""
        before = self._keys_above()
        self._planned, self._pinned = planned, pinned
        return before ^ self._keys_above()

    def reword(self, items: Iterable[TimelineItem]) -> None:
        """Their words may be others now."""
        labels = field_labels(self._record.entity)
        self._known.update((item.key, (item, entry_of(item, labels))) for item in items)

    def all(self, items: Iterable[TimelineItem]) -> list[Entry]:
        """All rows."""
        return [*self.upper().rows, *self.below(items)]

    def upper(self) -> Patch:
        """What stands above the story, in the place of what stood there when it was last asked;
        how long is left changes by the minute."""
        rows = upper_rows(self._planned, self._pinned, self._record.id)
        before, self._above = self._above, len(rows)
        return Patch(0, before, rows)

    def below(self, items: Iterable[TimelineItem], day: date | None = None) -> list[Entry]:
        """Rows of the story under those of a ``day``; what is pinned stands above it."""
        above = self._keys_above()
        told = (item for item in items if item.key not in above)
        return make_rows(told, field_labels(self._record.entity), self._known, day)

    def older(self, shown: Sequence[Entry], items: Iterable[TimelineItem]) -> list[Entry]:
        """Rows that come below all that are ``shown``."""
        return self.below(items, shown[-1].day if len(shown) > self._above else None)

    def changed(
        self,
        shown: Sequence[Entry],
        items: Sequence[TimelineItem],
        exchange: Exchange,
        moved: Collection[str] = (),
    ) -> Patch:
        """What becomes of the rows ``shown`` now that the ``items`` of the story are others;
        those that are ``moved`` came up or down from above it, which the rows may not show yet."""

        def is_shown(item: TimelineItem) -> bool:
            return item.key not in moved and bool(self.below([item]))

        before, behind = exchange.begin - 1, exchange.end
        while before >= 0 and not is_shown(items[before]):
            before -= 1
        while behind < len(items) and not is_shown(items[behind]):
            behind += 1
        begin, end, day = self._above, len(shown), None
        if before >= 0:
            begin = self._row_of(shown, items[before].place) + 1
            day = shown[begin - 1].day
        if behind < len(items):
            end = self._row_of(shown, items[behind].place)
        rows = self.below(items[before + 1 : behind + 1], day)
        if behind < len(items):
            rows.pop()  # stays; but the heading above it may be another
        return Patch(begin, end, rows)

    def _row_of(self, shown: Sequence[Entry], place: Cursor) -> int:
        """The row of the entry that stands at this place."""
        low, high = self._above, len(shown)
        while low < high:
            middle = (low + high) // 2
            # A heading counts as what is below it.
            entry = shown[middle + (shown[middle].shape is Shape.HEADING)]
            if self._known[entry.key][0].place > place:
                low = middle + 1
            else:
                high = middle
        return low + (shown[low].shape is Shape.HEADING)

    def _keys_above(self) -> frozenset[str]:
        return frozenset(item.key for item in self._pinned)
