"""Records found by their tags, alone or together with words of their names.

Search documents don't hold tags: a tag put on a hundred thousand people must not write their
documents anew. So the few tags that a word begins are looked up by name, and then who has them.
Called by the search, on reader threads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.search_terms import beginning
from crm_desktop.features.common.listing import RIDS
from crm_desktop.features.tags.queries import tags_begun
from crm_desktop.store import search_index
from crm_desktop.store.search_index import Found

# The most recent with the other words, or the newest with the tags: more are not looked through.
_CANDIDATES = 2_000

Meant = Mapping[str, Collection[int]]
"""The tags, by internal key, that a word may mean."""


def find_tagged(
    reader: Reader, spelled: Sequence[Sequence[str]], kinds: Collection[str]
) -> list[Found]:
    """Records of these kinds in which each word of any of ``spelled`` begins a word of the
    document or of a tag, and one at least a tag; most recently touched first."""
    meant = tags_begun(reader, {word for words in spelled for word in words})
    found: dict[int, Found] = {}
    for words in spelled if meant else ():
        if not meant.keys().isdisjoint(words):
            found.update(
                (document.doc_id, document) for document in _of(reader, words, meant, kinds)
            )
    return [found[key] for key in sorted(found, reverse=True)]


def _of(
    reader: Reader, words: Sequence[str], meant: Meant, kinds: Collection[str]
) -> Iterable[Found]:
    tags = {tag for word in words for tag in meant.get(word, ())}
    rest = [beginning(word) for word in words if word not in meant]
    candidates = (
        search_index.find(reader.connection, [rest], limit=_CANDIDATES, entities=kinds)
        if rest
        else _newest(reader, tags, kinds)
    )
    for kind in kinds:
        own = [document for document in candidates if document.entity == kind]
        having = _having(reader, kind, tags, [document.rid for document in own])
        for document in own:
            there = having.get(document.rid)
            if there and all(
                not there.isdisjoint(meant.get(word, ())) or beginning(word) in document.text
                for word in words
            ):
                yield document


def _newest(reader: Reader, tags: Collection[int], kinds: Collection[str]) -> list[Found]:
    """The documents of the newest records with any of the tags."""
    found: list[Found] = []
    for kind in kinds:
        links, owner = _links(reader, kind)
        newest = sa.select(owner).distinct().where(links.c.tag_rid.in_(tags))
        newest = newest.order_by(owner.desc()).limit(_CANDIDATES)
        rids = reader.connection.execute(newest).scalars().all()
        found += search_index.documents_of(reader.connection, kind, rids)
    return found


def _having(
    reader: Reader, kind: str, tags: Collection[int], rids: Sequence[int]
) -> Mapping[int, set[int]]:
    """Which of ``tags`` the records have, by internal key."""
    having: dict[int, set[int]] = defaultdict(set)
    if rids:
        links, owner = _links(reader, kind)
        statement = sa.select(owner, links.c.tag_rid).where(owner.in_(RIDS))
        statement = statement.where(links.c.tag_rid.in_(tags))
        for rid, tag in reader.connection.execute(statement, {"rids": rids}):
            having[rid].add(tag)
    return having


def _links(reader: Reader, kind: str) -> tuple[sa.Table, sa.Column[int]]:
    """The table that links records of the kind with their tags, and its column of the records."""
    record = reader.registry[kind]
    table = record.table_of("tags")
    return table, table.c[record.owner]
