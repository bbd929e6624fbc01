"""What deals add to the timelines of their clients; ``catalog.timeline`` collects it."""

from __future__ import annotations

from crm_desktop.features.common.timeline import TimelineSource
from crm_desktop.features.deals.story.queries import KIND, find_steps

TIMELINE = (TimelineSource(frozenset({KIND}), find_steps),)
