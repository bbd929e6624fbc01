"""What a search gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchHit:
    """A record found. ``kind`` is its entity; ``match`` the value in which the search stands, as
    people write it, or empty when that is the title itself. ``host`` is (entity, id) of what an
    activity hangs on, whose names are its ``subtitle``."""

    kind: str
    id: str
    title: str
    subtitle: str
    match: str
    archived: bool = False
    blacklisted: bool = False
    host: tuple[str, str] | None = None
