"""What the tests of the import share: small files, one call to import them, and what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing.commands import ImportFiles, ImportResult
from crm_desktop.features.tags.records import TAG
from crm_desktop.features.users.records import USER
from crm_desktop.store.loading import load_by_rid
from crm_desktop.store.records import RecordType, State

_numbers = itertools.count()


def sheet(folder: Path, *lines: str, name: str = "") -> Path:
    """A text file with these lines, its cells divided by semicolons."""
    path = folder / (name or f"people-{next(_numbers)}.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def many_people(folder: Path, number: int, *, name: str = "many.csv", first: int = 0) -> Path:
    """A sheet of invented people, each with phone, e-mail and one of a hundred companies."""
    lines = ["Фамилия;Имя;Телефон;E-mail;Компания"]
    lines += [
        f"Иванов{n};Пётр;+7912{n:07};p{n}@example.com;ООО «Свет {n % 100}»"
        for n in range(first, first + number)
    ]
    return sheet(folder, *lines, name=name)


def bring_in(client: Backend, *paths: Path, **options: Any) -> ImportResult:
    """Import the files as Russian ones, unless told otherwise."""
    result: ImportResult = outcome_of(client, *paths, **options).result
    return result


def outcome_of(client: Backend, *paths: Path, **options: Any) -> Outcome:
    """The whole outcome of an import."""
    return client.execute(import_of(paths, **options))


def import_of(paths: Sequence[Path], **options: Any) -> ImportFiles:
    """The command."""
    return ImportFiles(tuple(paths), **{"region": "RU", "language": "ru", **options})


def people(client: Backend) -> list[State]:
    """All people, in the order in which they came."""
    return states_of(client, CONTACT)


def companies(client: Backend) -> list[State]:
    """All companies, in the order in which they came."""
    return states_of(client, COMPANY)


def full_names(client: Backend) -> list[str]:
    """The people's names, family name first."""
    names = (f"{p['family_name']} {p['given_name']} {p['middle_name']}" for p in people(client))
    return [" ".join(name.replace("None", "").split()) for name in names]


def values(record: State, field: str) -> list[str]:
    """The values of a list field."""
    return [item["value"] for item in record[field]]


def tag_names(client: Backend, record: State) -> list[str]:
    """The names of a record's tags."""
    names = {state["id"]: state["name"] for state in states_of(client, TAG)}
    return [names[tag] for tag in record["tags"]]


def owner_name(client: Backend, record: State) -> str | None:
    """The name of a record's owner."""
    names = {state["id"]: state["full_name"] for state in states_of(client, USER)}
    return names.get(record["owner"])


def company_names(client: Backend, person: State) -> list[str]:
    """Where a person works, in the person's order."""
    names = {state["id"]: state["name"] for state in companies(client)}
    return [names[link["company"]] for link in person["companies"]]


def states_of(client: Backend, record: RecordType) -> list[State]:
    def query(reader: Reader) -> list[State]:
        rids = reader.connection.execute(sa.select(record.table.c.rid)).scalars().all()
        loaded = load_by_rid(reader.connection, record, rids)
        return [
            {**loaded[rid].state, "id": loaded[rid].id, "created_at": loaded[rid].created_at}
            for rid in sorted(loaded)
        ]

    return client.ask(query)
