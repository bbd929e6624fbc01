"""The words of demo activities: what ``doings_ru``, ``_en`` and ``_pl`` fill. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doings:
    """Titles of tasks, calls, meetings and visits, what was noted, and what came of it."""

    tasks: tuple[str, ...]
    calls: tuple[str, ...]
    meetings: tuple[str, ...]
    visits: tuple[str, ...]
    notes: tuple[str, ...]
    results: tuple[str, ...]
    for_colleague: str
    """What a note says behind the name of a colleague whom it mentions."""
