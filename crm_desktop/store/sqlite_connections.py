"""Connections to a SQLite file: how each is set, and how its transactions begin.

Used by the engine; threads as there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from crm_desktop.store.faults import busy
from crm_desktop.store.filesystem import programs_using
from crm_desktop.store.location import file_uri

BUSY_SECONDS = 10.0
# Pages in the log at which a commit moves them into the file itself, the commit of a colleague too.
# Long operations have that done beside their writing (``Database.checkpoint_soon``), long before.
_LOG_PAGES = 8_000
# How often a writer asks for its turn; a long operation pauses for twice as long.
_TURN_SECONDS = 0.004
# Mapped pages are the system's: connections share them, nobody copies them, and they are given back
# when memory is short. Readers map as much of a file as SQLite can: of one of 4.5 GB they read a
# page of a list in half the time that it takes with a quarter of a gigabyte.
_READER_MAPS, _WRITER_MAPS = 0x7FFF0000, 0x1000_0000
# Of a file in a network folder nothing is mapped, nor of one on a stick: where a mapped page can't
# be read any more, the system ends the program (sqlite.org/mmap.html). Else only what lies behind
# the mapped part, or is still in the log, comes into a reader's own cache.
_READER_KB, _UNMAPPED_READER_KB, _WRITER_KB = 8_192, 16_384, 32_768


def plain_connection(path: Path) -> Any:
    """A connection that isn't set up and doesn't wait; close it when done."""
    from sqlcipher3 import dbapi2 as sqlite

    return sqlite.connect(f"{file_uri(path)}?mode=rw", uri=True, timeout=0)


def begin_reading(connection: Connection) -> None:
    """Begin a transaction that sees one moment."""
    connection.exec_driver_sql("BEGIN")


def begin_writing(path: Path, connection: Connection, *, shared: bool) -> None:
    """Take the file's one writer's place; ``Unavailable`` if somebody keeps it. SQLite's own busy
    handler sleeps up to 100 ms between tries and would miss the short gaps that a long operation
    leaves between its portions. A commit that isn't ``lasting`` doesn't wait for the disk; the log
    stays whole either way (sqlite.org/pragma.html, 'synchronous')."""
    from sqlcipher3 import dbapi2 as sqlite

    driver: Any = connection.connection.driver_connection
    if not shared:
        level = "FULL" if connection.get_execution_options().get("lasting", True) else "NORMAL"
        if connection.info.get("synchronous", "FULL") != level:
            driver.execute(f"PRAGMA synchronous = {level}")
            connection.info["synchronous"] = level
    patience = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            break
        except sqlite.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > patience:
                raise busy(programs_using(path)) from error
        time.sleep(_TURN_SECONDS)
    driver.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def settings(*, shared: bool, mapped: bool, write: bool) -> Callable[[Any, Any], None]:
    """The pragmas of architecture.md, 'Store': local files in WAL, network folders never."""
    pragmas = ["foreign_keys=ON", "temp_store=MEMORY", "trusted_schema=OFF"]
    if shared:
        pragmas += ["journal_mode=DELETE", "synchronous=EXTRA"]
    else:
        pragmas.append("synchronous=FULL")
    most = _WRITER_MAPS if write else _READER_MAPS
    pragmas.append(f"mmap_size={most if mapped else 0}")
    if write and not shared:
        # The mode stays in the file: only a writer, which has looked at it, may set it.
        pragmas += ["journal_mode=WAL", f"wal_autocheckpoint={_LOG_PAGES}"]
    cache = _WRITER_KB if write else _READER_KB if mapped else _UNMAPPED_READER_KB
    pragmas.append(f"cache_size=-{cache}")
    if not write:
        pragmas.append("query_only=ON")

    def setup(driver: Any, _record: Any) -> None:
        # Transactions are SQLAlchemy's to begin, not the driver's.
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return setup
