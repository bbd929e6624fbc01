"""Relations between people: each is kept with both of them, in the words of either side.

So a card, a list, a filter, the history and the export tell it of whom they are asked about, and
undo takes it from both. Called by the handlers of people, on the writer's thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.store.loading import load_by_id

INVERSE: Mapping[str, str] = {
    "assistant_of": "has_assistant",
    "has_assistant": "assistant_of",
    "manager_of": "managed_by",
    "managed_by": "manager_of",
    "recommended_by": "recommends",
    "recommends": "recommended_by",
    "spouse": "spouse",
    "relative": "relative",
    "colleague": "colleague",
    "other": "other",
}
"""By what one person is to another: what the other is to the one."""

Tie = Mapping[str, Any]


def tell_others(work: Work, contact_id: str, before: Sequence[Tie], now: Sequence[Tie]) -> None:
    """Keep with the others what came or went in the relations of this person."""
    wanted: dict[str, tuple[list[str], list[str]]] = {}
    for tie in now:
        if tie not in before:
            wanted.setdefault(tie["contact"], ([], []))[0].append(INVERSE[tie["kind"]])
    for tie in before:
        if tie not in now:
            wanted.setdefault(tie["contact"], ([], []))[1].append(INVERSE[tie["kind"]])
    others = load_by_id(work.connection, work.registry["contact"], sorted(wanted), lock=True)
    changes = []
    for key, other in others.items():
        came, went = wanted[key]
        ties = [
            tie
            for tie in other.state["relations"]
            if tie["contact"] != contact_id or tie["kind"] not in went
        ]
        there = {tie["kind"] for tie in ties if tie["contact"] == contact_id}
        ties += [{"kind": kind, "contact": contact_id} for kind in came if kind not in there]
        changes.append((other, {"relations": ties}))
    work.unit.update_many("contact", changes)
