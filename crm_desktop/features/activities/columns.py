"""What activities add to the lists of people and companies: last touch and next step.

Hosts don't know activities; who puts the lists together contributes these to them. On reader
threads.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.features.activities.queries import (
    last_touch,
    last_touch_of,
    next_step,
    next_steps_of,
)
from crm_desktop.features.activities.tables import LINKS
from crm_desktop.features.common.columns import Value
from crm_desktop.features.common.listing import SortRule

__all__ = ["MORE", "SORTS", "last_touch_of", "next_steps_of"]

SORTS: Mapping[str, Mapping[str, SortRule]] = {
    entity: {
        "last_touch": SortRule(last_touch(entity)),
        "next_step": SortRule(next_step(entity)),
    }
    for entity in LINKS
}
"""Orders by entity and name."""

MORE: Mapping[str, Mapping[str, Value]] = {
    entity: {"last_touch": last_touch(entity)} for entity in LINKS
}
"""Plain columns by entity and name, as those of the hosts; whole next steps are read by
``next_steps_of``."""
