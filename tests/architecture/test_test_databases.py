"""The databases that other tests are given know Cyrillic, are their own, and hold nothing yet."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.store.engine import Database
from crm_desktop.store.location import parse_location
from tests.factories.postgresql import copy_database, create_database, drop_database
from tests.store.workshop import contents


def test_a_database_knows_cyrillic_letters_and_their_trigrams(postgresql_database: str) -> None:
    with psycopg.connect(postgresql_database) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT lower('ЁЛКА'), cardinality(show_trgm('ёлка'))").fetchone()
    assert row == ("ёлка", 5)


def test_the_c_locale_can_be_asked_for_to_test_its_refusal(postgresql_server: str) -> None:
    url = create_database(postgresql_server, locale="C")
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT lower('ЁЛКА')").fetchone()
    drop_database(postgresql_server, url)
    assert row == ("ЁЛКА",)


def test_dropping_a_database_throws_out_whoever_is_connected(postgresql_server: str) -> None:
    url = create_database(postgresql_server)
    forgotten = psycopg.connect(url)
    drop_database(postgresql_server, url)
    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()


def test_other_roles_need_their_password(postgresql_database: str) -> None:
    with psycopg.connect(postgresql_database) as connection:
        connection.execute("CREATE ROLE seller LOGIN PASSWORD 'right'")
    with psycopg.connect(postgresql_database, user="seller", password="right"):
        pass
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgresql_database, user="seller", password="wrong")
    with psycopg.connect(postgresql_database) as connection:
        connection.execute("DROP ROLE seller")


def test_an_empty_place_is_empty(empty_workspace_url: str) -> None:
    if not empty_workspace_url.startswith("postgresql://"):
        assert not Path(empty_workspace_url).exists()
        return
    with psycopg.connect(empty_workspace_url) as connection:
        tables = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()
    assert tables == (0,)


def test_a_new_workspace_has_its_tables_and_nothing_in_them(new_workspace_url: str) -> None:
    database = Database(parse_location(new_workspace_url))
    rows = contents(database)
    database.close()
    assert [name for name, found in rows.items() if found] == ["alembic_version"]


def test_a_workspace_has_its_first_user_and_no_records(workspace_url: str) -> None:
    database = Database(parse_location(workspace_url))
    rows = contents(database)
    database.close()
    assert len(rows["user"]) == 1
    assert not rows["contact"]
    assert not rows["deal"]


def test_what_one_test_writes_into_a_workspace_no_other_finds(
    postgresql_workspace: str, postgresql_server: str, opened_database: str
) -> None:
    client = open_backend(postgresql_workspace, create=False)
    client.execute(CreateContact({"family_name": "Nowak"}))
    client.close()
    other = copy_database(postgresql_server, opened_database)
    with psycopg.connect(other) as connection:
        people = connection.execute("SELECT count(*) FROM contact").fetchone()
    drop_database(postgresql_server, other)
    assert people == (0,)
