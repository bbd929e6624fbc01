"""Bringing a workspace to the program's revision: one Alembic history for both engines.

A migration is one transaction: killed in the middle it leaves the old workspace. Existing data
is backed up and the backup verified before. Called once at opening, on the store's threads.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.errors import Damaged, Overwritten, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.paths import migrations_folder
from crm_desktop.store.backup import back_up
from crm_desktop.store.engine import APPLICATION_ID, Database
from crm_desktop.store.faults import NEWER
from crm_desktop.store.revisions import known_revisions
from crm_desktop.store.turns import unhurried

# 'CRMD' again: clients that migrate one server at the same time take turns.
_TURN = APPLICATION_ID
_OLDEST_POSTGRESQL = 150000
# Alembic keeps the migration that runs in globals of its modules: two windows of one process
# that open two workspaces take turns.
_alembic = threading.Lock()


def migrate(database: Database, *, create: bool, scripts: Path | None = None) -> None:
    """Create or upgrade the workspace. ``Damaged`` for what is no workspace of this program,
    newer than the program, or (``create`` false) empty. From then on ``database`` writes only
    while nobody else brings the workspace further."""
    revisions = known_revisions(scripts)
    _bring_to_newest(database, revisions, create=create, scripts=scripts)
    database.keep_to(revisions[-1])


def _bring_to_newest(
    database: Database, revisions: Sequence[str], *, create: bool, scripts: Path | None
) -> None:
    with database.reading() as connection:
        current = _checked_revision(connection, revisions)
    if current == revisions[-1]:
        return
    if current is None and not create:
        raise Overwritten(
            msg(
                "The workspace {place} is empty: it wasn’t set up yet. It was left as it is. Check "
                "the place, or choose another workspace.",
                place=database.location.title,
            )
        )
    if current is not None:
        _refuse_read_only(database)
        back_up(database, current)
    with database.writing() as connection, unhurried(connection):
        take_turn(connection)
        # Somebody else may have been faster.
        if _checked_revision(connection, revisions) != revisions[-1]:
            _prepare(connection)
            _upgrade(connection, scripts)


def schema_revision(connection: Connection) -> str | None:
    """The workspace's revision, ``None`` if it has none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if revision is None else str(revision)


def _upgrade(connection: Connection, scripts: Path | None) -> None:
    # Alembic takes longer to load than a current workspace to open.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    versions = scripts or migrations_folder() / "versions"
    config.set_main_option("version_locations", str(versions).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    with _alembic:
        command.upgrade(config, "head")


def _refuse_read_only(database: Database) -> None:
    if database.is_read_only:
        raise Unavailable(
            msg(
                "An older version of the program has written this workspace, and where it lies "
                "it can’t be brought up to date. It was left as it is. Copy it to a folder that "
                "can be written, and open it there."
            )
        )


def _checked_revision(connection: Connection, revisions: Sequence[str]) -> str | None:
    current = schema_revision(connection)
    if current is None:
        if sa.inspect(connection).get_table_names():
            raise Damaged(
                msg(
                    "This database belongs to another program. It was left as it is. Choose "
                    "another file or an empty database."
                )
            )
        return None
    if current not in revisions:
        raise Damaged(NEWER)
    return current


def take_turn(connection: Connection) -> None:
    """Let clients that open a server's workspace at the same time do it one after the other,
    until the transaction's end; on a file they do so anyway."""
    if connection.dialect.name == "postgresql":
        # As long as the other one's migration takes.
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_TURN,))


def _prepare(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        return
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if version < _OLDEST_POSTGRESQL:
        raise Damaged(
            msg(
                "The server runs PostgreSQL {version}; 15 or newer is needed.",
                version=f"{version // 10_000}.{version % 10_000}",
            )
        )
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    refuse_without_cyrillic(connection)


def refuse_without_cyrillic(connection: Connection) -> None:
    """In a database whose locale knows no Cyrillic letters search would find nothing."""
    encoding: Any = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    known: Any = connection.exec_driver_sql("SELECT show_trgm('иванов')").scalar_one()
    if encoding != "UTF8" or len(known) < 4:
        raise Damaged(
            msg(
                "The database on the server was made in a locale without Cyrillic letters "
                "(encoding {encoding}), so search would find nothing. Nothing was written. Ask "
                "the administrator for a database with encoding UTF8 and a locale such as "
                "ru_RU.UTF-8 or C.UTF-8.",
                encoding=encoding,
            )
        )
