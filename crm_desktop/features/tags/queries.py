"""Reads of tags."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.tags.tables import tag


def known_ids(reader: HasConnection, names: Collection[str]) -> dict[str, str]:
    """Ids of the tags with these names, in any case; unknown names are left out."""
    wanted = {name: fold(name) or name for name in names}
    rows = reader.connection.execute(
        sa.select(tag.c.folded, tag.c.id).where(tag.c.folded.in_(sorted(set(wanted.values()))))
    )
    known = {row.folded: str(row.id) for row in rows}
    return {name: known[folded] for name, folded in wanted.items() if folded in known}


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


def find_tags(reader: Reader, text: str, limit: int) -> list[TagRow]:
    """Tags whose name holds ``text``, in any case; those first that begin so."""
    sought = fold(text)
    begins = tag.c.folded.startswith(sought, autoescape=True)
    rows = reader.connection.execute(
        sa.select(tag.c.rid, tag.c.id, tag.c.name, tag.c.colour)
        .where(tag.c.folded.contains(sought, autoescape=True))
        .order_by(begins.desc(), tag.c.folded)
        .limit(limit)
    )
    return [TagRow(rid, str(key), name, colour) for rid, key, name, colour in rows]


def tags_begun(reader: Reader, words: Collection[str]) -> dict[str, set[int]]:
    """Which tags have a word that begins with one of these folded ``words``, by that word; those
    that begin none are left out."""
    begun: dict[str, set[int]] = {}
    for rid, name in reader.connection.execute(_NAMES) if words else ():
        for word in words:
            if f" {word}" in f" {name}":
                begun.setdefault(word, set()).add(rid)
    return begun


# Tags are few: to compare their names here is faster than to build a condition for each word.
_NAMES = sa.select(tag.c.rid, tag.c.folded)


def rank_tags(reader: Reader, rids: Collection[int]) -> list[int]:
    """These tags by name."""
    wanted = frozenset(rids)
    everything = sa.select(tag.c.rid).order_by(tag.c.folded, tag.c.rid)
    return [rid for rid in reader.connection.execute(everything).scalars() if rid in wanted]


def tag_names(reader: Reader, rids: Collection[int]) -> dict[int, str]:
    """The names of these tags by internal key."""
    return {rid: row.name for rid, row in all_tags(reader).items() if rid in rids}
