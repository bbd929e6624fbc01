"""The first minutes with the window: search, a new contact, import, undo, what others do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.feature import CommandType
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, UpdateContact
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.line_columns import Line
from tests.gui.conftest import (
    Open,
    OpenWindow,
    column,
    contacts,
    import_by_guess,
    new_contact_of,
    results_of,
    there,
    view_of,
    wizard_of,
    write,
)

PEOPLE = ("Anna Sokolova", "Boris Kim", "Cyril Orlov")


def person(name: str, **values: Any) -> CreateContact:
    given, family = name.split()
    return CreateContact({"given_name": given, "family_name": family, **values}, "RU")


@pytest.fixture
def outside(backend: Backend) -> Backend:
    """Another program on the same workspace, in which three people are."""
    company = write(backend, CreateCompany({"name": "Vektor Plus"}))
    link = [{"company": company, "position": "Director", "primary": True}]
    for name in PEOPLE:
        write(backend, person(name, phones=[{"value": "8 900 555-01-14"}], companies=link))
    return backend


@pytest.fixture
def session(outside: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on that workspace."""
    return open_window(workspace)


def press(qtbot: QtBot, session: Session, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key in the window."""
    modifier = Qt.KeyboardModifier
    target = session.window.focusWidget() or session.window
    QTest.keyClick(target, key, modifier.ControlModifier if ctrl else modifier.NoModifier)


def notes(session: Session) -> list[str]:
    return [note.words for note in session.window.notifications.notes]


def drop(session: Session, *paths: Path) -> bool:
    """Drop files on the window; gives whether they were welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
    QApplication.sendEvent(session.window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(200, 200), copy, data, left, none)
        QApplication.sendEvent(session.window, event)
    return enter.isAccepted()


def test_the_list_shows_people_by_name_with_company_and_phone(session: Session) -> None:
    assert column(session, 0) == list(PEOPLE)
    assert column(session, 1)[0] == "Vektor Plus"
    assert column(session, 2)[0] == "+7 900 555-01-14"
    line = contacts(session).model.row_at(0)
    assert isinstance(line, Line)
    assert line.row.position == "Director"
    assert view_of(session).toolbar.count.text() == "3 contacts"


def test_typing_in_the_search_shows_results_from_the_first_letter(
    session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.focus_search()
    assert view.search.hasFocus()
    QTest.keyClicks(view.search, "k")
    results = results_of(session)
    qtbot.waitUntil(lambda: [hit.title for hit in results.model.hits] == ["Boris Kim"])
    assert view.page is results
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.page is view.pages[0]


def test_fast_typing_ends_with_the_answer_to_the_last_letter(
    session: Session, qtbot: QtBot
) -> None:
    results = results_of(session)
    answers: list[list[str]] = []
    results.count_changed.connect(lambda: answers.append([hit.title for hit in results.model.hits]))
    QTest.keyClicks(view_of(session).search, "vektor orl")
    qtbot.waitUntil(lambda: bool(answers) and answers[-1] == ["Cyril Orlov"])
    qtbot.wait(100)
    assert answers[-1] == ["Cyril Orlov"]


def test_who_is_not_found_can_be_created(session: Session, qtbot: QtBot) -> None:
    QTest.keyClicks(view_of(session).search, "Zofia Wilk")
    results = results_of(session)
    qtbot.waitUntil(lambda: results.states.pane.heading.text() == "No results for “Zofia Wilk”")
    [create] = results.states.pane.findChildren(QPushButton)
    create.click()
    dialog = new_contact_of(session)
    assert dialog.name.text == "Zofia Wilk"
    dialog.save.click()
    qtbot.waitUntil(lambda: [hit.title for hit in results.model.hits] == ["Zofia Wilk"])


def test_the_preview_follows_the_current_row(session: Session, qtbot: QtBot) -> None:
    view = view_of(session)
    view.focus_list()
    contacts(session).table.choose(1)
    qtbot.waitUntil(lambda: view.preview.shown is not None)
    shown = there(view.preview.shown)
    assert shown.title == "Boris Kim"
    fields = {field.label: field.value for field in shown.fields}
    assert fields["Phone"] == "+7 900 555-01-14"
    assert fields["Companies"] == "Vektor Plus, Director"


def test_archive_undo_and_redo_by_key_with_the_step_named(session: Session, qtbot: QtBot) -> None:
    view, commands = view_of(session), session.window.commands
    view.focus_list()
    contacts(session).table.choose(1)
    press(qtbot, session, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: column(session) == ["Anna Sokolova", "Cyril Orlov"])
    qtbot.waitUntil(lambda: notes(session) == ["The contact is in the archive now."])
    assert commands.action("edit.undo").text() == "&Undo: Archive"
    press(qtbot, session, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: column(session) == list(PEOPLE))
    qtbot.waitUntil(lambda: commands.action("edit.redo").text() == "&Redo: Archive")
    press(qtbot, session, Qt.Key.Key_Y, ctrl=True)
    qtbot.waitUntil(lambda: len(column(session)) == 2)


def test_undo_works_while_the_empty_search_field_has_the_focus(
    session: Session, qtbot: QtBot
) -> None:
    view_of(session).focus_search()
    undo = session.window.commands.action("edit.undo")
    qtbot.waitUntil(lambda: undo.text() == "&Undo: New contact")
    press(qtbot, session, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: column(session) == list(PEOPLE[:2]))


def test_the_note_itself_takes_its_own_step_back(session: Session, qtbot: QtBot) -> None:
    contacts(session).table.choose(0)
    session.window.commands.action("record.archive").trigger()
    qtbot.waitUntil(lambda: bool(notes(session)))
    there(session.window.notifications.notes[0].button).click()
    qtbot.waitUntil(lambda: "Undone: Archive." in notes(session))
    qtbot.waitUntil(lambda: column(session) == list(PEOPLE))


def test_what_a_colleague_does_appears_without_losing_the_row(
    session: Session, outside: Backend, qtbot: QtBot
) -> None:
    contacts(session).table.choose(2)
    anna = there(contacts(session).model.row_at(0)).id
    write(outside, person("Bella Adams"))
    qtbot.waitUntil(lambda: "Bella Adams" in column(session))
    write(outside, UpdateContact(anna, 1, {"family_name": "Zimina"}))
    qtbot.waitUntil(lambda: "Anna Zimina" in column(session))
    write(outside, ArchiveContacts((anna,)))
    qtbot.waitUntil(lambda: column(session) == ["Bella Adams", *PEOPLE[1:]])
    table = contacts(session).table
    assert column(session)[table.currentIndex().row()] == "Cyril Orlov"


def test_a_long_list_keeps_its_place_while_a_colleague_adds_people(
    outside: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    for number in range(120):
        write(outside, person(f"Person{number:03} Q"))
    session = open_window(workspace)
    table, model = contacts(session).table, contacts(session).model
    qtbot.waitUntil(lambda: model.rid_at(122) is not None)
    table.scrollTo(model.index(80, 0), table.ScrollHint.PositionAtTop)
    table.choose(82)
    qtbot.waitUntil(lambda: model.text_at(table.rowAt(0), 0) is not None)
    top, current = (model.text_at(line, 0) for line in (table.rowAt(0), 82))
    write(outside, person("Aaron Aardvark"))
    qtbot.waitUntil(lambda: model.rowCount() == 124)
    assert model.text_at(table.rowAt(0), 0) == top
    assert model.text_at(table.currentIndex().row(), 0) == current


def test_a_dropped_file_is_imported_and_taken_back_by_one_key(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text(
        "First name,Last name,Email,Mobile phone\n"
        "Dora,Evans,dora@vektor.example,+44 20 7946 0123\n"
        "Fred,Green,fred@vektor.example,+44 20 7946 0124\n",
        encoding="utf-8",
    )
    assert drop(session, sheet)
    wizard = import_by_guess(session, qtbot)
    qtbot.waitUntil(lambda: len(column(session)) == 5)
    qtbot.waitUntil(lambda: wizard.import_step.title.text() == "The import is done")
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    press(qtbot, session, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: column(session) == list(PEOPLE))


def test_a_file_of_another_kind_is_not_welcome(session: Session, tmp_path: Path) -> None:
    assert not drop(session, tmp_path / "picture.png")


def test_a_file_that_holds_no_table_is_refused_in_words(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert drop(session, empty)
    wizard = wizard_of(session)
    sentence = wizard.file.states.pane.sentence
    qtbot.waitUntil(lambda: "is empty" in sentence.text())
    assert not wizard.primary.isEnabled()
    wizard.reject()
    assert column(session) == list(PEOPLE)


def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    session: Session, qtbot: QtBot
) -> None:
    press(qtbot, session, Qt.Key.Key_N, ctrl=True)
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    QTest.keyClicks(dialog.name.line, "Dora Evans")
    QTest.keyClicks(dialog.phone.line, "12")
    QTest.keyClick(dialog.phone.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "too short" in dialog.phone.mistake.text())
    assert dialog.name.text == "Dora Evans"
    dialog.reject()
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    press(qtbot, session, Qt.Key.Key_N, ctrl=True)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.phone.text == "12"
    dialog.phone.line.setText("+48 600 555 114")
    QTest.keyClick(dialog.phone.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Dora Evans" in column(session))
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.name.text == ""


def test_a_contact_needs_something_to_be_known_by(session: Session, qtbot: QtBot) -> None:
    dialog = new_contact_of(session)
    dialog.begin()
    dialog.save.click()
    qtbot.waitUntil(lambda: "needs a name" in dialog.name.mistake.text())
    dialog.reject()


def test_the_place_of_companies_is_one_key_away(session: Session, qtbot: QtBot) -> None:
    view = view_of(session)
    press(qtbot, session, Qt.Key.Key_2, ctrl=True)
    qtbot.waitUntil(lambda: view.toolbar.count.text() == "1 company")
    assert view.place == 1
    press(qtbot, session, Qt.Key.Key_1, ctrl=True)
    assert view.toolbar.count.text() == "3 contacts"


def test_an_empty_workspace_says_what_to_do(
    workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    states = contacts(open_window(workspace)).states
    qtbot.waitUntil(lambda: states.pane.heading.text() == "No contacts yet")
    words = [button.text() for button in states.pane.findChildren(QPushButton)]
    assert words == ["New contact", "Import…"]


def test_a_file_that_is_no_workspace_is_refused_with_ways_out(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Anna, " * 500, encoding="utf-8")
    session = program.open(str(path))
    pane = session.window._states.pane
    qtbot.waitUntil(lambda: pane.heading.text() == "The workspace couldn’t be opened")
    assert "not a workspace" in pane.sentence.text()
    again, other = pane.findChildren(QPushButton)
    assert (again.text(), other.text()) == ("Try again", "Choose another workspace…")
    path.unlink()
    again.click()
    qtbot.waitUntil(lambda: session.window.view is not None)


def test_a_vanished_workspace_is_told_by_a_banner_until_it_is_back(
    session: Session, workspace: Path, qtbot: QtBot
) -> None:
    banner = view_of(session).banner
    away = workspace.rename(workspace.with_name("away.db"))
    there(session.bridge).look()
    qtbot.waitUntil(banner.isVisible)
    assert column(session) == list(PEOPLE)
    assert not notes(session)
    away.rename(workspace)
    banner.button.click()
    qtbot.waitUntil(lambda: not banner.isVisible())


@dataclass(frozen=True)
class Wait:
    """A long command that runs until it is stopped."""


def start_waiting(session: Session) -> None:
    def wait(work: Any, _command: Wait) -> None:
        for done in range(20_000):
            work.check_cancelled()
            work.progress("write", done, 20_000)
            time.sleep(0.005)

    bridge = there(session.bridge)
    bridge._backend.commands[Wait] = CommandType(
        Wait, "contacts:contact:write", wait, "Wait", long=True
    )
    bridge.start(Wait(), "Import")


def test_a_long_task_shows_its_progress_and_can_be_stopped(session: Session, qtbot: QtBot) -> None:
    status = view_of(session).status
    start_waiting(session)
    qtbot.waitUntil(status.stop.isVisible)
    qtbot.waitUntil(lambda: status.activity.text().startswith("Import: saving, "))
    qtbot.waitUntil(lambda: status.saving.text() == "Saving…")
    status.stop.click()
    qtbot.waitUntil(lambda: not status.has_task)
    qtbot.waitUntil(lambda: status.saving.text() == "All saved")
    assert notes(session) == ["Stopped. Everything done so far was taken back."]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_closing_the_window_stops_what_is_under_way(
    session: Session, program: Program, qtbot: QtBot
) -> None:
    start_waiting(session)
    session.window.close()
    there(session.window.findChild(QuestionDialog)).do.click()
    assert not session.window.isVisible()
    qtbot.waitUntil(lambda: not program.sessions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_window_opens_in_every_language(
    language: str, backend: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    write(backend, person("Anna Kim", birthday="--03-18", phones=[{"value": "89005550114"}]))
    set_language(language)
    session = open_window(workspace)
    make_application(language)
    contacts(session).table.choose(0)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.preview.shown is not None)
    assert view.toolbar.count.text()


def test_everything_has_a_name_and_every_action_a_key(session: Session) -> None:
    window = session.window
    keys = {command.id: window.commands.keys(command.id) for command in window.commands}
    bare = {name for name, key in keys.items() if not key}
    sorting = {"deals.accept", "deals.attach", "deals.reject"}  # Ctrl+→ and Ctrl+Shift+X do it too
    usual = {"help.about", "file.pdf", "record.pin", "record.link", "products.create"}
    usual |= {"record.deal"}  # no key of interaction.md is left for it; the palette has it
    assert bare <= usual | sorting
    assert len({key for key in keys.values() if key}) == len(keys) - len(bare)
    view = view_of(session)
    for widget in (view.search, view.sidebar, view.preview, contacts(session).table):
        assert widget.accessibleName()


def test_keys_pressed_quickly_archive_the_row_they_were_pressed_on(
    session: Session, qtbot: QtBot
) -> None:
    press(qtbot, session, Qt.Key.Key_Down)  # from the search field into the list
    press(qtbot, session, Qt.Key.Key_Down)
    press(qtbot, session, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: column(session) == ["Anna Sokolova", "Cyril Orlov"])


def test_another_workspace_opens_in_a_window_of_its_own(
    session: Session, program: Program, template: Path, open_workspace: Open, qtbot: QtBot
) -> None:
    session.window.workspace_wanted.emit(str(template))
    assert len(program.sessions) == 2
    qtbot.waitUntil(lambda: program.sessions[1].window.view is not None)
    session.window.close()
    qtbot.waitUntil(lambda: len(program.sessions) == 1)
