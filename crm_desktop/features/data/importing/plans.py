"""What a portion of an import is going to do, and what is to be remembered of it.

Filled and written by ``portions``; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crm_desktop.features.data.importing import planning
from crm_desktop.features.data.importing.commands import PossibleDuplicate
from crm_desktop.features.data.importing.memory import Noted, Tied
from crm_desktop.features.data.importing.planned_deals import PlannedDeal, PlannedRow
from crm_desktop.features.data.importing.planning import Planned, Shelf


@dataclass
class Plan:
    """What a portion is going to do."""

    contacts: Shelf = field(default_factory=Shelf)
    companies: Shelf = field(default_factory=Shelf)
    rows: list[PlannedRow] = field(default_factory=list)
    namesakes: list[PossibleDuplicate] = field(default_factory=list)
    deals: list[PlannedDeal] = field(default_factory=list)
    products: list[Planned] = field(default_factory=list)


def noted_of(plan: Plan, *, with_places: bool = True) -> Noted:
    """What becomes of the plan's people and companies; ``with_places``: and who works where."""
    return Noted(
        [(person.id, person.fate) for row in plan.rows for person in row.people],
        [(row.firm.id, row.firm.fate) for row in plan.rows if row.firm],
        [*_names_at_companies(plan)] if with_places else (),
        plan.namesakes,
        [*_tied(plan)],
    )


def _tied(plan: Plan) -> Iterator[Tied]:
    for row in plan.rows:
        whose = row.person or row.firm
        if row.row.ties and whose is not None:
            yield Tied(
                "contact" if row.person else "company", whose.id, row.row.number, row.row.ties
            )


def _names_at_companies(plan: Plan) -> Iterator[tuple[str, str]]:
    """(shown name, company id) of the people, at each of their companies."""
    for row in plan.rows:
        for person in row.people:
            if key := planning.namesake_key(person):
                yield from ((key[0], link["company"]) for link in person.values["companies"])
