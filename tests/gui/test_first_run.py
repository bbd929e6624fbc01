"""The very first start: two questions, and the first contact can be typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import current_language
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.opening import own_workspace, sample_workspace
from crm_desktop.gui.pages.first_run.office import OfficeDialog, office_address
from crm_desktop.gui.pages.first_run.window import Beginning, FirstRunWindow
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.notice_bars import SampleBar
from tests.gui.conftest import close_windows, contacts, there, view_of, wizard_of

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support propagateSizeHints", "does not support raise"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which nobody has used the program."""
    monkeypatch.setattr(
        "crm_desktop.gui.bridge.opening.user_data_folder", lambda: tmp_path / "data"
    )
    monkeypatch.setattr("crm_desktop.gui.program.settings_path", lambda: tmp_path / "settings.toml")
    return tmp_path


@pytest.fixture
def program(home: Path, dressed: None, qtbot: QtBot) -> Iterator[Program]:
    program = Program(make_application("en"), SettingsFile(home / "settings.toml"))
    yield program
    for window in windows():
        window.close()
    close_windows(program, qtbot)
    program.deleteLater()


def windows() -> list[FirstRunWindow]:
    shown = QApplication.topLevelWidgets()
    return [w for w in shown if isinstance(w, FirstRunWindow) and w.isVisible()]


def asked(program: Program, *files: Path) -> FirstRunWindow:
    """The window that a first start shows."""
    program.begin(None, files)
    [window] = windows()
    return window


def choose(window: FirstRunWindow, way: str) -> None:
    QTest.mouseClick(window.ways[way], Qt.MouseButton.LeftButton)
    assert window.way == way


def opened(program: Program, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: bool(program.sessions), timeout=30_000)
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    return session


def test_enter_alone_leads_to_the_first_contact(program: Program, qtbot: QtBot) -> None:
    window = asked(program)
    QTest.keyClick(window, Qt.Key.Key_Return)
    session = opened(program, qtbot)
    dialog = there(session.dialogs).new_contact
    qtbot.waitUntil(dialog.isVisible)
    assert Path(own_workspace()).exists()
    assert session.window.windowTitle() == "My workspace – CRM Desktop"
    assert not windows()


def test_the_language_changes_all_words_at_once_and_is_remembered(
    program: Program, home: Path, qtbot: QtBot
) -> None:
    window = asked(program)
    QTest.mouseClick(window.languages["ru"], Qt.MouseButton.LeftButton)
    assert current_language() == "ru"
    assert window.languages["ru"].isChecked()
    QTest.mouseClick(window.languages["en"], Qt.MouseButton.LeftButton)
    assert window.welcome.text() == "Welcome"
    program.preferences.finish()
    assert SettingsFile(home / "settings.toml").read().language == "en"


