"""The language changes while the window is open, and the person stays where they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.i18n import current_language, set_language
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.app import make_application
from crm_desktop.gui.pages.settings.language import LanguageSection
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import BellButton
from crm_desktop.gui.shell.preferences import Preferences
from tests.gui.conftest import (
    close_windows,
    contacts,
    new_contact_of,
    results_of,
    there,
    view_of,
    wait_for_answers,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

CONTACTS = {"ru": "Контакты", "en": "Contacts", "pl": "Kontakty"}
OpenWindow = Callable[[Path], Session]


@pytest.fixture
def program(dressed: None, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The program with a settings file, in English."""
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()
    set_language("en")
    make_application("en")


@pytest.fixture
def open_window(program: Program, qtbot: QtBot) -> OpenWindow:
    def open_(path: Path) -> Session:
        session = program.open(str(path))
        qtbot.waitUntil(lambda: session.window.view is not None)
        qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
        session.window.resize(1440, 900)
        session.window.activateWindow()
        qtbot.waitUntil(session.window.isActiveWindow)
        return session

    return open_


def speak(program: Program, language: str, qtbot: QtBot) -> None:
    """Choose the language and wait until every window speaks it."""
    program.preferences.choose(lambda settings: replace(settings, language=language))
    for session in program.sessions:
        qtbot.waitUntil(partial(_speaks, session, language))


def _speaks(session: Session, language: str) -> bool:
    return view_of(session).pages[0].title == CONTACTS[language]


def fill(backend: Backend, number: int) -> None:
    for count in range(number):
        write(backend, CreateContact({"family_name": f"Kim {count:03}"}))


def test_the_language_of_this_start_stays_while_another_is_written_down(
    dressed: None, tmp_path: Path
) -> None:
    """As with ``--lang``: choosing a theme changed the language too."""
    file = SettingsFile(tmp_path / "settings.toml")
    file.change(lambda settings: replace(settings, language="ru"))
    application = make_application("en")
    preferences = Preferences(application, file)
    try:
        preferences.choose(lambda settings: replace(settings, formats="system"))
        assert current_language() == "en"
        preferences.choose(lambda settings: replace(settings, language="ru"))
        assert current_language() == "ru"
    finally:
        preferences.finish()
        set_language("en")
        make_application("en")
    assert file.read().language == "ru"


