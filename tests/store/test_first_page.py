"""The first page that a window reads by the driver alone is the one that the program reads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.common.listing import WHOLE_LIST, is_still
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, DeleteContacts
from crm_desktop.features.contacts.first_page import (
    FirstPage,
    read_first_page,
    read_order,
    read_rows,
)
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.tags.queries import all_tags
from crm_desktop.store.glance import glance
from crm_desktop.store.location import SqliteLocation

T = TypeVar("T")

# Whatever a line can show, with more than one of each, and nothing at all.
_PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "family_name": "Ёлкина",
        "given_name": "Вера",
        "note": "n" * 400,
        "tags": [{"name": "VIP"}, {"name": "Spring"}],
        "phones": [
            {"value": "+48 512 000 001", "type": "work"},
            {"value": "+48 512 000 002", "type": "mobile", "primary": True},
        ],
        "emails": [{"value": "vera@example.com"}, {"value": "w@example.com", "primary": True}],
    },
    {
        "family_name": "Łuczak",
        "position": "Director",
        "blacklisted": "Debts",
        "tags": [{"name": "VIP"}],
    },
    {"family_name": "Abel"},
)


@pytest.fixture
def place(migrated_file: Path, tmp_path: Path) -> SqliteLocation:
    return SqliteLocation(Path(shutil.copy(migrated_file, tmp_path / "workspace.db")))


@pytest.fixture
def backend(place: SqliteLocation) -> Iterator[Backend]:
    backend = open_backend(place, create=False)
    yield backend
    backend.close()


def look(place: SqliteLocation, size: int = 200) -> FirstPage | None:
    return glance(place, lambda connection: read_first_page(connection, size))


def there(found: T | None) -> T:
    assert found is not None
    return found


def create(backend: Backend, values: dict[str, Any]) -> str:
    return str(backend.execute(CreateContact(values, "PL")).result)


def test_it_shows_what_the_program_shows(place: SqliteLocation, backend: Backend) -> None:
    for values in _PEOPLE:
        create(backend, values)
    firms = [str(backend.execute(CreateCompany({"name": name})).result) for name in ("A", "B")]
    jobs = [
        {"company": firms[0], "position": "Clerk"},
        {"company": firms[1], "position": "Boss", "primary": True},
    ]
    create(backend, {"family_name": "Zych", "companies": jobs})
    backend.execute(ArchiveContacts((create(backend, {"family_name": "Kept away"}),), True))
    backend.execute(DeleteContacts((create(backend, {"family_name": "Thrown away"}),)))

    def as_ever(reader: Reader) -> FirstPage:
        rows = queries.find_list_rows(reader, queries.find_order(reader, WHOLE_LIST))
        tags = {rid: (tag.name, tag.colour) for rid, tag in all_tags(reader).items()}
        actor = reader.actor
        return FirstPage(tuple(rows), queries.count(reader), True, tags, actor.name, actor.id)

    expected = backend.ask(as_ever)

    assert look(place) == expected
    assert len(expected.rows) == 4
    page = look(place, 2)
    assert page is not None
    assert (page.rows, page.total) == (expected.rows[:2], 4)
    keys = [row.rid for row in expected.rows]
    some = [keys[3], keys[1]]
    rows = there(glance(place, lambda connection: read_rows(some, connection)))
    assert rows == (expected.rows[1], expected.rows[3])


def test_the_whole_list_is_that_of_the_program_at_the_same_moment(
    place: SqliteLocation, backend: Backend
) -> None:
    assert not there(glance(place, read_order)).keys
    for values in _PEOPLE:
        create(backend, values)
    backend.execute(ArchiveContacts((create(backend, {"family_name": "Kept away"}),), True))
    found = there(glance(place, read_order))
    assert found.keys == backend.ask(queries.find_order, WHOLE_LIST)
    assert len(found.keys) == len(_PEOPLE)
    assert backend.ask(is_still, found.moment)
    create(backend, {"family_name": "New"})
    assert not backend.ask(is_still, found.moment)


def test_more_people_than_are_counted_early_are_told_as_at_most_so_many(
    place: SqliteLocation, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    for values in _PEOPLE:
        create(backend, values)
    for limit, is_counted in ((len(_PEOPLE), True), (len(_PEOPLE) - 1, False)):
        monkeypatch.setattr("crm_desktop.features.contacts.first_page._COUNTED", limit)
        page = look(place)
        assert page is not None
        assert (page.total, page.is_counted) == (len(_PEOPLE), is_counted)


def test_everybody_who_may_open_the_workspace_sees_all_people() -> None:
    assert CONTACT.scope(None, contact) is None


def test_nothing_is_seen_of_another_version_or_by_a_stranger(
    place: SqliteLocation, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(backend, {"family_name": "Kim"})
    assert look(place) is not None
    monkeypatch.setattr("getpass.getuser", lambda: "stranger")
    assert look(place) is None
    monkeypatch.undo()
    with backend.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert look(place) is None


def test_what_is_no_workspace_stays_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "letter.db"
    other.write_text("Dear Sir or Madam, " * 100)
    assert look(SqliteLocation(other)) is None
    assert look(SqliteLocation(tmp_path / "gone.db")) is None
    assert look(SqliteLocation(tmp_path)) is None
    assert [path.name for path in tmp_path.iterdir()] == ["letter.db"]
