"""The journal: who changed what and when. Audit trail, live feed, undo history in one table.

``fields`` is ``{field: [old, new]}`` for a change, empty for an insert (the values at birth are
the present ones with later changes taken back), the whole record for a deletion. Called inside
transactions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import HybridClock
from crm_desktop.store import operations
from crm_desktop.store.bulk import Statement, copy_lines, execute, insert_rows, statements
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.metadata import NUMBERED, journal, operation
from crm_desktop.store.records import RecordType
from crm_desktop.store.types import KeyText

INSERT, UPDATE, DELETE = "insert", "update", "delete"
# Sent in the transaction, told after its commit; carries no data (architecture.md, point 5).
CHANNEL = "crm_journal"

_clock = HybridClock()
_to_json = json.JSONEncoder(ensure_ascii=False).encode
_COLUMNS = ("hlc", "op_rid", "entity", "record_id", "version", "kind", "fields")


class Entry(NamedTuple):
    """One record's change by one operation."""

    seq: int
    op_rid: int
    entity: str
    record_id: str
    version: int
    kind: str
    fields: dict[str, list[Any]]


Noted: TypeAlias = tuple[str | UUID | bytes, int, dict[str, list[Any]] | None]
"""A record's id, its new version, its fields."""


def catch_up(connection: Connection) -> None:
    """Let this process's clock go on after the newest entry, also when the computer's clock was
    set back in the meantime."""
    newest = sa.select(journal.c.hlc).order_by(journal.c.seq.desc()).limit(1)
    _clock.observe(connection.execute(newest).scalar() or 0)


def write(
    connection: Connection,
    op_rid: int,
    kind: str,
    entity: str,
    changes: Iterable[Noted],
) -> None:
    """Note ``changes`` of one kind of record."""
    noted = [*changes]
    rows = (
        (hlc, op_rid, entity, record_id, version, kind, fields)
        for hlc, (record_id, version, fields) in zip(_clock.ticks(len(noted)), noted, strict=True)
    )
    insert_rows(connection, journal, _COLUMNS, rows)
    if noted and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


class Ready(NamedTuple):
    """Entries with everything but their moments and their operation: ``statements`` for a file,
    ``lines`` for a server, as COPY takes them behind these two. Another process may make them."""

    size: int
    statements: Sequence[Statement]
    lines: Sequence[str]


def ready(
    dialect: sa.Dialect, kind: str, entity: str, changes: Iterable[tuple[str, int, Any]]
) -> Ready:
    """Make ``changes`` ready for ``write_ready``."""
    if dialect.name == "postgresql":
        lines = [
            f"{entity}\t{key}\t{version}\t{kind}\t{_in_copy(fields)}\n"
            for key, version, fields in changes
        ]
        return Ready(len(lines), (), lines)
    rows = [(0, 0, entity, key, version, kind, fields) for key, version, fields in changes]
    return Ready(len(rows), [*statements(journal, _COLUMNS, rows, dialect)], ())


def _in_copy(fields: Any) -> str:
    """JSON has no signs that end a line; of those it has, COPY only wants its \\ doubled."""
    return _to_json(fields).replace("\\", "\\\\")


def write_ready(connection: Connection, op_rid: int, entries: Ready) -> None:
    """Note what was made ready."""
    given, done = _clock.ticks(entries.size), 0
    if connection.dialect.name == "postgresql":
        rows = (f"{hlc}\t{op_rid}\t{line}" for hlc, line in zip(given, entries.lines, strict=True))
        copy_lines(connection, journal, _COLUMNS, "".join(rows))
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        return
    width = len(_COLUMNS)
    for made in entries.statements:
        values = [*made.values]
        values[::width] = given[done : done + made.rows]
        values[1::width] = [op_rid] * made.rows
        execute(connection, (made._replace(values=values),))
        done += made.rows


_SELECT = sa.select(
    *(
        sa.type_coerce(column, KeyText()) if column is journal.c.record_id else column
        for column in (journal.c[name] for name in Entry._fields)
    )
)


def of_operation(
    connection: Connection, op_rid: int, *, before: int | None, limit: int
) -> list[Entry]:
    """The operation's entries below ``before`` (all if ``None``), newest first."""
    statement = _SELECT.where(journal.c.op_rid == op_rid)
    if before is not None:
        statement = statement.where(journal.c.seq < before)
    return list(_entries(connection, statement.order_by(journal.c.seq.desc()).limit(limit)))


def count(connection: Connection, op_rid: int, *, before: int | None) -> int:
    """How many entries the operation has below ``before`` (all if ``None``)."""
    statement = sa.select(sa.func.count()).where(journal.c.op_rid == op_rid)
    if before is not None:
        statement = statement.where(journal.c.seq < before)
    return int(connection.execute(statement).scalar_one())


