"""Two programs on one workspace: what is changed in one is soon seen in the other, and nobody's
place or typing is disturbed. On both engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.activities.commands import CreateActivity, FinishActivity
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.files.section import Files
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.conflicts import ConflictDialog
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import press, type_text
from tests.gui.conftest import close_windows, column, contacts, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("does not support", "propagateSizeHints")

# What is promised (interaction.md, section 17), in seconds.
PROMISED = {"sqlite": 3.0, "postgresql": 1.0}
# For a busy test machine.
SLACK = 1.5
PEOPLE = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(engine: str, request: pytest.FixtureRequest) -> str:
    name = "workspace" if engine == "sqlite" else "postgresql_workspace"
    return str(request.getfixturevalue(name))


@pytest.fixture
def colleague(engine: str, address: str) -> Iterator[Backend]:
    """The other program."""
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_backend, address, create=engine == "postgresql")
        backend = opening.result()
        backend.feed.start()
        yield backend
        pool.submit(backend.close).result()


@pytest.fixture
def kim(colleague: Backend) -> RecordRef:
    """Marina Kim, in a list of many."""
    for number in range(PEOPLE):
        colleague.submit(CreateContact({"family_name": f"Abel {number:02}"}))
    values = {"family_name": "Kim", "position": "Director", "source": "Fair"}
    return RecordRef("contact", write(colleague, CreateContact(values)))


@pytest.fixture
def session(kim: RecordRef, address: str, program: Program, qtbot: QtBot) -> Iterator[Session]:
    session = program.open(address)
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: contacts(session).count == PEOPLE + 1)
    session.window.activateWindow()
    yield session
    close_windows(program, qtbot)


class Soon:
    """Waits as long as is promised, and fails if it took longer."""

    def __init__(self, seconds: float, qtbot: QtBot) -> None:
        self.seconds, self.qtbot = seconds, qtbot

    def __call__(self, is_there: Callable[[], Any]) -> None:
        began = time.monotonic()
        self.qtbot.waitUntil(lambda: bool(is_there()))
        assert time.monotonic() - began < self.seconds + SLACK


@pytest.fixture
def soon(engine: str, qtbot: QtBot) -> Soon:
    return Soon(PROMISED[engine], qtbot)


def open_card(session: Session, ref: RecordRef, qtbot: QtBot) -> CardPage:
    view = view_of(session)
    view.open_record(ref)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    card = there(view.way.card)
    qtbot.waitUntil(lambda: fields_of(card).record is not None)
    return card


def fields_of(card: CardPage) -> FieldsPart:
    part = card.panes.fields
    assert isinstance(part, FieldsPart)
    return part


def row(card: CardPage, name: str) -> FieldRow:
    return fields_of(card).pane.rows[name]


def begin_typing(card: CardPage, name: str, text: str, qtbot: QtBot) -> QLineEdit:
    """Open a field and type, without keeping it."""
    row(card, name).edit()
    qtbot.waitUntil(row(card, name).editor_there.has_focus)
    (line,) = row(card, name).editor_there.entry.findChildren(QLineEdit)
    line.selectAll()
    type_text(line, text)
    return line


def version(backend: Backend, ref: RecordRef) -> int:
    return int(there(read(backend, get_contact, ref.id)).version)


def change(backend: Backend, ref: RecordRef, **changes: Any) -> None:
    write(backend, UpdateContact(ref.id, version(backend, ref), changes))


def test_fields_tags_tasks_and_files_of_a_colleague_come_into_the_open_card(
    session: Session, colleague: Backend, kim: RecordRef, soon: Soon, tmp_path: Path
) -> None:
    qtbot = soon.qtbot
    card = open_card(session, kim, qtbot)
    steps = next(part for part in card.panes.parts if isinstance(part, NextSteps))
    files = next(part for part in card.panes.parts if isinstance(part, Files))
    line = begin_typing(card, "position", "Half a wor", qtbot)

    change(colleague, kim, source="Exhibition")
    soon(lambda: row(card, "source").view.text() == "Exhibition")
    change(colleague, kim, tags=[{"name": "Key"}])
    soon(lambda: [tag.name for tag in there(card.head).tags] == ["Key"])
    task = {"kind": "task", "title": "Call", "contacts": [kim.id]}
    task_id = write(colleague, CreateActivity(task))
    soon(lambda: len(steps.rows) == 1)
    write(colleague, FinishActivity(task_id))
    soon(lambda: not steps.rows)
    offer = tmp_path / "offer.txt"
    offer.write_text("Two lamps")
    attach = AttachFiles((offer,), {"contacts": (kim.id,)})
    colleague.start(attach).future.result(timeout=10)
    soon(lambda: [one.file.name for one in files.rows] == ["offer.txt"])

    assert line.text() == "Half a wor"
    assert line.hasFocus()
    assert line.cursorPosition() == len("Half a wor")


def test_a_colleagues_change_comes_into_the_list_which_stays_where_it_is(
    session: Session, colleague: Backend, kim: RecordRef, soon: Soon
) -> None:
    table = contacts(session).table
    table.setFocus()
    table.choose(30)
    table.scrollTo(table.model().index(30, 0))
    scroll = table.verticalScrollBar().value()
    chosen = contacts(session).current_id()
    change(colleague, RecordRef("contact", chosen), family_name="Abel 30 the younger")
    soon(lambda: "Abel 30 the younger" in column(session))
    assert contacts(session).current_id() == chosen
    assert table.verticalScrollBar().value() == scroll


def test_different_fields_are_joined_without_a_word_and_the_same_field_asks(
    session: Session, colleague: Backend, kim: RecordRef, soon: Soon
) -> None:
    qtbot = soon.qtbot
    card = open_card(session, kim, qtbot)
    line = begin_typing(card, "position", "Buyer", qtbot)
    change(colleague, kim, source="Exhibition")
    press(line, Qt.Key.Key_Return)
    state = _state(colleague, kim)
    soon(lambda: state()["position"] == "Buyer")
    assert state()["source"] == "Exhibition"
    assert not session.window.findChildren(ConflictDialog)

    qtbot.waitUntil(lambda: not fields_of(card).saver.of(kim.id))
    line = begin_typing(card, "position", "Mine", qtbot)
    change(colleague, kim, position="Theirs")
    press(line, Qt.Key.Key_Return)
    soon(lambda: session.window.findChildren(ConflictDialog))
    (dialog,) = session.window.findChildren(ConflictDialog)
    QTest.mouseClick(dialog.rows["position"].theirs.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    soon(lambda: row(card, "position").view.text() == "Theirs")
    qtbot.waitUntil(lambda: state()["position"] == "Theirs")


@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_is_typed_stays_when_a_colleague_puts_the_record_away(
    session: Session,
    colleague: Backend,
    kim: RecordRef,
    soon: Soon,
    is_deleted: bool,
) -> None:
    qtbot = soon.qtbot
    card = open_card(session, kim, qtbot)
    line = begin_typing(card, "position", "Half a wor", qtbot)
    write(colleague, ArchiveContacts((kim.id,)))
    if is_deleted:
        write(colleague, DeleteContacts((kim.id,)))
    heading = "In the recycle bin" if is_deleted else "In the archive"
    soon(lambda: card.notices.isVisible() and card.notices.state.heading.text() == heading)
    assert line.text() == "Half a wor"
    assert line.hasFocus()


def _state(backend: Backend, ref: RecordRef) -> Callable[[], dict[str, Any]]:
    return lambda: dict(there(read(backend, get_contact, ref.id)).state)
