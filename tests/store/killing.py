"""Ending the program at a moment of one's choice, and what a workspace must be afterwards."""

from __future__ import annotations

import subprocess
import time

import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import check_workspace
from crm_desktop.store.metadata import operation
from tests.journeys.program import start
from tests.store.workshop import (
    Snapshot,
    assert_search_follows_the_records,
    open_client,
    snapshot,
)


def left_open(client: Backend) -> list[str]:
    """Operations that nobody has ended."""
    return client.ask(
        lambda reader: list(
            reader.connection.execute(
                sa.select(operation.c.label).where(operation.c.state == "open")
            ).scalars()
        )
    )


def assert_as_before(client: Backend, before: Snapshot) -> None:
    """Nothing of the import is left, and everything else is whole."""
    assert snapshot(client) == before
    assert_whole(client)


def assert_whole(client: Backend) -> None:
    """Nothing is half-done."""
    assert left_open(client) == []
    assert check_workspace(client).problems == ()
    assert_search_follows_the_records(client)


def kill_at(url: str, moment: float, *words: object) -> bool:
    """Run the program and kill it ``moment`` seconds after its first write (or its start if it
    writes nothing before); whether it was still at work."""
    with start(*words, "--workspace", url) as process:
        wait_for_an_open_operation(url, process)
        time.sleep(moment)
        process.kill()
    return process.returncode != 0


def wait_for_an_open_operation(url: str, process: subprocess.Popen[str]) -> None:
    """Until the process has begun to write, or has ended."""
    client = open_client(url)
    try:
        while not left_open(client) and process.poll() is None:
            time.sleep(0.002)
    finally:
        client.close()
