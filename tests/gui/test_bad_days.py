"""What the world does to an open window: files that turn read-only or are taken away, servers
that go, clocks that jump."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import day_words
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.notice_bars import ReadOnlyBar
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.store import engine, still
from tests.gui.conftest import OpenWindow, column, contacts, there, view_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def session(open_window: OpenWindow, workspace: Path) -> Session:
    return open_window(workspace)


def create(session: Session, name: str) -> None:
    """A contact by keys, as a person types it."""
    dialog = there(session.dialogs).new_contact
    dialog.begin_named(name)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)


def told(session: Session) -> str:
    """All that the window says of what went wrong."""
    dialog = there(session.dialogs).new_contact
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    notes = [note.words for note in session.window.notifications.notes]
    return " ".join([*labels, *notes])


def protect_from_writing(session: Session) -> Callable[[], None]:
    """What SQLite meets in a folder that lost its right to write; the answer gives it back."""

    def protect(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA query_only = 1")

    writer = there(session.bridge)._backend.database._writer
    sa.event.listen(writer, "begin", protect, insert=True)
    return lambda: sa.event.remove(writer, "begin", protect)


def test_a_file_in_a_protected_folder_is_shown_with_a_notice_and_takes_no_changes(
    open_window: OpenWindow, workspace: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (engine, still):
        monkeypatch.setattr(module, "can_be_written", lambda _path: False)
    session = open_window(workspace)
    assert isinstance(session.notice_bar, ReadOnlyBar)
    assert session.notice_bar.isVisible()
    assert told(session) == ""
    create(session, "Anna Kim")
    qtbot.waitUntil(lambda: "only be read" in told(session))
    assert [path.name for path in workspace.parent.glob(f"{workspace.name}*")] == [workspace.name]


def test_a_file_that_turns_read_only_is_still_read_and_what_was_typed_is_kept(
    session: Session, qtbot: QtBot
) -> None:
    create(session, "Anna Kim")
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim"])
    give_back = protect_from_writing(session)
    create(session, "Boris Kim")
    qtbot.waitUntil(lambda: "only be read" in told(session))
    dialog = there(session.dialogs).new_contact
    assert dialog.isVisible()
    assert column(session) == ["Anna Kim"]
    assert not view_of(session).banner.isVisible()
    assert dialog.save.isEnabled()
    give_back()
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim", "Boris Kim"])
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_nobody_is_told_that_all_is_saved_while_a_field_waits_to_be_written(
    session: Session, qtbot: QtBot
) -> None:
    create(session, "Anna Kim")
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim"])
    view = view_of(session)
    kim = there(contacts(session).model.row_at(0))
    view.open_record(RecordRef("contact", kim.id))
    qtbot.waitUntil(lambda: view.way.card is not None)
    fields = there(view.way.card).panes.fields
    assert isinstance(fields, FieldsPart)
    qtbot.waitUntil(lambda: fields.record is not None)
    give_back = protect_from_writing(session)
    fields.pane.told.kept.emit("position", "Buyer", "Buyer")
    qtbot.waitUntil(lambda: view.status.saving.text() == "Saved here, will be sent later")
    give_back()
    fields.saver.try_again()
    qtbot.waitUntil(lambda: view.status.saving.text() == "All saved")


def test_what_is_typed_while_the_stick_is_out_is_saved_when_it_is_back(
    session: Session, workspace: Path, qtbot: QtBot
) -> None:
    away = workspace.rename(workspace.with_name("away.db"))
    create(session, "Boris Kim")
    dialog = there(session.dialogs).new_contact
    qtbot.waitUntil(lambda: "isn’t where it was" in told(session))
    assert dialog.isVisible()
    away.rename(workspace)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: column(session) == ["Boris Kim"])


def test_a_clock_set_back_loses_nothing(session: Session, qtbot: QtBot) -> None:
    create(session, "Anna Kim")
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim"])
    qtbot.waitUntil(there(session.dialogs).new_contact.isHidden)  # the news may be quicker
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    clock.set_source(lambda: yesterday)
    create(session, "Boris Kim")
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim", "Boris Kim"])
    there(session.window.history).undo()
    qtbot.waitUntil(lambda: column(session) == ["Anna Kim"])


@pytest.fixture
def zone() -> Iterator[None]:
    """The zone may be changed by the test."""
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_another_time_zone_moves_the_days_at_once(zone: None, qapp: object) -> None:
    clock.set_source(lambda: datetime(2026, 10, 14, 22, 30, tzinfo=timezone.utc))
    days = {}
    for name in ("UTC", "Asia/Vladivostok"):
        os.environ["TZ"] = name
        time.tzset()
        days[name] = clock.now().astimezone().date()
        assert day_words(days[name]) == "Today"
    assert days["UTC"] < days["Asia/Vladivostok"]
