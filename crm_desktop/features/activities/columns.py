"""What activities add to the lists of people, companies and deals: last touch and next step.

Hosts don't know activities; the feature contributes these to them. On reader threads.
"""

from __future__ import annotations

from crm_desktop.backend.feature import ListPart
from crm_desktop.features.activities.queries import last_touch, next_step, touches
from crm_desktop.features.activities.soonest.queries import soonest_step, steps
from crm_desktop.features.common.grouping import (
    GroupRule,
    month_labels,
    months_of,
    rank_months,
)
from crm_desktop.features.common.listing import SortRule


def added_to(entity: str) -> ListPart:
    """What activities add to the list of ``entity``."""
    touch, step = last_touch(entity), next_step(entity)
    months = GroupRule(touch, rank_months, month_labels, months_of)
    return ListPart(
        entity,
        {
            "last_touch": SortRule(touch, rows=(touches(entity),)),
            "next_step": SortRule(soonest_step(entity), rows=(steps(entity),)),
        },
        {"last_touch": touch, "next_step": step},
        {"last_touch": months},
    )


LISTS = tuple(map(added_to, ("contact", "company")))
"""Columns by entity; whole next steps are read by ``next_steps_of``."""
