"""A question that nobody waits for any more stops, and what is asked next is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from urllib.parse import urlsplit

import pytest

from crm_desktop.backend import giving_up
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.queries import count
from crm_desktop.store.engine import Connection, stopper
from tests.factories.proxy import Proxy

# Counts for minutes.
_ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
    "SELECT count(*) FROM n"
)


def test_a_question_under_way_is_stopped(client: Backend) -> None:
    begun = threading.Event()

    def endless(reader: Reader) -> None:
        begun.set()
        reader.connection.exec_driver_sql(_ENDLESS)

    futures = [client.submit_query(endless) for _ in range(2)]
    assert begun.wait(5)
    time.sleep(0.2)
    for future in futures:
        client.give_up(future)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(timeout=10)
    assert client.ask(count) == 0


def test_a_question_given_up_between_two_statements_does_not_ask_the_next(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def told(connection: Connection) -> Callable[[], None]:
        stop = stopper(connection)

        def tell() -> None:
            stop()
            stopped.set()

        return tell

    def endless(reader: Reader) -> None:
        begun.set()
        assert stopped.wait(5)
        reader.connection.exec_driver_sql(_ENDLESS.replace("2000000000", "10000000"))

    monkeypatch.setattr(giving_up, "stopper", told)
    future = client.submit_query(endless)
    assert begun.wait(5)
    client.give_up(future)
    with pytest.raises(CancelledError):
        future.result(timeout=20)


def test_giving_up_an_answered_question_does_nothing(client: Backend) -> None:
    future = client.submit_query(count)
    assert future.result(timeout=10) == 0
    client.give_up(future)
    assert client.ask(count) == 0


def test_an_error_of_its_own_is_not_hidden(client: Backend) -> None:
    def wrong(_reader: Reader) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        client.submit_query(wrong).result(timeout=10)


def test_giving_up_behind_a_dead_line_stops_nobody_else(
    postgresql_workspace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.bounded.SILENCE_SECONDS", 1.0)
    monkeypatch.setattr("crm_desktop.store.bounded._STOPPING_SECONDS", 0.5)
    server = urlsplit(postgresql_workspace)
    proxy = Proxy(server.hostname or "127.0.0.1", server.port or 5432)
    near = postgresql_workspace.replace(f":{server.port}/", f":{proxy.port}/")
    client = open_backend(near, create=True, language="en")
    begun = threading.Event()

    def endless(reader: Reader) -> None:
        begun.set()
        reader.connection.exec_driver_sql(_ENDLESS)

    future = client.submit_query(endless)
    assert begun.wait(5)
    proxy.swallows.set()
    client.give_up(future)
    with pytest.raises(CancelledError):
        future.result(timeout=10)
    proxy.swallows.clear()
    client.close()
    proxy.close()
