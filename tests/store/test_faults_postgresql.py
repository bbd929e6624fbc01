"""What goes wrong with a server is said in words, in bounded time; the next call works again."""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Damaged, Unavailable
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.queries import count
from crm_desktop.store.bounded import BoundedConnection
from crm_desktop.store.location import PostgresLocation, parse_location
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.factories.postgresql import create_database, drop_database
from tests.factories.proxy import Proxy
from tests.store.workshop import (
    Write,
    change,
    create_contact,
    open_client,
    read,
)


@pytest.fixture
def client(postgresql_workspace: str) -> Iterator[Backend]:
    opened = open_client(postgresql_workspace)
    yield opened
    opened.close()


@pytest.fixture
def location(postgresql_workspace: str) -> PostgresLocation:
    return location_of(postgresql_workspace)


def location_of(url: str) -> PostgresLocation:
    place = parse_location(url)
    assert isinstance(place, PostgresLocation)
    return place


@pytest.fixture
def stranger(postgresql_server: str) -> Iterator[str]:
    """A role that must show a password."""
    name = f"stranger_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgresql_server, autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
        yield name
        administrator.execute(f"DROP ROLE {name}")


def test_a_wrong_password_is_said(location: PostgresLocation, stranger: str) -> None:
    with pytest.raises(Unavailable, match="refused the password"):
        open_backend(replace(location, user=stranger), create=True, password="wrong")
    with pytest.raises(Unavailable, match="password"):
        open_backend(replace(location, user=stranger), create=True)


@pytest.mark.parametrize("place", ["postgresql_database", "postgresql_workspace"])
def test_a_role_without_rights_is_said(
    request: pytest.FixtureRequest, stranger: str, place: str
) -> None:
    location = location_of(request.getfixturevalue(place))
    with pytest.raises(Unavailable, match="no right"):
        open_backend(replace(location, user=stranger), create=True, password="right")


def test_a_user_that_the_server_does_not_know_is_said(location: PostgresLocation) -> None:
    with pytest.raises(Unavailable, match=r"password|let this user in"):
        open_backend(replace(location, user="nobody"), create=True, password="x")


def test_a_database_that_is_not_there_is_said(location: PostgresLocation) -> None:
    with pytest.raises(Unavailable, match="no such database"):
        open_backend(replace(location, database="not_there"), create=True)


def test_a_closed_port_is_said(location: PostgresLocation) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    with pytest.raises(Unavailable, match="doesn’t answer"):
        open_backend(replace(location, port=closed), create=True)


def test_a_database_without_cyrillic_letters_is_refused_and_left_empty(
    postgresql_server: str,
) -> None:
    url = create_database(postgresql_server, locale="C")
    try:
        with pytest.raises(Damaged, match="without Cyrillic letters"):
            open_backend(url, create=True)
        with psycopg.connect(url) as found:
            tables = found.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert tables == []
    finally:
        drop_database(postgresql_server, url)


