"""Operations: what one action of one person did, short or long, and whether it is still under way.

A short one is written finished, in the transaction of its changes. A long one (import, undo of
an import) is marked open first, does its work in many short transactions, and is finished last;
whoever finds an open one whose process is gone takes it back. Called inside transactions.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.bulk import insert_once
from crm_desktop.store.metadata import journal, operation

# A process on another computer is given up after this long without a sign of life.
_SILENCE = timedelta(seconds=90)

DO, UNDO, REDO = "do", "undo", "redo"
OPEN, DONE, UNDONE, CANCELLED = "open", "done", "undone", "stopped"


@dataclass(frozen=True)
class Operation:
    """A row of the operation table. ``progress`` is the last journal row taken back so far."""

    rid: int
    id: UUID
    kind: str
    state: str
    label: str
    details: Mapping[str, Any]
    actor_rid: int | None
    process: str
    reverses_rid: int | None
    progress: int | None
    started_at: datetime
    alive_at: datetime


# Made once: building a statement costs every save more than running it.
_SELECT = sa.select(*(operation.c[name] for name in Operation.__dataclass_fields__))
# In the words of the partial index, which answers it.
_NOT_DONE = operation.c.state != sa.literal_column("'done'")
_FIND = _SELECT.where(operation.c.id == sa.bindparam("wanted"))


@lru_cache(maxsize=1)
def this_process() -> str:
    """A name of this process that no other one has, now or after a restart."""
    import psutil  # a start of the program asks nothing of it

    started = psutil.Process().create_time()
    return f"{platform.node()}/{os.getpid()}/{started:.2f}"


# Long operations that a thread of this process works on right now; any thread reads and writes.
_at_work: set[UUID] = set()


def take_on(operation_id: UUID) -> None:
    """A thread of this process works on the operation from now on."""
    _at_work.add(operation_id)


def let_go(operation_id: UUID) -> None:
    """It doesn't any more: if the operation is still open, someone has to end it."""
    _at_work.discard(operation_id)


def begin(connection: Connection, operation_id: UUID, **described: Any) -> Operation:
    """Write a new operation, as ``begin_once``."""
    begun = begin_once(connection, operation_id, **described)
    assert begun is not None
    return begun


def begin_once(
    connection: Connection,
    operation_id: UUID,
    *,
    kind: str = DO,
    state: str = DONE,
    label: str,
    details: Mapping[str, Any] | None = None,
    actor_rid: int | None,
    reverses_rid: int | None = None,
) -> Operation | None:
    """Write an operation, finished (``DONE``) or under way (``OPEN``); ``None`` if it is there
    already."""
    moment = now()
    values: dict[str, Any] = {
        "id": operation_id,
        "kind": kind,
        "state": state,
        "label": label,
        "details": dict(details or {}),
        "actor_rid": actor_rid,
        "process": this_process(),
        "reverses_rid": reverses_rid,
        "progress": None,
        "started_at": moment,
        "alive_at": moment,
    }
    finished = moment if state == DONE else None
    written = {**values, "device": platform.node(), "finished_at": finished}
    rid = insert_once(connection, operation, tuple(written), tuple(written.values()), "id")
    return None if rid is None else Operation(rid=rid, **values)


def mark(connection: Connection, rid: int, **values: Any) -> None:
    """Change the operation's state, progress or details; every mark is a sign of life."""
    marked = {**values, "alive_at": now()}
    connection.execute(_marking(tuple(marked)), {"_rid": rid, **marked})


# Kept: to build and to recognise the statement takes four times as long as to run it.
@lru_cache(maxsize=32)
def _marking(names: tuple[str, ...]) -> sa.Update:
    marked = sa.update(operation).where(operation.c.rid == sa.bindparam("_rid"))
    return marked.values({name: sa.bindparam(name) for name in names})


def finish(connection: Connection, rid: int, state: str, details: Mapping[str, Any]) -> None:
    """The operation's end."""
    mark(connection, rid, state=state, details=dict(details), finished_at=now())


def forget(connection: Connection, rid: int) -> None:
    """Take an operation away that has written nothing."""
    connection.execute(sa.delete(operation).where(operation.c.rid == rid))


