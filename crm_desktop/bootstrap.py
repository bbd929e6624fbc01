"""The composition root without Qt: a workspace's address in, a working backend out.

Called by the command line, the window and tests, on a thread that may wait.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from uuid import UUID

from crm_desktop.backend.access import Actor
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader, Work
from crm_desktop.catalog import FEATURES, all_features
from crm_desktop.core.errors import Invalid, Unavailable
from crm_desktop.core.garbage import collect_seldom
from crm_desktop.core.i18n import LANGUAGES, Message, current_language, msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.pipelines.furnishing import furnish
from crm_desktop.features.users.handlers import find_actor, make_actor, set_up
from crm_desktop.store import checking, identity, journal, renewing
from crm_desktop.store.engine import Connection, Database, require_existing
from crm_desktop.store.faults import CANT_OPEN
from crm_desktop.store.location import (
    Location,
    PostgresLocation,
    SqliteLocation,
    parse_location,
)
from crm_desktop.store.migrating import migrate, schema_revision, take_turn
from crm_desktop.store.records import Registry

log = logging.getLogger(__name__)

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
    collect_seldom()
    location = parse_location(address) if isinstance(address, str) else address
    if isinstance(location, SqliteLocation):
        _check_place(location, create=create)
    database = Database(location, password=password, create=create)
    try:
        migrate(database, create=create, scripts=scripts)
        actor = _known_actor(database) or _new_actor(database, language or current_language())
    except BaseException:
        database.close()
        raise
    backend = Backend(database, FEATURES, actor, all_features)
    try:
        backend.recover()
    except Unavailable as error:
        # A full disk or a read-only folder: reading goes on, and the next long command tries.
        log.info("not recovered: %s", type(error).__name__)
    except BaseException:
        backend.close()
        raise
    return backend


def kept_password(location: Location) -> str | None:
    """The keychain's password for ``location``; ``None`` where there is none, where none is
    needed, and where ``PGPASSWORD`` gives it to the driver (command-line.md, 'Workspace')."""
    if not isinstance(location, PostgresLocation) or "PGPASSWORD" in os.environ:
        return None
    from crm_desktop.integrations import keychain  # only servers need it: it loads slowly

    return keychain.read_password(location.account)


def keep_password(location: Location, password: str) -> bool:
    """Keep the password for next time; ``False`` where the system has no keychain for it."""
    if not isinstance(location, PostgresLocation):
        return False
    from crm_desktop.integrations import keychain

    return keychain.keep_password(location.account, password)


def _known_actor(database: Database) -> Actor | None:
    """Who opens, without a write: what can only be read can be opened as well."""
    with database.reading() as connection:
        if not identity.read_settings(connection):
            return None
        journal.catch_up(connection)
        account = identity.account(connection)
        known = find_actor(connection, account)
        if known is None and database.is_read_only:
            return Actor(0, str(UUID(int=0)), account, "owner")  # as they would be, if written
        return known


def _new_actor(database: Database, language: str) -> Actor:
    """The first opening, of the workspace or by this person."""
    registry = Registry(record for feature in FEATURES for record in feature.records)
    with database.writing() as connection:
        take_turn(connection)  # two may open a new workspace at the same moment
        is_new = _settle(connection, language)
        account = identity.account(connection)
        if (known := find_actor(connection, account)) is not None:
            return known
        unit = set_up(connection, registry)
        actor = make_actor(unit, account, account)
        if is_new:
            furnish(Work(unit, actor, {}))
        return actor


def workspace_settings(backend: Backend) -> dict[str, str]:
    """The workspace's own settings: ``id``, ``language``, ``region``."""
    return backend.ask(lambda reader: identity.read_settings(reader.connection))


@dataclass(frozen=True)
class CheckReport:
    """What ``check`` found; an empty ``problems`` means whole."""

    engine: str
    engine_version: str
    schema: str | None
    counts: dict[str, int]
    problems: tuple[Message, ...]


def check_workspace(backend: Backend) -> CheckReport:
    """Verify the workspace's database, journal and search index."""

    def check(reader: Reader) -> CheckReport:
        connection, registry = reader.connection, reader.registry
        engine, version = checking.engine_version(connection)
        return CheckReport(
            engine,
            version,
            schema_revision(connection),
            checking.counts(connection, registry),
            tuple(checking.find_problems(connection, registry)),
        )

    return backend.ask(check)


def _check_place(location: SqliteLocation, *, create: bool) -> None:
    try:
        _check_what_is_there(location, create=create)
    except PermissionError as error:  # in a folder that the person may not enter
        raise Unavailable(CANT_OPEN) from error


def _check_what_is_there(location: SqliteLocation, *, create: bool) -> None:
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


def _settle(connection: Connection, language: str) -> bool:
    """A new workspace remembers its id, its language and its country. Gives whether it is new."""
    if identity.read_settings(connection):
        return False
    chosen = language if language in LANGUAGES else "en"
    values = {"id": str(new_id()), "language": chosen, "region": REGIONS[chosen]}
    identity.write_settings(connection, values | {renewing.SETTING: renewing.WORDS})
    return True
