"""A server is asked nothing but what somebody wants to know: on a line to another house each way
there and back takes longer than most questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.queries import count
from crm_desktop.store.engine import Connection
from crm_desktop.store.location import PostgresLocation, parse_location
from tests.factories.proxy import Proxy
from tests.store.workshop import create_contact


@pytest.fixture
def line(postgresql_workspace: str) -> Iterator[Proxy]:
    location = _server(postgresql_workspace)
    opened = Proxy(location.host or "127.0.0.1", location.port or 5432)
    yield opened
    opened.close()


@pytest.fixture
def client(postgresql_workspace: str, line: Proxy) -> Iterator[Backend]:
    """Somebody at the other end of the line, who has asked before; the feed listens elsewhere."""
    place = replace(_server(postgresql_workspace), host="127.0.0.1", port=line.port)
    opened = open_backend(place, create=True)
    opened.ask(_one_question)
    opened.write(_one_change)
    yield opened
    opened.close()


def _server(url: str) -> PostgresLocation:
    place = parse_location(url)
    assert isinstance(place, PostgresLocation)
    return place


def _one_question(reader: Reader) -> None:
    assert reader.connection.exec_driver_sql("SELECT 1").scalar() == 1


def _one_change(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE contact SET note = note WHERE rid < 0")


def test_a_reading_begins_and_ends_on_ways_of_their_own(client: Backend, line: Proxy) -> None:
    before = line.ways
    client.ask(_one_question)
    assert line.ways - before == 3


def test_a_change_asks_for_nothing_more(client: Backend, line: Proxy) -> None:
    before = line.ways
    client.write(_one_change)
    assert line.ways - before == 3


def test_a_question_that_fails_leaves_the_line_of_use(client: Backend) -> None:
    def wrong(reader: Reader) -> None:
        reader.connection.exec_driver_sql("SELECT nothing_like_that")

    with pytest.raises(Exception, match="nothing_like_that"):
        client.ask(wrong)
    client.ask(_one_question)


def test_all_questions_of_a_reading_are_answered_of_one_moment(
    client: Backend, postgresql_workspace: str
) -> None:
    colleague = open_backend(postgresql_workspace, create=False)

    def twice(reader: Reader) -> tuple[int, int]:
        first = count(reader)
        create_contact(colleague)
        return first, count(reader)

    assert client.ask(twice) == (0, 0)
    assert client.ask(count) == 1
    colleague.close()
