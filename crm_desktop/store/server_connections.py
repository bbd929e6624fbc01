"""Connections to a server: how each is set, and how its transactions begin.

On a line to another house each way there and back takes longer than most questions, so the
transaction's beginning also tells whether the server is still there, and a writer what revision the
workspace has. Used by the engine; threads as there. Who imports this module loads the driver, which
takes a tenth of a second.
"""

from __future__ import annotations

import getpass
import json
import os
from typing import Any, NoReturn

import sqlalchemy as sa
from psycopg.errors import Error, UndefinedTable
from sqlalchemy.engine import URL, Engine

from crm_desktop.store.bounded import BoundedConnection
from crm_desktop.store.location import PostgresLocation

REVISION = "revision"
"""Under this name a writer's ``Connection.info`` has the revision that the workspace had when the
transaction began, ``None`` before its first."""

# All questions of a reading are answered as of one moment. A writer doesn't insist on writing: a
# server that only gives to read stays so.
_ONLY_READS = (
    "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
)
# No question here takes so long that compiling it would pay: that alone takes half a second.
_SETTINGS = "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=30s -c jit=off"
# Each search walks what still waits to be put into the trigrams' index: as servers come that is up
# to 4 MB, which takes half a second. So the writer who finds this much of it puts it in.
_ONLY_WRITES = "-c gin_pending_list_limit=512kB"
_BEGIN = "BEGIN"
_BEGIN_AND_ASK = "BEGIN; SELECT version_num FROM alembic_version"
_WAS_LENT = "was_lent"
_decode = json.JSONDecoder().raw_decode


def server_engine(
    location: PostgresLocation,
    password: str | None,
    *,
    write: bool,
    connect_seconds: int,
    **options: Any,
) -> Engine:
    """The engine of a workspace on a server; ``options`` as SQLAlchemy takes them. A connection is
    lent with its transaction begun."""
    query = {"connect_timeout": str(connect_seconds), "application_name": "CRM Desktop"}
    # A client that vanished must not hold its locks for hours (libpq, 'keepalives').
    query |= {"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
    query |= {"tcp_user_timeout": "30000"}
    query |= dict(location.options)
    engine = sa.create_engine(
        URL.create(
            "postgresql+psycopg",
            username=location.user or os.environ.get("PGUSER") or getpass.getuser(),
            password=password,
            host=location.host,
            port=location.port,
            database=location.database,
            query=query,
        ),
        pool_size=5,
        max_overflow=8,
        json_deserializer=_from_json,
        connect_args={"options": f"{_SETTINGS} {_ONLY_WRITES if write else _ONLY_READS}"},
        **options,
    )

    def connect(_dialect: Any, _record: Any, arguments: Any, given: Any) -> Any:
        # Else the driver would begin by itself, on a way of its own before the first statement.
        return BoundedConnection.connect(*arguments, **given, autocommit=True)

    sa.event.listen(engine, "do_connect", connect)
    sa.event.listen(engine, "checkout", _begin_writing if write else _begin_reading)
    return engine


def _from_json(sent: bytes) -> Any:
    """What the server sent is UTF-8 and begins with the value; ``json.loads`` looks for both, which
    takes longer than the short lists of which each line of a page has some."""
    return _decode(sent.decode())[0]


def _begin_reading(driver: Any, record: Any, _proxy: Any) -> None:
    try:
        driver.execute(_BEGIN, prepare=False)
    except Error as error:
        _lost(driver, record, error)
    record.info[_WAS_LENT] = True


def _begin_writing(driver: Any, record: Any, _proxy: Any) -> None:
    try:
        answer = driver.execute(_BEGIN_AND_ASK, prepare=False)
        answer.nextset()
        found = answer.fetchone()
    except UndefinedTable:
        driver.rollback()
        driver.execute(_BEGIN, prepare=False)
        found = None
    except Error as error:
        _lost(driver, record, error)
    record.info[_WAS_LENT] = True
    record.info[REVISION] = found and found[0]


def _lost(driver: Any, record: Any, error: Error) -> NoReturn:
    """The pool makes a new connection, if this one was of use before; if a new one fails, too, a
    person is to be told why."""
    if driver.closed and record.info.get(_WAS_LENT):
        raise sa.exc.InvalidatePoolError from error
    raise error
