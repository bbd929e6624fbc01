"""After midnight lists, cards, next steps and the preview say ``today`` of another day."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, column, contacts, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOON = datetime(2026, 10, 14, 12, 40, tzinfo=LOCAL_ZONE).astimezone(timezone.utc)


@pytest.fixture(autouse=True)
def noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim, to be called tomorrow."""
    contact = write(backend, CreateContact({"family_name": "Kim"}))
    task = {"kind": "task", "title": "Call", "due_on": "2026-10-15", "contacts": [contact]}
    write(backend, CreateActivity(task))
    return RecordRef("contact", contact)


def let_midnight_pass(session: Session) -> None:
    clock.set_source(lambda: NOON + timedelta(hours=12))
    there(session.bridge).days.look()


def words(session: Session) -> str:
    """What can be read and heard in the window."""
    shown = [widget for widget in session.window.findChildren(QWidget) if widget.isVisible()]
    labels = [widget.text() for widget in shown if isinstance(widget, QLabel)]
    return " ".join([*labels, *(widget.accessibleName() for widget in shown)])


def test_the_list_tells_the_days_anew_and_stays_where_it_is(
    open_window: OpenWindow, workspace: Path, kim: RecordRef, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    view = view_of(session)
    view.show_first()
    qtbot.waitUntil(lambda: "tomorrow" in words(session))  # in the preview
    changed: list[object] = []
    contacts(session).model.dataChanged.connect(lambda *_all: changed.append(1))
    let_midnight_pass(session)
    assert changed
    qtbot.waitUntil(lambda: "tomorrow" not in words(session) and "today" in words(session))
    assert contacts(session).current_id() == kim.id
    assert column(session) == ["Kim"]


def test_an_open_card_tells_the_days_anew(
    open_window: OpenWindow, workspace: Path, kim: RecordRef, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    view_of(session).open_record(kim)
    qtbot.waitUntil(lambda: view_of(session).way.card is not None)
    card = there(view_of(session).way.card)
    middle = card.panes.middle
    assert isinstance(middle, TimelinePart)
    model = middle.model

    def rows() -> str:
        return " ".join(
            str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
            for row in range(model.rowCount())
        )

    (steps,) = (one for one in card.panes.sections.parts if isinstance(one, NextSteps))
    qtbot.waitUntil(lambda: bool(steps.rows) and "tomorrow" in steps.rows[0].accessibleName())
    qtbot.waitUntil(lambda: "tomorrow" in rows())
    let_midnight_pass(session)
    assert "today" in steps.rows[0].accessibleName()
    qtbot.waitUntil(lambda: "tomorrow" not in rows() and "today" in rows())
