"""What becomes of a change made on an older version: fields merge, lists merge by element.

Pure decisions; the rule is architecture.md, 'The way of a datum', points 3 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.errors import FieldConflict
from crm_desktop.store.records import Belonging, RecordType, State


def merge_changes(
    record: RecordType,
    record_id: str,
    current: State,
    mine: Mapping[str, Any],
    bases: Mapping[str, Any],
) -> tuple[dict[str, Any], list[FieldConflict]]:
    """My changes upon what others saved meanwhile, and the fields where both can't hold.

    ``bases`` holds the value that each field had when I read it, for fields changed since.
    """
    merged: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    for name, wanted in mine.items():
        # Changed and changed back by others is as if nothing had been.
        if name not in bases or current[name] in (wanted, bases[name]):
            merged[name] = wanted
            continue
        belonging = record.belonging(name)
        joined = merge_items(belonging, bases[name], wanted, current[name]) if belonging else None
        if joined is None:
            conflicts.append(
                FieldConflict(record.entity, record_id, name, bases[name], wanted, current[name])
            )
        else:
            merged[name] = joined
    return merged, conflicts


def merge_items(
    belonging: Belonging, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]
) -> list[Any] | None:
    """``theirs`` with what I added, changed and removed since ``base``; ``None`` if the same
    element was changed in two ways, or if some are alike."""
    was, want, now = (
        {belonging.identify(item): item for item in items} for items in (base, mine, theirs)
    )
    if len(was) + len(want) + len(now) < len(base) + len(mine) + len(theirs):
        return None  # alike elements can't be told apart, and none may get lost
    joined = dict(now)
    for key in {**was, **want}:
        before, wanted, present = was.get(key), want.get(key), now.get(key)
        if wanted in (before, present):
            continue
        if present != before:
            return None
        if wanted is None:
            joined.pop(key, None)
        else:
            joined[key] = wanted
    return _one_primary(list(joined.values()), preferred=want)


def _one_primary(items: list[Any], preferred: Mapping[Any, Any]) -> list[Any]:
    """Two people may each have marked a primary; the later word (mine) stays."""
    marked = [item for item in items if isinstance(item, dict) and item.get("primary")]
    if len(marked) <= 1:
        return items
    chosen = next((item for item in marked if item in preferred.values()), marked[0])
    return [
        {**item, "primary": item is chosen}
        if isinstance(item, dict) and "primary" in item
        else item
        for item in items
    ]
