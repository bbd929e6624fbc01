"""Settings: each applies at once, by mouse and by keys, in all windows, and survives a restart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings import Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.core.toml_text import from_toml
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.pages.settings import about
from crm_desktop.gui.pages.settings.appearance import AppearanceSection
from crm_desktop.gui.pages.settings.contents import contents
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.section import Segments
from crm_desktop.gui.pages.settings.workspace import WorkspaceSection
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import PagePart
from tests.gui.conftest import close_windows, contacts, there, view_of

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

OpenSettings = Callable[[Path], tuple[Session, SettingsPage]]


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.toml")


@pytest.fixture
def program(dressed: None, file: SettingsFile, qtbot: QtBot) -> Iterator[Program]:
    """The program with a settings file."""
    program = Program(make_application("en"), file)
    yield program
    close_windows(program, qtbot)
    program.deleteLater()
    make_application("en")


@pytest.fixture
def open_settings(program: Program, qtbot: QtBot) -> OpenSettings:
    """Opens a window and goes to its settings."""

    def open_(path: Path) -> tuple[Session, SettingsPage]:
        session = program.open(str(path))
        qtbot.waitUntil(lambda: session.window.view is not None)
        qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
        session.window.resize(1440, 900)
        session.window.activateWindow()
        qtbot.waitUntil(session.window.isActiveWindow)
        return session, go_to_settings(session)

    return open_


def go_to_settings(session: Session) -> SettingsPage:
    """A press on the place at the foot of the sidebar."""
    view = view_of(session)
    click(view.sidebar.buttons[-1])
    assert isinstance(view.page, SettingsPage)
    return view.page


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def focused() -> QWidget:
    return there(QApplication.focusWidget())


def section_of(page: SettingsPage, name: str) -> QWidget:
    """The section, chosen by a press in the list."""
    [section] = [one for one in page.sections if one.objectName() == name]
    [button] = [
        button
        for button in page.findChildren(QPushButton)
        if button.property("kind") == "section" and button.text() == section.title
    ]
    click(button)
    assert page.section is section
    return section


def appearance_of(page: SettingsPage) -> AppearanceSection:
    section = section_of(page, "appearance")
    assert isinstance(section, AppearanceSection)
    return section


def button(segments: Segments, words: str) -> QPushButton:
    [found] = [one for one in segments.buttons if one.text() == words]
    return found


def file_of(program: Program) -> SettingsFile:
    return there(program._file)


def written(program: Program) -> Settings:
    """What a later start would read."""
    program.preferences.finish()
    return file_of(program).read()


def test_settings_stand_at_the_foot_of_the_sidebar_and_have_no_preview(
    open_settings: OpenSettings, workspace: Path
) -> None:
    session, page = open_settings(workspace)
    view = view_of(session)
    assert view.sidebar.buttons[-1].accessibleName() == "Settings"
    assert view.preview.isHidden()
    assert view.toolbar.isHidden()
    click(view.sidebar.buttons[0])
    assert not view.preview.isHidden()
    assert not view.toolbar.isHidden()
    view.go_back()
    assert view.page is page


class Press(NamedTuple):
    """A press on ``words`` of a control; the field of the appearance and of the settings that
    gets the value."""

    control: str
    words: str
    applied: str
    stored: str
    value: object


PRESSES = (
    Press("theme", "Dark", "mode", "theme", "dark"),
    Press("density", "Compact", "density", "density", "compact"),
    Press("text", "125%", "text_percent", "text_percent", 125),
    Press("contrast", "Higher", "high_contrast", "high_contrast", True),
    Press("motion", "Usual", "reduced_motion", "reduced_motion", False),
)


def test_a_press_changes_how_the_windows_look_and_is_remembered(
    open_settings: OpenSettings, program: Program, workspace: Path
) -> None:
    _session, page = open_settings(workspace)
    shown = ThemeManager.instance()
    for press in PRESSES:
        click(button(getattr(appearance_of(page), press.control), press.words))
        assert getattr(shown.appearance, press.applied) == press.value
        assert getattr(written(program), press.stored) == press.value
    pressed = shown.appearance
    kept = workspace.with_name("kept.toml")  # what is written from now on is not for the next start
    kept.write_bytes(file_of(program)._path.read_bytes())
    shown.apply(Appearance(mode="light"))
    Program(make_application("en"), SettingsFile(kept)).deleteLater()  # the next start
    assert shown.appearance == pressed


def test_arrows_choose_among_segments(open_settings: OpenSettings, workspace: Path) -> None:
    _session, page = open_settings(workspace)
    theme = appearance_of(page).theme
    theme.setFocus()
    assert focused() is button(theme, "As in the system")
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert ThemeManager.instance().appearance.mode == "light"
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert ThemeManager.instance().appearance.mode == "dark"


def test_what_a_key_or_a_button_elsewhere_changes_is_shown_and_remembered(
    open_settings: OpenSettings, program: Program, workspace: Path
) -> None:
    session, page = open_settings(workspace)
    click(view_of(session).sidebar.buttons[0])
    click(view_of(session).toolbar.compact)
    assert button(appearance_of(page).density, "Compact").isChecked()
    assert written(program).density == "compact"


def test_formats_can_follow_the_system(
    open_settings: OpenSettings, program: Program, workspace: Path
) -> None:
    before = QLocale()
    _session, page = open_settings(workspace)
    click(button(appearance_of(page).formats, "As in the system"))
    assert QLocale() == QLocale.system()
    assert written(program).formats == "system"
    click(button(appearance_of(page).formats, "As in the language"))
    assert QLocale() == before


def test_a_place_can_be_hidden_and_moved_by_keys_and_the_last_one_stays(
    open_settings: OpenSettings, program: Program, workspace: Path
) -> None:
    session, page = open_settings(workspace)
    places = appearance_of(page).places
    places.setFocus()
    places.setCurrentRow(0)
    QTest.keyClick(places, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert places.names == ["company", "contact", "deal", "product"]
    assert session.window.commands.keys("go.company") == "Ctrl+1"
    session.window.commands.action("go.company").trigger()
    assert view_of(session).page.title == "Companies"
    view_of(session).go_back()
    for row in (0, 2, 3):
        places.setCurrentRow(row)
        QTest.keyClick(places, Qt.Key.Key_Space)
    buttons = view_of(session).sidebar.buttons
    assert [one.isHidden() for one in buttons] == [False, True, True, True, False]
    places.setCurrentRow(1)
    QTest.keyClick(places, Qt.Key.Key_Space)
    assert places.hidden == {"company", "deal", "product"}
    sidebar = written(program).sidebar
    assert sidebar.order == ("company", "contact", "deal", "product")
    assert sorted(sidebar.hidden) == ["company", "deal", "product"]


def test_a_sidebar_that_was_folded_by_hand_stays_folded(
    open_settings: OpenSettings, program: Program, workspace: Path
) -> None:
    session, _page = open_settings(workspace)
    assert not view_of(session).sidebar.is_folded
    session.window.commands.action("view.sidebar").trigger()
    assert view_of(session).sidebar.is_folded
    assert written(program).sidebar.folded


def test_a_choice_is_shown_in_all_windows(
    open_settings: OpenSettings, workspace: Path, tmp_path: Path, template: Path
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(template.read_bytes())
    _first, page = open_settings(workspace)
    _second, other_page = open_settings(other)
    click(button(appearance_of(page).theme, "Dark"))
    assert button(appearance_of(other_page).theme, "Dark").isChecked()


@pytest.mark.expected_log
def test_settings_that_cannot_be_written_are_told_once_and_hold_until_the_end(
    open_settings: OpenSettings, file: SettingsFile, workspace: Path, qtbot: QtBot
) -> None:
    _session, page = open_settings(workspace)
    file._path.unlink(missing_ok=True)
    file._path.mkdir()  # no file can be written here
    click(button(appearance_of(page).theme, "Dark"))
    told = "Your settings couldn’t be saved"
    qtbot.waitUntil(lambda: times_told(told) == 1)
    click(button(appearance_of(page).density, "Compact"))
    qtbot.wait(100)
    assert times_told(told) == 1
    assert ThemeManager.instance().appearance.mode == "dark"


def times_told(words: str) -> int:
    """How often these words are to be read on the screen."""
    labels = [one for one in QApplication.allWidgets() if isinstance(one, QLabel)]
    return sum(words in label.text() for label in labels if label.isVisible())


def test_what_the_sections_hold_is_told_alike_before_any_is_made(
    open_settings: OpenSettings, workspace: Path
) -> None:
    page = open_settings(workspace)[1]
    made = [PagePart(s.objectName(), s.title, s.icon, tuple(s.words)) for s in page.sections]
    assert list(contents()) == made


def test_a_search_finds_the_section_of_a_setting(
    open_settings: OpenSettings, workspace: Path
) -> None:
    _session, page = open_settings(workspace)
    QTest.keyClicks(page.search, "backup")
    assert page.section.objectName() == "workspace"
    page.search.clear()
    QTest.keyClicks(page.search, "text size")
    assert page.section.objectName() == "appearance"


def workspace_of(page: SettingsPage) -> WorkspaceSection:
    section = section_of(page, "workspace")
    assert isinstance(section, WorkspaceSection)
    return section


def test_the_workspace_tells_its_place_and_can_be_copied_from(
    open_settings: OpenSettings, workspace: Path, qtbot: QtBot
) -> None:
    _session, page = open_settings(workspace)
    section = workspace_of(page)
    qtbot.waitUntil(lambda: section.address.text() == str(workspace))
    assert section.numbers["contact"].text() == "0"
    assert section.engine.text().startswith("SQLite 3.")
    click(section.copy)
    assert QGuiApplication.clipboard().text() == str(workspace)


def test_a_backup_and_a_check_run_when_asked(
    open_settings: OpenSettings, workspace: Path, qtbot: QtBot
) -> None:
    _session, page = open_settings(workspace)
    section = workspace_of(page)
    qtbot.waitUntil(lambda: section.backup.text() == "There is none yet.")
    click(section.back_up)
    qtbot.waitUntil(lambda: not section.show_backup.isHidden())
    assert len(list(workspace.with_name(f"{workspace.name}-backups").iterdir())) == 1
    click(section.check)
    qtbot.waitUntil(lambda: section.health.text() == "Everything is whole.")
    assert section.check.isEnabled()


def test_the_details_name_the_program_and_nothing_of_the_person() -> None:
    text = about.details()
    assert text.startswith("CRM Desktop ")
    assert str(Path.home()) not in text


def test_every_library_that_is_needed_has_its_licence_shown() -> None:
    project = from_toml(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {there(re.match(r"[\w-]+", one))[0].lower() for one in project["dependencies"]}
    assert {name.lower() for name in about.LIBRARIES} == needed - {"tomli"}  # older Pythons only


def test_every_control_has_a_name(open_settings: OpenSettings, workspace: Path) -> None:
    _session, page = open_settings(workspace)
    for section in page.sections:
        page.show_section(section.objectName())
        for one in section.findChildren(QWidget):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible():
                assert one.accessibleName() or getattr(one, "text", lambda: "")(), one


def test_the_middle_of_a_row_can_be_dragged(open_settings: OpenSettings, workspace: Path) -> None:
    _session, page = open_settings(workspace)
    places = appearance_of(page).places
    assert places.dragEnabled()
    assert places.itemAt(QPoint(60, places.sizeHintForRow(0) // 2)) is places.item(0)


def test_a_place_has_a_handle_and_a_mark_shows_where_it_would_land(
    open_settings: OpenSettings, workspace: Path
) -> None:
    _session, page = open_settings(workspace)
    places = appearance_of(page).places
    high, width = places.sizeHintForRow(0), places.viewport().width()
    plain = places.viewport().grab().toImage()
    ground = plain.pixel(width - 40, high // 2)
    handle = {plain.pixel(x, y) for x in range(width - 22, width - 8) for y in range(high)}
    assert handle - {ground}
    places.mark_gap(2)
    accent = ThemeManager.instance().theme.colours.accent
    marked = places.viewport().grab().toImage()
    assert marked.pixelColor(width // 2, 2 * high) == accent
    places.mark_gap(-1)
    assert places.viewport().grab().toImage() == plain