def test_arrows_go_from_way_to_way_and_the_button_says_what_it_does(
    program: Program, qtbot: QtBot
) -> None:
    window = asked(program)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.ways["own"].setFocus()
    seen = [window.begin.text()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(there(window.focusWidget()), key)
        seen.append(window.begin.text())
    assert seen == ["Start working", "Join…", "Look around", "Choose files…"]


def test_enter_on_a_link_does_what_the_link_says(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, titles = asked(program), list[str]()

    def choose_none(_parent: QWidget, title: str) -> tuple[str, str]:
        titles.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose_none)
    window.open_file.setFocus()
    QTest.keyClick(window.open_file, Qt.Key.Key_Return)
    assert titles == ["Open a workspace"]
    assert not program.sessions


def test_tab_comes_to_what_is_chosen(program: Program) -> None:
    window = asked(program)
    window.languages["pl"].setChecked(True)
    window.ways["sample"].setChecked(True)
    stops = [
        card
        for card in (*window.languages.values(), *window.ways.values())
        if card.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == [window.languages["pl"], window.ways["sample"]]


def test_everything_has_a_name(program: Program) -> None:
    window = asked(program)
    controls = [*window.languages.values(), *window.ways.values()]
    assert all(card.accessibleName() for card in controls)
    assert all(card.accessibleDescription() for card in window.ways.values())


def test_data_are_brought_from_a_file(
    program: Program, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = home / "people.csv"
    sheet.write_text("Name,Phone\nBoris Kim,+48 600 555 114\n")
    answer = ([str(sheet)], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: answer)
    window = asked(program)
    choose(window, "import")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    session = opened(program, qtbot)
    assert wizard_of(session).isVisible()


def test_no_file_chosen_leaves_the_question(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([], ""))
    window = asked(program)
    choose(window, "import")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert not program.sessions


def test_the_sample_is_made_behind_the_window_and_opened(program: Program, qtbot: QtBot) -> None:
    window = asked(program)
    choose(window, "sample")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    assert window.bar.isVisible()
    session = opened(program, qtbot)
    qtbot.waitUntil(lambda: contacts(session).model.rowCount() > 0)
    bar = session.notice_bar
    assert isinstance(bar, SampleBar)
    assert bar.isVisible()
    assert session.window.windowTitle() == "Sample – CRM Desktop"
    QTest.mouseClick(bar.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: Path(own_workspace()).exists())
    assert Path(sample_workspace()).exists()


def test_a_stopped_sample_leaves_nothing(program: Program, qtbot: QtBot) -> None:
    window = asked(program)
    choose(window, "sample")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.begin.isVisible, timeout=30_000)
    assert list(Path(sample_workspace()).parent.iterdir()) == []
    assert not window.trouble.text()


@pytest.mark.expected_log
def test_where_the_sample_cant_be_saved_is_said(program: Program, home: Path, qtbot: QtBot) -> None:
    (home / "data").write_text("a file where the folder should be")
    window = asked(program)
    choose(window, "sample")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.trouble.text()))
    assert window.begin.isVisible()


def test_the_office_is_asked_for_with_the_password_apart(program: Program, qtbot: QtBot) -> None:
    window = asked(program)
    decided: list[Beginning] = []
    window.decided.disconnect()
    window.decided.connect(decided.append)
    choose(window, "office")
    QTest.mouseClick(window.begin, Qt.MouseButton.LeftButton)
    dialog = there(window.findChild(OfficeDialog))
    assert not dialog.join_.isEnabled()
    for field, words in (
        (dialog.host, "office.example:5433"),
        (dialog.database, "our base"),
        (dialog.user, "anna"),
        (dialog.password, "seven cats"),
    ):
        QTest.keyClicks(field, words)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    [beginning] = decided
    assert beginning.address == "postgresql://anna@office.example:5433/our%20base"
    assert there(beginning.password).text == "seven cats"
    assert "seven" not in repr(beginning)


def test_an_address_that_cant_be_is_refused_in_the_dialog(dressed: None, qtbot: QtBot) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    dialog = OfficeDialog(behind)
    dialog.show()
    for field, words in ((dialog.host, "a:b"), (dialog.database, "crm"), (dialog.user, "anna")):
        QTest.keyClicks(field, words)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.mistake.text()
    assert dialog.isVisible()


def test_letters_of_every_kind_fit_into_the_address() -> None:
    made = office_address(" office ", "база", "anna@lipa")
    assert made == "postgresql://anna%40lipa@office/%D0%B1%D0%B0%D0%B7%D0%B0"


def test_who_has_used_the_program_is_not_asked(program: Program, home: Path, qtbot: QtBot) -> None:
    Path(own_workspace()).parent.mkdir()
    program.open(own_workspace())
    view_of(opened(program, qtbot))
    close_windows(program, qtbot)
    program.begin(None)
    assert not windows()
    opened(program, qtbot)


def test_a_second_start_raises_the_question_and_brings_its_files(
    program: Program, home: Path, qtbot: QtBot
) -> None:
    window = asked(program)
    program.begin(None, [home / "people.csv"])
    qtbot.waitUntil(lambda: window._files == (home / "people.csv",))
    assert len(windows()) == 1
