"""Reads of tags."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.tags.tables import tag


@dataclass(frozen=True)
class TagRow:
    """A tag; ``colour`` is an index into the palette."""

    id: str
    name: str
    colour: int


def all_tags(reader: Reader) -> dict[str, TagRow]:
    """Every tag, by id."""
    rows = reader.connection.execute(sa.select(tag.c.id, tag.c.name, tag.c.colour))
    return {str(key): TagRow(str(key), name, colour) for key, name, colour in rows}
