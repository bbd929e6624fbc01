"""A glance into a workspace's file by the driver alone, while SQLAlchemy is not imported yet.

For the first page of a window at the start: it only reads, makes no workspace, waits for nobody,
and where anything is otherwise than expected it sees nothing. The ordinary opening comes after it
and tells what is the matter. As at any opening SQLite lays its two files beside one in WAL mode.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

from crm_desktop.store.location import SqliteLocation, file_uri
from crm_desktop.store.revisions import known_revisions

log = logging.getLogger(__name__)

T = TypeVar("T")

# A writer never keeps readers waiting for longer than it takes to look again.
_BUSY_SECONDS = 0.05


def glance(location: SqliteLocation, read: Callable[[Any], T | None]) -> T | None:
    """What ``read`` finds over a connection of the driver, in one moment of the workspace;
    ``None`` if there is no workspace of just this version of the program that can be read now."""
    if not location.path.is_file():
        return None
    from sqlcipher3 import dbapi2 as sqlite

    try:
        address = f"{file_uri(location.path)}?mode=ro"
        with closing(
            sqlite.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        ) as connection:
            for pragma in ("trusted_schema=OFF", "query_only=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            if _revision(connection) != known_revisions()[-1]:
                return None
            return read(connection)
    except sqlite.Error as error:
        log.info("no glance into the workspace: %s", type(error).__name__)
        return None


def _revision(connection: Any) -> str:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row is not None else ""
