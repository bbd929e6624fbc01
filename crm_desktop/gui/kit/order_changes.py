"""What became of a list's order: which lines left, which came, told in few steps.

Pure numbers. Called on a reader thread, because an order may hold a million keys; the model
applies the result on the GUI thread.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from crm_desktop.core.late_dataclass import dataclass

Span = tuple[int, int]

# Finding the fewest steps costs memory and time for each key between the first and the last
# difference; views, too, need a moment for each step. Beyond these all is told as one step.
_MOST_COMPARED = 20_000
_MOST_SPANS = 100


@dataclass(frozen=True)
class OrderChange:
    """From one order to another.

    ``removed`` are spans (first, last) of the old order, ``inserted`` spans of the new one, both
    ascending. ``wholesale`` means that there are too many to tell one by one. ``moved``: how many
    records come, leave or stand elsewhere; 0 where that is not known.
    """

    order: array[int]
    removed: tuple[Span, ...] = ()
    inserted: tuple[Span, ...] = ()
    wholesale: bool = False
    moved: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether both orders are the same."""
        return not (self.removed or self.inserted or self.wholesale)


def plan_change(old: array[int], new: array[int]) -> OrderChange:
    """The steps that make ``new`` of ``old``; each key stands once in each order."""
    start = _common_start(old, new)
    end = _common_end(old, new, start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if not before and not after:
        return OrderChange(new)
    if not before:
        return OrderChange(new, inserted=((start, start + len(after) - 1),), moved=len(after))
    if not after:
        return OrderChange(new, removed=((start, start + len(before) - 1),), moved=len(before))
    if max(len(before), len(after)) > _MOST_COMPARED:
        return OrderChange(new, wholesale=True)
    staying = _staying(before, after)
    removed = _spans(start + i for i, key in enumerate(before) if key not in staying)
    inserted = _spans(start + i for i, key in enumerate(after) if key not in staying)
    if len(removed) + len(inserted) > _MOST_SPANS:
        return OrderChange(new, wholesale=True)
    moved = len({*before, *after} - staying)
    return OrderChange(new, removed, inserted, moved=moved)


def _common_start(old: array[int], new: array[int]) -> int:
    """How many keys both orders begin with: halving, as whole slices compare fast."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: array[int], new: array[int], start: int) -> int:
    """How many keys both orders end with, those of the common start not counted again."""
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _staying(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The most keys that need not move: a longest increasing subsequence (Fredman, 1975)."""
    places = {key: place for place, key in enumerate(before)}
    ends: list[int] = []  # ends[n]: the lowest place at which n + 1 staying keys can end
    holders: list[int] = []
    previous: dict[int, int | None] = {}
    for key in after:
        place = places.get(key)
        if place is None:
            continue
        length = bisect_left(ends, place)
        previous[key] = holders[length - 1] if length else None
        ends[length : length + 1] = [place]
        holders[length : length + 1] = [key]
    staying: set[int] = set()
    last = holders[-1] if holders else None
    while last is not None:
        staying.add(last)
        last = previous[last]
    return staying


def _spans(positions: Iterable[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for position in positions:
        if spans and spans[-1][1] == position - 1:
            spans[-1] = (spans[-1][0], position)
        else:
            spans.append((position, position))
    return tuple(spans)
