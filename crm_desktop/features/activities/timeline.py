"""What activities add to the timelines of records; ``catalog.TIMELINE`` collects it."""

from __future__ import annotations

from crm_desktop.features.activities.queries import find_done
from crm_desktop.features.activities.rules import KINDS
from crm_desktop.features.common.timeline import TimelineSource

TIMELINE = (TimelineSource(frozenset(KINDS), find_done),)
