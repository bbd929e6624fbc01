"""Reads of tags."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.tags.tables import tag


@dataclass(frozen=True)
class TagRow:
    """A tag; ``colour`` is an index into the palette."""

    rid: int
    id: str
    name: str
    colour: int


def all_tags(reader: Reader) -> dict[int, TagRow]:
    """Every tag, by internal key."""
    rows = reader.connection.execute(sa.select(tag.c.rid, tag.c.id, tag.c.name, tag.c.colour))
    return {rid: TagRow(rid, str(key), name, colour) for rid, key, name, colour in rows}
