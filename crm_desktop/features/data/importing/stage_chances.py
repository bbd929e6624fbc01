"""What a sheet tells of the chances of its stages: HubSpot, Bitrix24 and Pipedrive write one into
every deal, and most of these are the stage's own.

Counted by ``row_workers`` with the rows, put together before the first is written. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.drafts import Record, RowDraft

Told: TypeAlias = Mapping[tuple["StageKey", str], int]
"""How many open deals of a stage have a chance, empty where none is told."""

StageKey: TypeAlias = tuple[str, str]
"""A pipeline and its stage as the file calls them, folded; empty where it doesn't."""


def stage_key(pipeline: str | None, stage: str | None) -> StageKey:
    """The key of a stage by these names."""
    return fold(pipeline or ""), fold(stage or "")


def told_chances(drafts: Iterable[RowDraft]) -> Told:
    """Those of the rows; one deal on several rows, its products, counts once."""
    deals: dict[str | int, Record] = {}
    for draft in drafts:
        if draft.deal is not None and draft.deal["status"] == "open":
            deals.setdefault(draft.deal_source_id or draft.row_number, draft.deal)
    return Counter(
        (stage_key(deal.get("pipeline"), deal.get("stage")), deal.get("chance", ""))
        for deal in deals.values()
    )


def usual_of(told: Iterable[Told]) -> dict[StageKey, int]:
    """The percent that most open deals of a stage have; of several the highest. Nothing of stages
    where most have none: what the others have was set by hand."""
    numbers: defaultdict[StageKey, Counter[str]] = defaultdict(Counter)
    for some in told:
        for (stage, chance), number in some.items():
            numbers[stage][chance] += number
    found = {
        stage: max(chances, key=lambda chance: (chances[chance], int(chance or -1)))
        for stage, chances in numbers.items()
    }
    return {stage: int(chance) for stage, chance in found.items() if chance}