def test_a_server_that_is_too_old_is_refused_and_left_empty(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.migrating._OLDEST_POSTGRESQL", 990_000)
    with pytest.raises(Damaged, match=r"runs PostgreSQL \d\d\.\d+; 15 or newer"):
        open_backend(postgresql_database, create=True)
    with psycopg.connect(postgresql_database) as found:
        tables = found.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == []


def test_a_question_that_takes_a_server_too_long_is_said_and_the_next_is_answered(
    client: Backend,
) -> None:
    def endless(reader: Reader) -> None:
        reader.connection.exec_driver_sql("SET LOCAL statement_timeout = '50ms'")
        reader.connection.exec_driver_sql("SELECT pg_sleep(60)")

    with pytest.raises(Unavailable, match="took too long"):
        client.ask(endless)
    assert client.ask(count) == 0


def cut_lines(url: str) -> None:
    """As a server that is restarted does."""
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_lines_that_were_cut_between_two_calls_are_not_noticed(
    client: Backend, postgresql_workspace: str
) -> None:
    contact = create_contact(client)
    cut_lines(postgresql_workspace)
    change(client, contact, 1, position="Boss")
    cut_lines(postgresql_workspace)
    assert read(client, contact).state["position"] == "Boss"


def test_a_line_that_is_cut_in_the_middle_loses_nothing_but_the_call(
    client: Backend, postgresql_workspace: str
) -> None:
    contact = create_contact(client)

    def cut(unit: UnitOfWork) -> None:
        unit.update("contact", contact, {"position": "Boss"}, None)
        cut_lines(postgresql_workspace)
        unit.update("contact", contact, {"note": "Likes tea"}, None)

    with pytest.raises(Unavailable, match="doesn’t answer"):
        client.execute(Write(cut))
    assert read(client, contact).state["position"] is None
    change(client, contact, 1, position="Boss")
    assert read(client, contact).version == 2


def test_a_server_that_lets_in_and_breaks_off_at_once_is_said(
    client: Backend, postgresql_workspace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = create_contact(client)
    connect = BoundedConnection.connect

    def broken(*arguments: Any, **options: Any) -> BoundedConnection:
        made = connect(*arguments, **options)
        cut_lines(postgresql_workspace)
        return made

    cut_lines(postgresql_workspace)
    with monkeypatch.context() as patched:
        patched.setattr(BoundedConnection, "connect", broken)
        with pytest.raises(Unavailable, match="doesn’t answer"):
            change(client, contact, 1, position="Boss")
    change(client, contact, 1, position="Boss")
    assert read(client, contact).state["position"] == "Boss"


def test_a_server_that_can_only_be_read_can_be_read(
    client: Backend, postgresql_workspace: str
) -> None:
    contact = create_contact(client)
    name = urlsplit(postgresql_workspace).path.lstrip("/")
    with psycopg.connect(postgresql_workspace, autocommit=True) as administrator:
        administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    reader = open_backend(postgresql_workspace, create=False)
    with pytest.raises(Unavailable, match="can only be read"):
        change(reader, contact, 1, position="Boss")
    assert read(reader, contact).version == 1
    reader.close()


def test_a_record_that_someone_holds_for_long_is_given_up(
    client: Backend, postgresql_workspace: str
) -> None:
    contact = create_contact(client)
    with psycopg.connect(postgresql_workspace) as holder:
        holder.execute("SELECT * FROM contact FOR UPDATE")

        def impatient(unit: UnitOfWork) -> None:
            unit.connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
            unit.load("contact", contact)

        with pytest.raises(Unavailable, match="Someone else is writing"):
            client.execute(Write(impatient))


def test_two_who_take_the_same_records_crosswise_both_succeed(client: Backend) -> None:
    first, second = create_contact(client), create_contact(client)
    meeting = threading.Barrier(2)

    def crosswise(one: str, two: str) -> Callable[[UnitOfWork], None]:
        def write(unit: UnitOfWork) -> None:
            unit.update("contact", one, {"note": one}, None)
            with suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=0.5)  # at the second try nobody comes
            unit.update("contact", two, {"position": one}, None)

        return write

    futures = [
        client.submit(Write(crosswise(first, second))),
        client.submit(Write(crosswise(second, first))),
    ]
    for future in futures:
        future.result()
    assert read(client, first).state["position"] == second
    assert read(client, second).state["position"] == first


def test_pointing_at_a_record_that_someone_changes_needs_no_waiting(client: Backend) -> None:
    """But for relations, which both people keep."""
    firm = client.execute(CreateCompany({"name": "Вектор"}, "RU")).result

    def hold(unit: UnitOfWork) -> None:
        unit.update("company", firm, {"note": "Likes tea"}, None)
        started = time.monotonic()
        create_contact(client, companies=[{"company": firm}])
        assert time.monotonic() - started < 2

    client.execute(Write(hold))


@pytest.fixture
def proxy(location: PostgresLocation) -> Iterator[Proxy]:
    opened = Proxy(location.host or "127.0.0.1", location.port or 5432)
    yield opened
    opened.close()


def test_a_server_behind_a_dead_line_is_given_up_and_found_again(
    client: Backend,
    postgresql_workspace: str,
    location: PostgresLocation,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm_desktop.store.bounded.SILENCE_SECONDS", 1.0)
    monkeypatch.setattr("crm_desktop.store.engine.CONNECT_SECONDS", 2)
    contact = create_contact(client)
    remote = open_backend(replace(location, port=proxy.port), create=False)
    assert read(remote, contact).version == 1
    proxy.swallows.set()
    started = time.monotonic()
    with pytest.raises(Unavailable, match="doesn’t answer"):
        change(remote, contact, 1, position="Boss")
    assert time.monotonic() - started < 8
    proxy.swallows.clear()
    change(remote, contact, 1, position="Boss")
    assert read(client, contact).state["position"] == "Boss"
    remote.close()


def test_a_window_that_stayed_open_writes_nothing_into_what_a_newer_program_migrated(
    postgresql_workspace: str,
) -> None:
    client = open_backend(postgresql_workspace, create=True)
    create_contact(client, family_name="Ким")
    with psycopg.connect(postgresql_workspace) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    for _attempt in range(2):
        with pytest.raises(Damaged, match="newer version"):
            create_contact(client, family_name="Лев")
    assert client.ask(count) == 1
    client.close()
