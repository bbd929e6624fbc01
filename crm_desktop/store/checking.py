"""Whether a workspace is whole: the database itself, the journal, the search index and its words.

Called by ``crm-desktop check`` and before a backup is believed; reads only, may take minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.i18n import Message, msg
from crm_desktop.store import contents, search_words
from crm_desktop.store.metadata import journal
from crm_desktop.store.records import RecordType, Registry
from crm_desktop.store.search_index import NAMES

_SHOWN = 20
_AT_ONCE = 5_000


def engine_version(connection: Connection) -> tuple[str, str]:
    """The engine (``sqlite``, ``postgresql``) and its version."""
    if connection.dialect.name == "postgresql":
        return "postgresql", str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    return "sqlite", str(connection.exec_driver_sql("SELECT sqlite_version()").scalar_one())


def counts(connection: Connection, registry: Registry) -> dict[str, int]:
    """How many records of each kind there are, archive and bin included."""
    return {
        record.entity: connection.execute(
            sa.select(sa.func.count()).select_from(record.table)
        ).scalar_one()
        for record in registry
    }


def find_problems(connection: Connection, registry: Registry) -> Iterator[Message]:
    """What is not as it should be, in words; nothing if the workspace is whole."""
    if connection.dialect.name != "postgresql":
        yield from _sqlite_problems(connection)
    yield from contents.find_problems(connection)
    for record in registry:
        yield from _journal_problems(connection, record)
        if "deleted_at" in record.columns and record.document is not RecordType.document:
            yield from _index_problems(connection, record)
            if record.index is NAMES and connection.dialect.name != "postgresql":
                yield from _word_problems(connection, record)


def _sqlite_problems(connection: Connection) -> Iterator[Message]:
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})"):
        if line != "ok":
            yield msg("The database file is damaged: {detail}.", detail=line)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, rid, target, _constraint in broken[:_SHOWN]:
        yield msg(
            "Row {rid} of {table} points at something in {target} that isn’t there.",
            rid=rid,
            table=table,
            target=target,
        )


def _journal_problems(connection: Connection, record: RecordType) -> Iterator[Message]:
    """Each record's version is that of its newest journal entry."""
    newest = (
        sa.select(journal.c.record_id, sa.func.max(journal.c.version).label("version"))
        .where(record.is_named_in(journal.c.entity))
        .group_by(journal.c.record_id)
        .subquery()
    )
    table = record.table
    differing = connection.execute(
        sa.select(table.c.id)
        .outerjoin(newest, newest.c.record_id == table.c.id)
        .where(sa.or_(newest.c.version.is_(None), newest.c.version != table.c.version))
        .limit(_SHOWN)
    )
    for (key,) in differing:
        yield msg(
            "The journal doesn’t know the last change of {entity} {id}.",
            entity=record.entity,
            id=key,
        )


def _index_problems(connection: Connection, record: RecordType) -> Iterator[Message]:
    """Each record outside the bin has a search document, and nothing else has."""
    table, document = record.table, record.index.documents
    named = record.is_named_in(document.c.entity)
    same = sa.and_(named, document.c.record_rid == table.c.rid)
    missing = connection.execute(
        sa.select(sa.func.count())
        .select_from(table.outerjoin(document, same))
        .where(table.c.deleted_at.is_(None), document.c.doc_id.is_(None))
    ).scalar_one()
    if missing:
        yield _not_found(record, missing)
    surplus = connection.execute(
        sa.select(sa.func.count())
        .select_from(document.outerjoin(table, same))
        .where(
            named,
            sa.or_(table.c.rid.is_(None), table.c.deleted_at.is_not(None)),
        )
    ).scalar_one()
    if surplus:
        yield msg(
            "Search finds {count} records of {entity} that aren’t there.",
            count=surplus,
            entity=record.entity,
        )


def _word_problems(connection: Connection, record: RecordType) -> Iterator[Message]:
    """The words of each search document are known."""
    document = record.index.documents
    texts = sa.select(document.c.text).where(record.is_named_in(document.c.entity))
    driver: Any = connection.connection.driver_connection
    found = connection.execute(texts).scalars()
    if hidden := sum(search_words.unknown(driver, part) for part in found.partitions(_AT_ONCE)):
        yield _not_found(record, hidden)


def _not_found(record: RecordType, count: int) -> Message:
    return msg(
        "Search doesn’t find {count} records of {entity}.", count=count, entity=record.entity
    )