def test_a_press_on_a_language_changes_all_words_and_is_remembered(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    view_of(session).show_place(len(view_of(session).pages) - 1)
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    page.show_section("language")
    section = page.section
    assert isinstance(section, LanguageSection)
    QTest.mouseClick(section.choices["pl"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view_of(session).page is not page)
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    assert page.section.objectName() == "language"
    assert view_of(session).sidebar.buttons[0].accessibleName() == "Kontakty"
    assert session.window.menuBar().actions()[0].text() == "&Plik"
    assert QLocale().language() == QLocale.Language.Polish
    program.preferences.finish()
    assert there(program._file).read().language == "pl"


def test_qt_itself_speaks_the_language(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    open_window(workspace)
    speak(program, "pl", qtbot)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    [cancel] = [b for b in buttons.buttons() if isinstance(b, QPushButton)]
    assert cancel.text().replace("&", "") == "Anuluj"


def test_three_changes_keep_the_record_and_how_far_one_has_scrolled(
    program: Program, open_window: OpenWindow, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    fill(backend, 60)
    session = open_window(workspace)
    qtbot.waitUntil(lambda: contacts(session).count == 60)
    contacts(session).table.choose(40)
    scrolled = contacts(session).table.verticalScrollBar().value()
    current = contacts(session).current_id()
    assert scrolled > 0
    for language in ("ru", "pl", "en"):
        speak(program, language, qtbot)
        qtbot.waitUntil(lambda: contacts(session).current_id() == current)
        assert contacts(session).table.verticalScrollBar().value() == scrolled
    qtbot.waitUntil(lambda: shown_record(session) == current)


def shown_record(session: Session) -> str | None:
    shown = view_of(session).preview.shown
    return shown.key if shown is not None else None


def test_the_bell_stays_with_what_it_holds(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    speak(program, "ru", qtbot)
    assert len(view_of(session).top.findChildren(BellButton)) == 1


def test_the_palette_and_the_help_of_keys_are_made_anew(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    window = open_window(workspace).window
    for command in ("search.everywhere", "help.keys"):
        window.commands.action(command).trigger()
    palette, keys = window.search_palette, window.keys_help
    speak(program, "ru", qtbot)
    for command in ("search.everywhere", "help.keys"):
        window.commands.action(command).trigger()
    assert window.search_palette not in (palette, None)
    assert window.keys_help not in (keys, None)


def test_a_search_goes_on_in_the_other_language(
    program: Program, open_window: OpenWindow, backend: Backend, workspace: Path, qtbot: QtBot
) -> None:
    fill(backend, 3)
    session = open_window(workspace)
    view_of(session).search.setText("kim 001")
    qtbot.waitUntil(lambda: len(results_of(session).model.hits) > 0)
    speak(program, "ru", qtbot)
    assert view_of(session).search.text() == "kim 001"
    assert view_of(session).page is results_of(session)
    qtbot.waitUntil(lambda: len(results_of(session).model.hits) > 0)


def test_the_way_back_is_kept(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    view_of(session).show_place(1)
    speak(program, "ru", qtbot)
    assert view_of(session).page.title == "Компании"
    view_of(session).go_back()
    assert view_of(session).page.title == "Контакты"


def test_what_is_typed_in_a_dialog_is_left_alone_until_it_is_closed(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    session.new_contact()
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    program.preferences.choose(lambda settings: replace(settings, language="ru"))
    qtbot.wait(400)
    assert dialog.isVisible()
    assert view_of(session).pages[0].title == "Contacts"
    dialog.reject()
    qtbot.waitUntil(lambda: view_of(session).pages[0].title == "Контакты")


def test_undo_reaches_back_before_the_change_of_language(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    bridge = there(session.bridge)
    for name in ("Anna", "Boris"):
        bridge.execute(CreateContact({"given_name": name}))
    qtbot.waitUntil(lambda: contacts(session).count == 2)
    speak(program, "pl", qtbot)
    history = there(session.window.history)
    for left in (1, 0):
        qtbot.waitUntil(lambda: history.next_undo is not None)
        history.undo()
        qtbot.waitUntil(partial(_holds, session, left))
    qtbot.waitUntil(lambda: history.next_redo is not None)
    assert there(history.next_redo).name == "Nowy kontakt"


def _holds(session: Session, people: int) -> bool:
    return contacts(session).count == people


def test_all_windows_follow(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    other = workspace.with_name("other.db")
    other.write_bytes(workspace.read_bytes())
    sessions = [open_window(workspace), open_window(other)]
    speak(program, "pl", qtbot)
    assert [view_of(s).pages[0].title for s in sessions] == ["Kontakty", "Kontakty"]


def test_changes_of_language_leave_nothing_behind(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    actions = len(session.window.actions())
    counts = []
    for language in ("ru", "en") * 5:
        speak(program, language, qtbot)
        wait_for_answers(there(session.bridge), qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        counts.append(len(QApplication.allWidgets()))
    assert counts[-1] <= counts[1]
    assert len(session.window.findChildren(QLabel)) > 0
    assert len(session.window.actions()) == actions


@pytest.mark.parametrize("chosen", [None, "en"])
def test_a_window_speaks_as_its_workspace_until_the_person_chooses_a_language(
    program: Program, tmp_path: Path, qtbot: QtBot, chosen: str | None
) -> None:
    place = tmp_path / "polska.db"
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(open_backend, str(place), create=True, language="pl").result()
        pool.submit(made.close).result()
    program.preferences.follows_workspace = True
    program.preferences.settings = replace(program.preferences.settings, language=chosen)
    session = program.open(str(place))
    wanted = CONTACTS[chosen or "pl"]
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: view_of(session).page.title == wanted)
    assert current_language() == (chosen or "pl")
    assert program.preferences.settings.language == chosen, "nothing is chosen for the person"
