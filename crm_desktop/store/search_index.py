"""The search index: one normalised document per record under a trigram index.

FTS5 with external content on SQLite, GIN with ``gin_trgm_ops`` on PostgreSQL; both answer
'which documents hold this piece of text', newest touched first, because a touched document is
written anew under a higher number (quality.md, 'Search'). Called inside transactions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.bulk import insert_rows
from crm_desktop.store.metadata import search_document

_IDS: sa.BindParameter[int] = sa.bindparam("rids", expanding=True)
_OLD = sa.select(search_document.c.doc_id, search_document.c.text).where(
    search_document.c.entity == sa.bindparam("entity"), search_document.c.record_rid.in_(_IDS)
)
_DELETE = sa.delete(search_document).where(
    search_document.c.entity == sa.bindparam("entity"), search_document.c.record_rid.in_(_IDS)
)


@dataclass(frozen=True)
class Found:
    """A document that holds all patterns; a higher ``doc_id`` was touched later."""

    doc_id: int
    entity: str
    rid: int
    text: str


def write_documents(
    connection: Connection, entity: str, texts: Sequence[tuple[int, str]], *, fresh: bool
) -> None:
    """Write the documents ``(rid, text)`` anew; ``fresh``: their records had none before."""
    if not texts:
        return
    if not fresh:
        remove_documents(connection, entity, [rid for rid, _text in texts])
    if connection.dialect.name == "postgresql":
        rows = [(entity, rid, text) for rid, text in texts]
        insert_rows(connection, search_document, ("entity", "record_rid", "text"), rows)
        return
    top = connection.exec_driver_sql("SELECT max(doc_id) FROM search_document").scalar() or 0
    numbered = [(top + n, entity, rid, text) for n, (rid, text) in enumerate(texts, 1)]
    insert_rows(connection, search_document, ("doc_id", "entity", "record_rid", "text"), numbered)
    connection.exec_driver_sql(
        "INSERT INTO search_index(rowid, text) VALUES (?, ?)", [(n[0], n[3]) for n in numbered]
    )


def texts_of(connection: Connection, entity: str, rids: Collection[int]) -> dict[int, str]:
    """The documents of the records, by internal key."""
    table = search_document.c
    statement = sa.select(table.record_rid, table.text).where(
        table.entity == entity, table.record_rid.in_(rids)
    )
    return {row.record_rid: row.text for row in connection.execute(statement)}


def remove_documents(connection: Connection, entity: str, rids: Collection[int]) -> None:
    """Take the records' documents out of the index."""
    values = {"entity": entity, "rids": list(rids)}
    if connection.dialect.name != "postgresql":
        old = connection.execute(_OLD, values).all()
        if not old:
            return
        # External content: FTS5 has to be told the text that it forgets.
        connection.exec_driver_sql(
            "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', ?, ?)",
            [tuple(row) for row in old],
        )
    connection.execute(_DELETE, values)


def find(
    connection: Connection,
    patterns: Iterable[str],
    *,
    limit: int,
    entities: Collection[str] = (),
    any_of: bool = False,
) -> list[Found]:
    """The ``limit`` most recently touched documents that hold all ``patterns`` (or any).

    A pattern has at least three characters and means itself, spaces included.
    """
    wanted = list(patterns)
    if not wanted or any(len(pattern) < 3 for pattern in wanted):
        raise ValueError("a search pattern needs three characters")
    kinds = list(entities)
    if connection.dialect.name == "postgresql":
        return _find_postgresql(connection, wanted, limit, kinds, any_of=any_of)
    return _find_sqlite(connection, wanted, limit, kinds, any_of=any_of)


def _find_sqlite(
    connection: Connection, patterns: list[str], limit: int, kinds: list[str], *, any_of: bool
) -> list[Found]:
    joined = (" OR " if any_of else " AND ").join(
        '"' + pattern.replace('"', '""') + '"' for pattern in patterns
    )
    kinds_sql = f" AND d.entity IN ({', '.join('?' * len(kinds))})" if kinds else ""
    rows = connection.exec_driver_sql(
        "SELECT d.doc_id, d.entity, d.record_rid, d.text FROM search_index i "
        "CROSS JOIN search_document d ON d.doc_id = i.rowid "
        f"WHERE i.search_index MATCH ?{kinds_sql} ORDER BY i.rowid DESC LIMIT ?",
        (joined, *kinds, limit),
    )
    return [Found(*row) for row in rows]


def _find_postgresql(
    connection: Connection, patterns: list[str], limit: int, kinds: list[str], *, any_of: bool
) -> list[Found]:
    likes = [search_document.c.text.like(f"%{_escape(p)}%", escape="\\") for p in patterns]
    statement = (
        sa.select(
            search_document.c.doc_id,
            search_document.c.entity,
            search_document.c.record_rid,
            search_document.c.text,
        )
        .where(sa.or_(*likes) if any_of else sa.and_(*likes))
        .order_by(search_document.c.doc_id.desc())
        .limit(limit)
    )
    if kinds:
        statement = statement.where(search_document.c.entity.in_(kinds))
    return [Found(*row) for row in connection.execute(statement)]


def _escape(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
