"""What of the changes moves recurring clients: so that a deal that somebody edits costs the board
a look at one client, not at all of them.

Pure; called by the board of recurring clients on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crm_desktop.gui.bridge.changes import Changes, RecordChanges

_CLIENT = ("company", "contacts", "pipeline")
_BOUGHT = ("status", "closed_at", "amount_minor", "currency", "deleted_at")
_PLACE = ("archived_at", "deleted_at")
_SHOWN = ("company", "contact", "user")


@dataclass(frozen=True)
class Touched:
    """The ids of deals and of delays that changed; with ``all`` nobody knows which clients are
    concerned, so all of them may be."""

    deals: frozenset[str] = frozenset()
    delays: frozenset[str] = frozenset()
    all: bool = False

    def __bool__(self) -> bool:
        return self.all or bool(self.deals or self.delays)

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.deals | other.deals, self.delays | other.delays, self.all or other.all)


EVERYTHING = Touched(all=True)


def touched_by(changes: Changes) -> Touched:
    """What must be read again after these changes."""
    by_entity = changes.by_entity
    clients = [by_entity[one] for one in ("company", "contact") if one in by_entity]
    deals = by_entity.get("deal", RecordChanges())
    is_unknown = (
        "pipeline" in by_entity
        or any(_has(one, _PLACE) or _has_left(one) for one in clients)
        or _has(deals, _CLIENT)
    )
    if is_unknown:
        return EVERYTHING
    bought = deals.ids if deals.came_or_left or _has(deals, _BOUGHT) else ()
    delays = by_entity.get("next_purchase", RecordChanges()).ids
    return Touched(frozenset(bought), frozenset(delays))


def shows_others(changes: Changes) -> bool:
    """Whether cards may say something else now, wherever they stand."""
    return changes.touch(_SHOWN)


def _has(found: RecordChanges, fields: Collection[str]) -> bool:
    return not found.fields.isdisjoint(fields)


def _has_left(found: RecordChanges) -> bool:
    return found.came_or_left and not found.new
