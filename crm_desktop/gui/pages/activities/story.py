"""What was read of a record's timeline so far: portions of it, and what changed meanwhile.

Pure; kept by the timeline part on the GUI thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import TimelineItem


class Exchange(NamedTuple):
    """Which of a story's items, from ``begin`` to before ``end``, took the place of others, and
    the ``keys`` of those that came, went or changed."""

    begin: int
    end: int
    keys: frozenset[str]


class Story:
    """``items`` from the newest to the oldest that was read; ``is_all``: there are no older
    ones, or nothing was asked yet. A change costs what it changes, however long the story is."""

    def __init__(self) -> None:
        self.planned: tuple[ActivityRow, ...] = ()
        self.items: list[TimelineItem] = []
        self.is_all = True
        self._by_key: dict[str, TimelineItem] = {}
        self._telling: dict[str, set[str]] = defaultdict(set)

    def take_newest(self, found: Sequence[TimelineItem], *, is_all: bool) -> None:
        """The newest part anew; older ones that were read before stay below it."""
        older: list[TimelineItem] = []
        if not is_all and found:
            older = self.items[self._place(found[-1]) :]
            older = older[1:] if older and older[0].key == found[-1].key else older
        came = {item.key for item in found}
        self.is_all = is_all or (self.is_all and bool(older))
        self.items = [*found, *(item for item in older if item.key not in came)]
        self._by_key.clear()
        self._telling.clear()
        self._learn(self.items)

    def take_older(self, found: Sequence[TimelineItem], *, is_all: bool) -> list[TimelineItem]:
        """The next portion; gives what is new in it."""
        fresh = [item for item in found if item.key not in self._by_key]
        self.items += fresh
        self._learn(fresh)
        self.is_all = is_all
        return fresh

    def take_changed(self, ids: Collection[str], found: Sequence[TimelineItem]) -> Exchange:
        """``found`` is all that the story tells now of the records with these ids."""
        came = {item.key for item in found if item.key in self._by_key}
        gone = came.union(*(self._telling.get(one, ()) for one in ids))
        last = self.items[-1].place if self.items else None
        fresh = [i for i in found if self.is_all or (last is not None and i.place >= last)]
        old = [self._place(self._by_key[key]) for key in gone]
        ends = [*old, *(place + 1 for place in old), *map(self._place, fresh)]
        if not ends:
            return Exchange(0, 0, frozenset())
        begin, end = min(ends), max(ends)
        kept = [item for item in self.items[begin:end] if item.key not in gone]
        self._forget(gone)
        self._learn(fresh)
        changed = sorted(kept + fresh, key=lambda item: item.place, reverse=True)
        self.items[begin:end] = changed
        keys = gone.union(item.key for item in fresh)
        return Exchange(begin, begin + len(changed), frozenset(keys))

    def _learn(self, items: Iterable[TimelineItem]) -> None:
        for item in items:
            self._by_key[item.key] = item
            if told := item.tells_of:
                self._telling[told].add(item.key)

    def _forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            told = self._by_key.pop(key).tells_of
            self._telling[told].discard(key)

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