def is_of_one_record(connection: Connection, op_rid: int) -> bool:
    """Whether the operation did something to one record and to no other."""
    statement = sa.select(journal.c.record_id).where(journal.c.op_rid == op_rid).distinct()
    return len(connection.execute(statement.limit(2)).all()) == 1


def at_ends(connection: Connection, op_rid: int) -> list[Entry]:
    """The operation's first entry and its last; of few there are fewer."""
    own = _SELECT.where(journal.c.op_rid == op_rid).limit(1)
    ends = (own.order_by(journal.c.seq), own.order_by(journal.c.seq.desc()))
    return [entry for end in ends for entry in _entries(connection, end)]


def touches(
    connection: Connection,
    op_rids: Collection[int],
    record: RecordType,
    which: sa.ColumnElement[bool],
) -> bool:
    """Whether one of the operations did something to a record of this type for which the
    condition ``which`` holds."""
    of_these = sa.and_(journal.c.op_rid.in_(op_rids), journal.c.entity == record.entity)
    statement = sa.select(journal.c.seq).join(
        record.table, record.table.c.id == journal.c.record_id
    )
    return connection.execute(statement.where(of_these, which).limit(1)).first() is not None


def entity_among(
    connection: Connection, op_rid: int, entities: Collection[str], *, but_inserts: bool
) -> str | None:
    """One of ``entities`` to whose records the operation did something; ``but_inserts``:
    something other than making them."""
    of_these = journal.c.entity.in_(sorted(entities))
    found = sa.select(journal.c.entity).where(journal.c.op_rid == op_rid, of_these).limit(1)
    if but_inserts:
        found = found.where(journal.c.kind != INSERT)
    return connection.execute(found).scalar()


Moment: TypeAlias = str
"""Where the journal stands for a reader: its last entry, or on a server what the reader sees."""


def moment(connection: Connection) -> Moment:
    """Where the journal stands for who begins to read now; for ``others_wrote``."""
    if connection.dialect.name == "postgresql":
        seen = "SELECT pg_current_snapshot()::text"
        return str(connection.exec_driver_sql(seen).scalar_one())
    last = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal")
    return str(last.scalar_one())


def others_wrote(
    connection: Connection, since: Moment, op_rid: int, entities: Collection[str]
) -> bool:
    """Whether records of these kinds were written by another operation since that ``moment``."""
    found = sa.select(journal.c.seq).where(
        _written_since(connection, since),
        journal.c.op_rid != op_rid,
        journal.c.entity.in_(sorted(entities)),
    )
    return connection.execute(found.limit(1)).first() is not None


def _written_since(connection: Connection, since: Moment) -> sa.ColumnElement[bool]:
    if connection.dialect.name != "postgresql":
        return journal.c.seq > int(since)
    # The oldest transaction that was open is for the index alone: it may have been open long, in
    # another database of the server too.
    oldest_open = int(since.partition(":")[0])
    unseen = sa.text("NOT pg_visible_in_snapshot(xid::text::xid8, CAST(:since AS pg_snapshot))")
    return sa.and_(sa.text(NUMBERED), journal.c.xid >= oldest_open, unseen.bindparams(since=since))


def since_version(connection: Connection, record_id: str, version: int) -> list[Entry]:
    """What happened to the record after its ``version``, oldest first."""
    statement = _SELECT.where(journal.c.record_id == UUID(record_id), journal.c.version > version)
    return list(_entries(connection, statement.order_by(journal.c.seq)))


def changed_later(
    connection: Connection, record_ids: Collection[str], op_rid: int, after: int
) -> set[str]:
    """Which of the records others changed after the entry ``after`` and nobody took it back.

    Undone operations and their undoing cancel each other out, so neither counts.
    """
    asked = {"ids": [UUID(i) for i in record_ids], "after": after, "op_rid": op_rid}
    return {str(key) for key in connection.execute(_CHANGED_LATER, asked).scalars()}


_CHANGED_LATER = (
    sa.select(journal.c.record_id)
    .distinct()
    .join(operation, operation.c.rid == journal.c.op_rid)
    .where(
        one_of(journal.c.record_id, "ids"),
        journal.c.seq > sa.bindparam("after"),
        journal.c.op_rid != sa.bindparam("op_rid"),
        operation.c.kind == operations.DO,
        operation.c.state.in_((operations.DONE, operations.OPEN)),
    )
)


def _entries(connection: Connection, statement: sa.Select[Any]) -> Iterator[Entry]:
    for seq, op_rid, entity, key, version, kind, fields in connection.execute(statement).all():
        yield Entry(seq, op_rid, entity, key, version, kind, fields or {})
