"""Cards that were opened and left leave nothing behind: widgets, rows, windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, there, view_of, wait_for_answers, write
from tests.gui.test_window_leaks import delete_what_is_due

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def people(backend: Backend) -> list[RecordRef]:
    """Two people, opened in turn."""
    names = ("Anna", "Boris")
    return [
        RecordRef("contact", write(backend, CreateContact({"given_name": name}))) for name in names
    ]


@pytest.fixture
def session(people: list[RecordRef], workspace: Path, open_window: OpenWindow) -> Session:
    """A window on them."""
    return open_window(workspace)


def open_and_leave(session: Session, record: RecordRef, qtbot: QtBot) -> None:
    view = view_of(session)
    view.open_record(record, view.pages[0])

    def is_there() -> bool:
        card = view.way.card
        return card is not None and card.head is not None and card.head.record == record

    qtbot.waitUntil(is_there)
    wait_for_answers(there(session.bridge), qtbot)
    view.go_back()
    delete_what_is_due()


@pytest.mark.parametrize("times", [8, pytest.param(500, marks=pytest.mark.long)])
def test_cards_opened_and_left_leave_nothing(
    session: Session, people: list[RecordRef], times: int, qtbot: QtBot
) -> None:
    for record in people * 2:
        open_and_leave(session, record, qtbot)
    widgets = len(QApplication.allWidgets())
    for number in range(times):
        open_and_leave(session, people[number % 2], qtbot)
    assert len(QApplication.allWidgets()) <= widgets


def test_windows_of_records_opened_and_closed_leave_nothing(
    session: Session, people: list[RecordRef], qtbot: QtBot
) -> None:
    def once() -> None:
        there(session.cards).open_apart(people[0])
        window = there(session.cards).windows[0]
        qtbot.waitUntil(lambda: window.way.card is not None and window.way.card.head is not None)
        wait_for_answers(there(session.bridge), qtbot)
        window.close()
        delete_what_is_due()

    once()
    widgets = len(QApplication.allWidgets())
    for _time in range(5):
        once()
    assert len(QApplication.allWidgets()) <= widgets