def find(connection: Connection, operation_id: UUID) -> Operation | None:
    """The operation with this id."""
    return _first(connection, _FIND, {"wanted": operation_id})


def get(connection: Connection, rid: int) -> Operation:
    """The operation with this internal key."""
    return _operation(connection.execute(_SELECT.where(operation.c.rid == rid)).one())


def require_reversible(connection: Connection, rid: int, state: str, own_rid: int) -> None:
    """``Conflict`` unless the operation is still in ``state`` and nobody but the reversal
    ``own_rid`` is taking it back or doing it again. Holds it until the transaction's end."""
    target = connection.execute(
        sa.select(operation.c.state).where(operation.c.rid == rid).with_for_update()
    ).scalar_one()
    others = sa.select(operation.c.rid).where(
        operation.c.reverses_rid == rid,
        operation.c.state == OPEN,
        _NOT_DONE,
        operation.c.rid != own_rid,
    )
    if target != state or connection.execute(others).first():
        raise Conflict(
            msg(
                "Someone else has just undone or redone the same. Nothing was done twice; look "
                "at the records again."
            )
        )


def newest_done(connection: Connection, actor_rid: int) -> Operation | None:
    """The person's newest operation that is not undone; never another person's
    (design/interaction.md, 5)."""
    # Earlier versions of the program kept operations that had changed nothing.
    wrote = sa.exists().where(journal.c.op_rid == operation.c.rid)
    mine = operation.c.actor_rid == actor_rid
    statement = _SELECT.where(operation.c.kind == DO, operation.c.state == DONE, mine, wrote)
    return _first(connection, statement.order_by(operation.c.rid.desc()).limit(1))


def newest_undone(connection: Connection, actor_rid: int) -> Operation | None:
    """The operation that the person took back last and that has not been redone."""
    undo = operation.alias("undo")
    statement = (
        _SELECT.join(undo, undo.c.reverses_rid == operation.c.rid)
        .where(
            operation.c.kind == DO,
            operation.c.state == UNDONE,
            _NOT_DONE,
            undo.c.state == DONE,
            undo.c.actor_rid == actor_rid,
        )
        .order_by(undo.c.rid.desc())
        .limit(1)
    )
    return _first(connection, statement)


def next_redo(connection: Connection, actor_rid: int) -> Operation | None:
    """``newest_undone``, unless the person has done something else since: that ends what can be
    done again with a key, as it does while the program runs."""
    found = newest_undone(connection, actor_rid)
    undoing = found and newest_reversal(connection, found.rid)
    if undoing is None:
        return None
    since = sa.select(operation.c.rid).where(
        operation.c.rid > undoing.rid,
        operation.c.kind == DO,
        operation.c.state.in_((DONE, UNDONE)),
        operation.c.actor_rid == actor_rid,
    )
    return None if connection.execute(since.limit(1)).first() else found


def newest_reversal(connection: Connection, rid: int) -> Operation | None:
    """The newest finished undo or redo of the operation ``rid``."""
    statement = _SELECT.where(operation.c.reverses_rid == rid, operation.c.state == DONE)
    return _first(connection, statement.order_by(operation.c.rid.desc()).limit(1))


def under_way(connection: Connection, *, hold: bool = False) -> list[Operation]:
    """All operations marked open, oldest first; ``hold`` keeps them until the transaction's end,
    so that of two clients that start together one deals with them."""
    statement = _SELECT.where(operation.c.state == OPEN, _NOT_DONE).order_by(operation.c.rid)
    statement = statement.with_for_update() if hold else statement
    return [_operation(row) for row in connection.execute(statement)]


def is_alive(found: Operation) -> bool:
    """Whether the process that began the operation still works on it, as far as one can tell."""
    if found.process == this_process():
        return found.id in _at_work
    host, pid, started = found.process.rsplit("/", 2)
    if host != platform.node():
        return now() - found.alive_at < _SILENCE
    import psutil

    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == started
    except psutil.Error:
        return False


def _first(
    connection: Connection, statement: sa.Select[Any], values: Mapping[str, Any] | None = None
) -> Operation | None:
    row = connection.execute(statement, values).first()
    return _operation(row) if row else None


def _operation(row: sa.Row[Any]) -> Operation:
    return Operation(**{**row._mapping, "details": row.details or {}})
