"""What was read of a record's timeline so far: portions of it, and what changed meanwhile.

Pure; kept by the timeline part on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import TimelineItem


class Story:
    """``items`` from the newest to the oldest that was read; ``is_all``: there are no older
    ones, or nothing was asked yet."""

    def __init__(self) -> None:
        self.planned: tuple[ActivityRow, ...] = ()
        self.items: list[TimelineItem] = []
        self.is_all = True

    def take_newest(self, found: Sequence[TimelineItem], *, is_all: bool) -> None:
        """The newest part anew; older ones that were read before stay below it."""
        older: list[TimelineItem] = []
        if not is_all and found:
            older = self.items[self._place(found[-1]) :]
            older = older[1:] if older and older[0].key == found[-1].key else older
        came = {item.key for item in found}
        self.is_all = is_all or (self.is_all and bool(older))
        self.items = [*found, *(item for item in older if item.key not in came)]

    def take_older(self, found: Sequence[TimelineItem], *, is_all: bool) -> list[TimelineItem]:
        """The next portion; gives what is new in it."""
        there = {item.key for item in self.items}
        fresh = [item for item in found if item.key not in there]
        self.items += fresh
        self.is_all = is_all
        return fresh

    def take_changed(self, ids: Collection[str], found: Sequence[TimelineItem]) -> bool:
        """``found`` is all that the story tells now of the records with these ids. Gives whether
        anything is left of what was read."""
        last = self.items[-1] if self.items else None
        came = {item.key for item in found}
        kept = (i for i in self.items if i.key not in came and i.tells_of not in ids)
        self.items = list(kept)
        for item in found:
            if self.is_all or (last is not None and item.place >= last.place):
                self.items.insert(self._place(item), item)
        return bool(self.items) or self.is_all

    def _place(self, item: TimelineItem) -> int:
        """Before how many of the items, newest first, this one does not come."""
        low, high = 0, len(self.items)
        while low < high:
            middle = (low + high) // 2
            if self.items[middle].place > item.place:
                low = middle + 1
            else:
                high = middle
        return low
