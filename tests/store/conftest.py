"""Clients of one workspace, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crm_desktop.backend import ahead, history
from crm_desktop.backend.backend import Backend
from crm_desktop.store.reversal import prepare_reversal
from tests.store.workshop import open_client

OpenClient = Callable[[], Backend]
Meddle = Callable[[], object]


@pytest.fixture
def another_client(workspace_url: str) -> Iterator[OpenClient]:
    """Opens one more client of the test's workspace."""
    opened: list[Backend] = []

    def open_one() -> Backend:
        opened.append(open_client(workspace_url))
        return opened[-1]

    yield open_one
    for client in opened:
        client.close()


@pytest.fixture
def client(another_client: OpenClient) -> Backend:
    """The first client of the test's workspace."""
    return another_client()


@pytest.fixture
def meddle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Meddle], None]:
    """Has something done once, between the reading ahead of a bulk change and its writing."""

    def meddle(what: Meddle) -> None:
        left = [what]

        def meddled(make: Callable[..., Any]) -> Callable[..., Any]:
            def prepare(*given: Any) -> Any:
                found = make(*given)
                if found is not None and left:
                    left.pop()()
                return found

            return prepare

        monkeypatch.setattr(ahead, "_prepared", meddled(ahead._prepared))
        monkeypatch.setattr(history, "prepare_reversal", meddled(prepare_reversal))

    return meddle
