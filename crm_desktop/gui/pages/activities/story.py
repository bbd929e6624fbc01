"""What was read of a record's timeline so far: portions of it, and what changed meanwhile.

Pure; kept by the timeline part on the GUI thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.common.timeline import Cursor, TimelineItem


class Exchange(NamedTuple):
    """Which of a story's items, from ``begin`` to before ``end``, took the place of others, and
    the ``keys`` of those that came, went or changed."""

    begin: int
    end: int
    keys: frozenset[str]


class Story:
    """``items`` from the newest to the oldest that was read; ``is_all``: there are no older
    ones, or nothing was asked yet; ``is_newest``: nor newer ones. A change costs what it changes,
    however long the story is."""

    def __init__(self) -> None:
        self.planned: tuple[ActivityRow, ...] = ()
        self.items: list[TimelineItem] = []
        self.is_all = True
        self.is_newest = True
        self._by_key: dict[str, TimelineItem] = {}
        self._telling: dict[str, set[str]] = defaultdict(set)

    def take_slice(
        self, below: Cursor | None, found: Sequence[TimelineItem], *, is_all: bool
    ) -> Exchange:
        """The part ``below`` a place anew, or the newest; older ones that were read before stay
        below it."""
        begin = len(self.items) - self.number_below(below)
        end = len(self.items)
        if found and not is_all:
            end = self._above(found[-1].place, and_at=True)
        self.is_all = is_all or (self.is_all and end < len(self.items))
        came = {item.key: item for item in found}
        before = {item.key: item for item in self.items[begin:end]}
        moved = {key: self._by_key[key] for key in came.keys() - before if key in self._by_key}
        places = [self._place(item) for item in moved.values()]
        first, last = min([begin, *places]), max([end, *(place + 1 for place in places)])
        above = [item for item in self.items[first:begin] if item.key not in moved]
        kept = [item for item in self.items[end:last] if item.key not in moved]
        before |= moved
        self._forget(before)
        self._learn(found)
        self.items[first:last] = [*above, *found, *kept]
        same = {key for key, item in before.items() if came.get(key) == item}
        keys = (before.keys() | came.keys()) - same
        return Exchange(first, first + len(above) + len(found) + len(kept), frozenset(keys))

    def take_older(self, found: Sequence[TimelineItem], *, is_all: bool) -> list[TimelineItem]:
        """The next portion; gives what is new in it."""
        fresh = [item for item in found if item.key not in self._by_key]
        self.items += fresh
        self._learn(fresh)
        self.is_all = is_all
        return fresh

    def take_oldest(self, found: Sequence[TimelineItem], *, is_newest: bool) -> None:
        """The portion at the other end, in the place of all that was read."""
        self._by_key.clear()
        self._telling.clear()
        self.items = list(found)
        self._learn(found)
        self.is_all, self.is_newest = True, is_newest

    def take_newer(self, found: Sequence[TimelineItem], *, is_newest: bool) -> None:
        """The portion above the first."""
        fresh = [item for item in found if item.key not in self._by_key]
        self.items[:0] = fresh
        self._learn(fresh)
        self.is_newest = is_newest

    def take_changed(self, ids: Collection[str], found: Sequence[TimelineItem]) -> Exchange:
        """``found`` is all that the story tells now of the records with these ids."""
        came = {item.key for item in found if item.key in self._by_key}
        gone = came.union(*(self._telling.get(one, ()) for one in ids))
        last = self.items[-1].place if self.items else None
        fresh = [i for i in found if self.is_all or (last is not None and i.place >= last)]
        if not self.is_newest:
            fresh = [i for i in fresh if self.items and i.place <= self.items[0].place]
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

    def around(self, keys: Collection[str]) -> list[Exchange]:
        """Where the entries with these ``keys`` stand, one by one, as if they had changed."""
        there = [self._place(self._by_key[key]) for key in keys if key in self._by_key]
        return [Exchange(place, place + 1, frozenset(keys)) for place in sorted(there)]

    def below(self, item: TimelineItem | None, number: int) -> Exchange:
        """Up to so many entries below the place of ``item``, or the newest, as if they had
        changed."""
        begin = 0 if item is None else self._place(item)
        if item is not None and begin < len(self.items) and self.items[begin].key == item.key:
            begin += 1
        part = self.items[begin : begin + number]
        return Exchange(begin, begin + len(part), frozenset(one.key for one in part))

    def number_below(self, place: Cursor | None) -> int:
        """How many entries stand below the place, or there are."""
        return len(self.items) - (self._above(place, and_at=True) if place else 0)

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
        return self._above(item.place)

    def _above(self, place: Cursor, *, and_at: bool = False) -> int:
        """How many of the items, newest first, stand above the place, or (``and_at``) at it."""
        low, high = 0, len(self.items)
        while low < high:
            middle = (low + high) // 2
            here = self.items[middle].place
            if here > place or (and_at and here == place):
                low = middle + 1
            else:
                high = middle
        return low
