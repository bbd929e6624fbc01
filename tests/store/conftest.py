"""Clients of one workspace, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crm_desktop.backend.backend import Backend
from tests.store.workshop import open_client

OpenClient = Callable[[], Backend]


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
