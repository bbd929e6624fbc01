"""What a process began and didn't end is taken back at the next start, and told."""

from __future__ import annotations

import platform
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm_desktop.core.ids import new_id
from crm_desktop.store import operations
from crm_desktop.store.engine import Connection
from crm_desktop.store.metadata import operation
from tests.gui.conftest import Open, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def begin_and_die(workspace: Path, open_workspace: Open, *, label: str, files: list[str]) -> None:
    """As a process that was killed in the middle leaves it."""
    outside = open_workspace(workspace)

    def begin(connection: Connection) -> None:
        begun = operations.begin(
            connection,
            new_id(),
            state=operations.OPEN,
            label=label,
            details={"files": files} if files else {},
            actor_rid=outside.actor.rid,
        )
        dead = f"{platform.node()}/1/0.00"
        connection.execute(
            sa.update(operation).where(operation.c.rid == begun.rid).values(process=dead)
        )

    with ThreadPoolExecutor(1) as pool:
        pool.submit(outside.write, begin).result()


@pytest.mark.parametrize(
    "case",
    [
        ("Import", ["clients.csv", "more.vcf"], "The import of clients.csv, more.vcf stopped"),
        ("Change many", [], "“Change many” stopped in the middle"),
    ],
)
def test_work_that_a_killed_program_left_half_done_is_told_in_a_note_and_in_the_bell(
    workspace: Path,
    open_workspace: Open,
    open_window: OpenWindow,
    case: tuple[str, list[str], str],
) -> None:
    label, files, words = case
    begin_and_die(workspace, open_workspace, label=label, files=files)
    notifications = open_window(workspace).window.notifications
    [note] = notifications.notes
    assert note.words.startswith(words)
    assert "taken back" in note.words
    assert note.words in [kept.words for kept in notifications.inbox.kept]


def test_at_the_start_after_that_nothing_is_told_any_more(
    workspace: Path, open_workspace: Open, open_window: OpenWindow
) -> None:
    begin_and_die(workspace, open_workspace, label="Import", files=["clients.csv"])
    open_workspace(workspace).close()
    assert open_window(workspace).window.notifications.notes == []
