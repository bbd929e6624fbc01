"""The composition root without Qt: a workspace's address in, a working backend out.

Called by the command line, the window and tests, on a thread that may wait.
"""

from __future__ import annotations

import getpass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.backend.backend import Backend
from crm_desktop.catalog import FEATURES
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, current_language, msg
from crm_desktop.core.ids import new_id
from crm_desktop.features.users.handlers import ensure_actor
from crm_desktop.store.engine import Database, require_existing
from crm_desktop.store.location import Location, SqliteLocation, parse_location
from crm_desktop.store.metadata import workspace
from crm_desktop.store.migrating import migrate
from crm_desktop.store.records import Registry

# Country for phones written without one, until the person chooses (command-line.md, 'Import').
REGIONS = {"ru": "RU", "pl": "PL", "en": "US"}


def open_backend(
    address: str | Location,
    *,
    create: bool,
    password: str | None = None,
    language: str | None = None,
    scripts: Path | None = None,
) -> Backend:
    """Open the workspace at ``address``: migrate it, find out who opens it, end what a crash
    left. ``create``: make what is missing, else ``NotFound``; ``language``: of a new workspace."""
    location = parse_location(address) if isinstance(address, str) else address
    if isinstance(location, SqliteLocation):
        _check_place(location, create=create)
    database = Database(location, password=password)
    try:
        migrate(database, create=create, scripts=scripts)
        registry = Registry(record for feature in FEATURES for record in feature.records)
        with database.writing() as connection:
            _settle(connection, language or current_language())
            account = _account(connection)
            actor = ensure_actor(connection, registry, account, account)
        backend = Backend(database, FEATURES, actor)
        backend.recover()
    except BaseException:
        database.close()
        raise
    return backend


def workspace_settings(backend: Backend) -> dict[str, str]:
    """The workspace's own settings: ``id``, ``language``, ``region``."""
    return backend.ask(lambda reader: _read_settings(reader.connection))


def _read_settings(connection: Connection) -> dict[str, str]:
    rows = connection.execute(sa.select(workspace.c.name, workspace.c.value))
    return {row.name: row.value for row in rows}


def _check_place(location: SqliteLocation, *, create: bool) -> None:
    if not create:
        require_existing(location)
    if location.path.is_dir():
        raise Invalid(msg("{place} is a folder. Name a file in it.", place=location.title))
    if not location.path.parent.is_dir():
        raise Invalid(
            msg(
                "There is no folder {place}. Create it, or choose another place for the workspace.",
                place=location.path.parent,
            )
        )


def _settle(connection: Connection, language: str) -> None:
    """A new workspace remembers its id, its language and its country."""
    if _read_settings(connection):
        return
    chosen = language if language in LANGUAGES else "en"
    values = {"id": str(new_id()), "language": chosen, "region": REGIONS[chosen]}
    connection.execute(
        sa.insert(workspace), [{"name": name, "value": value} for name, value in values.items()]
    )


def _account(connection: Connection) -> str:
    """Who opens: the server's word for it, or the system account on a file."""
    if connection.dialect.name == "postgresql":
        return str(connection.exec_driver_sql("SELECT session_user").scalar_one())
    return getpass.getuser()
