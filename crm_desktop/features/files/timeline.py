"""What files add to the timelines of records; ``catalog.timeline`` collects it."""

from __future__ import annotations

from crm_desktop.features.common.timeline import TimelineSource
from crm_desktop.features.files.queries import KIND, find_in_timeline

TIMELINE = (TimelineSource(frozenset({KIND}), find_in_timeline),)
