"""What the tests of the store share: clients of a workspace, a long command, and whole snapshots.

``Trial`` is a feature of the tests alone: a long command that makes many people, so that crashes,
cancelling and portions can be tried without an import.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.bootstrap import open_backend
from crm_desktop.catalog import FEATURES
from crm_desktop.core.paths import migrations_folder
from crm_desktop.features.activities.queries import find_activities
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.store import journal
from crm_desktop.store.engine import Database
from crm_desktop.store.journal import Entry
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded, load_by_id, load_by_rid
from crm_desktop.store.location import parse_location
from crm_desktop.store.metadata import journal as journal_table
from crm_desktop.store.metadata import metadata
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.records import RecordType, State
from crm_desktop.store.search_index import NAMES, TEXTS
from crm_desktop.store.search_words import may_be_held
from crm_desktop.store.unit_of_work import UnitOfWork

Snapshot = dict[tuple[str, str], State]
ROOT = Path(__file__).resolve().parents[2]
NEWEST = str(ScriptDirectory(str(migrations_folder())).get_current_head())
"""The program's last revision."""


@dataclass(frozen=True)
class MakePeople:
    """Make ``count`` people in portions; ``stop_at`` raises before that portion."""

    count: int
    portion: int = 100
    stop_at: int | None = None


@dataclass(frozen=True)
class Write:
    """Run ``function`` on the unit of work: for writes that no command of the program offers."""

    function: Callable[[UnitOfWork], Any]


class TrialError(Exception):
    """A bug of a handler."""


def _make_people(work: LongWork, command: MakePeople) -> int:
    for number, start in enumerate(range(0, command.count, command.portion)):
        if number == command.stop_at:
            raise TrialError
        numbers = range(start, min(start + command.portion, command.count))
        work.portion(partial(_make, numbers))
        work.progress("write", numbers[-1] + 1, command.count)
    return command.count


def _make(numbers: range, work: Work) -> None:
    people = [
        NewRecord({"family_name": f"Person {n}", "phones": [phone(n)], "languages": ["pl"]})
        for n in numbers
    ]
    work.unit.insert_many("contact", people)


TRIAL = Feature(
    "trial",
    commands=(
        CommandType(MakePeople, "trial:person:write", _make_people, "Trial", long=True),
        CommandType(
            Write, "trial:record:write", lambda work, command: command.function(work.unit), "Trial"
        ),
    ),
)


def open_client(url: str) -> Backend:
    """Another client of the workspace, which is made if missing; it knows the trial commands."""
    opened = open_backend(url, create=True, language="pl")
    opened.close()
    return Backend(Database(parse_location(url)), (*FEATURES, TRIAL), opened.actor)


def phone(number: int, *, kind: str = "mobile", primary: bool = True) -> dict[str, Any]:
    """A Polish number as the store keeps it."""
    value = f"+48512{number:06}"
    return {"value": value, "extension": None, "type": kind, "primary": primary}


def create_contact(client: Backend, **values: Any) -> str:
    """A new person; gives the id."""
    return str(client.execute(CreateContact({"family_name": "Nowak", **values})).result)


def change(client: Backend, contact_id: str, base_version: int, **changes: Any) -> None:
    """Change a person that was read at ``base_version``."""
    client.execute(UpdateContact(contact_id, base_version, changes, region="PL"))


def read(client: Backend, record_id: str, entity: str = "contact") -> Loaded:
    """The record as it stands."""

    def query(reader: Reader) -> Loaded:
        return load_by_id(reader.connection, reader.registry[entity], [record_id])[record_id]

    return client.ask(query)


def activity_of(client: Backend, activity_id: str) -> ActivityRow | None:
    """The activity as the client's person sees it; nothing if it is hidden from that person."""
    shown = client.ask(find_activities, [read(client, activity_id, "activity").rid])
    return shown[0] if shown else None


def snapshot(client: Backend, *entities: str) -> Snapshot:
    """The state of every record of the workspace, or of those of ``entities``."""

    def query(reader: Reader) -> Snapshot:
        found: Snapshot = {}
        for record in map(reader.registry.__getitem__, entities) if entities else reader.registry:
            rids = reader.connection.execute(sa.select(record.table.c.rid)).scalars().all()
            for loaded in load_by_rid(reader.connection, record, rids).values():
                found[record.entity, loaded.id] = loaded.state
        return found

    return client.ask(query)


def entries_of(client: Backend, record_id: str) -> list[Entry]:
    """The record's journal, oldest first."""
    return client.ask(lambda reader: journal.since_version(reader.connection, record_id, 0))


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            name: sorted(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all(), key=str)
            for name in (*metadata.tables, "alembic_version")
        }


def count(client: Backend, table: sa.Table) -> int:
    """The number of rows."""
    return int(
        client.ask(
            lambda reader: reader.connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
        )
    )


def journal_length(client: Backend) -> int:
    """How many entries the journal has."""
    return count(client, journal_table)


def _rids_by_kind(reader: Reader) -> Iterator[tuple[RecordType, list[int]]]:
    """All records by their type; those of custom lists by their list."""
    for record in reader.registry:
        columns, kinds = record.table.c, record.kinds
        kind = sa.literal(record.entity) if kinds is None else columns[kinds.column]
        rows = reader.connection.execute(sa.select(kind, columns.rid)).all()
        for entity in {row[0] for row in rows}:
            yield reader.registry[entity], [rid for of, rid in rows if of == entity]


def assert_search_follows_the_records(client: Backend) -> None:
    """Every record has the document that its state asks for, none has another, and the index
    knows exactly the documents."""

    def query(reader: Reader) -> tuple[dict[Any, str], dict[Any, str]]:
        wanted: dict[Any, str] = {}
        for record, rids in _rids_by_kind(reader):
            loaded = load_by_rid(reader.connection, record, rids)
            labels = Labels(reader.registry)
            labels.prefetch(reader.connection, record, [item.state for item in loaded.values()])
            for rid, item in loaded.items():
                text = record.document(item.state, labels.label)
                if text is not None:
                    wanted[record.entity, rid] = text
        found: dict[Any, str] = {}
        for index in (NAMES, TEXTS):
            columns = index.documents.c
            rows = reader.connection.execute(
                sa.select(columns.entity, columns.record_rid, columns.text)
            )
            found.update(((entity, rid), text) for entity, rid, text in rows)
        return wanted, found

    wanted, found = client.ask(query)
    assert found == wanted
    if not client.database.is_postgresql:
        with client.database.writing() as connection:
            for index in (NAMES, TEXTS):
                connection.exec_driver_sql(
                    f"INSERT INTO {index.fts}({index.fts}, rank) VALUES ('integrity-check', 1)"
                )
            driver: Any = connection.connection.driver_connection
            for (text,) in driver.execute("SELECT text FROM search_document").fetchall():
                assert all(may_be_held(driver, f" {word} ") for word in text.split())


def wait_until(condition: Callable[[], bool]) -> None:
    """Look until it is so; a minute at most."""
    patience = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.002)


class Worker:
    """A process of ``tests.store.worker``; killed at the end if it still runs."""

    def __init__(self, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.worker", *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def lines(self) -> Iterator[str]:
        """What it says, as it says it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield line.strip()

    def wait_for(self, text: str) -> None:
        """Until it has said ``text``."""
        for line in self.lines():
            if line == text:
                return
        raise AssertionError(f"the worker ended without saying {text}")

    def kill(self) -> None:
        """As the power cut or the task manager does it."""
        self.process.kill()
        self.end()

    def end(self) -> int:
        """Wait for its end; gives the status."""
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.process.wait(timeout=60)
