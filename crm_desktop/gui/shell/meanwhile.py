"""Who changed a record since a person read it, for the words of the conflict dialog.

``read_meanwhile`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.timeline.queries import Told, find_since


@dataclass(frozen=True)
class Author:
    """Who changed something last, and when."""

    name: str
    id: str
    moment: datetime | None = None


@dataclass(frozen=True)
class Meanwhile:
    """The person, who touched the clashing fields last, and by field who changed others since;
    no name for the person."""

    me: Author
    they: Author
    others: tuple[tuple[str, str], ...]


def read_meanwhile(
    reader: Reader, record_id: str, base_version: int, fields: Collection[str]
) -> Meanwhile:
    """What happened to the record after ``base_version``; ``fields`` are those that clash."""
    told = find_since(reader, record_id, base_version)
    me = Author(reader.actor.name, reader.actor.id)
    others: dict[str, str] = {}
    for one in told:
        author = "" if one.actor_id == me.id else one.actor or _("Somebody")
        for name in one.fields:
            if name not in fields:
                others.setdefault(name, author)
    return Meanwhile(me, _last(told, fields), tuple(others.items()))


def _last(told: Sequence[Told], fields: Collection[str]) -> Author:
    for one in told:
        if any(name in fields for name in one.fields):
            return Author(one.actor or _("Somebody"), one.actor_id, one.moment)
    return Author(_("Somebody"), "")
