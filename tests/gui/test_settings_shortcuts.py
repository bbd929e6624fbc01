"""Settings → Shortcuts: a key is pressed and from then on belongs to the command, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings import Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.shortcuts import ShortcutsSection
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from tests.gui.conftest import close_windows, contacts, there, view_of

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OpenSection = Callable[[Path], tuple[Session, ShortcutsSection]]


@pytest.fixture
def program(dressed: None, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The program with a settings file."""
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


@pytest.fixture
def open_section(program: Program, qtbot: QtBot) -> OpenSection:
    """Opens a window at the shortcuts."""

    def open_(path: Path) -> tuple[Session, ShortcutsSection]:
        session = program.open(str(path))
        qtbot.waitUntil(lambda: session.window.view is not None)
        qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
        session.window.activateWindow()
        qtbot.waitUntil(session.window.isActiveWindow)
        session.window.commands.action("settings.open").trigger()
        page = view_of(session).page
        assert isinstance(page, SettingsPage)
        page.show_section("shortcuts")
        assert isinstance(page.section, ShortcutsSection)
        return session, page.section

    return open_


def written(program: Program) -> Settings:
    program.preferences.finish()
    return there(program._file).read()


def press_for(section: ShortcutsSection, command_id: str, key: Qt.Key) -> None:
    """Choose the command, Enter, and Alt with the key."""
    section.choose(command_id)
    section.tree.setFocus()
    QTest.keyClick(section.tree, Qt.Key.Key_Return)
    assert section.field.isVisible()
    QTest.keyClick(there(QApplication.focusWidget()), key, ALT)


def test_every_command_is_listed_with_its_key(open_section: OpenSection, workspace: Path) -> None:
    session, section = open_section(workspace)
    commands = session.window.commands
    assert set(section._items) == {command.id for command in commands}
    assert section._items["view.refresh"].text(1) == commands.shown_keys("view.refresh")


def test_a_pressed_key_belongs_to_the_command_and_is_remembered(
    open_section: OpenSection, program: Program, workspace: Path
) -> None:
    session, section = open_section(workspace)
    press_for(section, "view.sidebar", Qt.Key.Key_B)
    assert section._items["view.sidebar"].text(1) == "Alt+B"
    assert section.field.isHidden()
    assert session.window.commands.action("view.sidebar").shortcut().toString() == "Alt+B"
    assert written(program).shortcuts == {"view.sidebar": "Alt+B"}


def test_a_key_that_is_taken_is_told_at_once_and_nothing_changes(
    open_section: OpenSection, workspace: Path
) -> None:
    session, section = open_section(workspace)
    section.choose("view.sidebar")
    section.begin()
    QTest.keyClick(section.field, Qt.Key.Key_I, CTRL)  # the preview's
    assert "Preview" in section.told.text()
    assert section.field.isVisible()
    assert not view_of(session).preview.isVisible()
    assert section._items["view.sidebar"].text(1) == "Ctrl+\\"
    QTest.keyClick(section.field, Qt.Key.Key_Escape)
    assert section.field.isHidden()


def test_a_letter_alone_is_refused(open_section: OpenSection, workspace: Path) -> None:
    _session, section = open_section(workspace)
    section.choose("view.sidebar")
    section.begin()
    QTest.keyClick(section.field, Qt.Key.Key_B)
    assert section.told.text()
    assert section.field.isVisible()


def test_one_key_and_all_keys_can_be_as_usual_again(
    open_section: OpenSection, program: Program, workspace: Path
) -> None:
    _session, section = open_section(workspace)
    press_for(section, "view.sidebar", Qt.Key.Key_B)
    press_for(section, "view.refresh", Qt.Key.Key_R)
    section.choose("view.sidebar")
    QTest.mouseClick(section.reset, Qt.MouseButton.LeftButton)
    assert section._items["view.sidebar"].text(1) == "Ctrl+\\"
    QTest.mouseClick(section.reset_all, Qt.MouseButton.LeftButton)
    assert section._items["view.refresh"].text(1) == "F5"
    assert not section.reset_all.isEnabled()
    assert written(program).shortcuts == {}


def test_a_search_finds_commands_by_words_and_by_key(
    open_section: OpenSection, workspace: Path
) -> None:
    _session, section = open_section(workspace)
    for sought in ("refre", "f5"):
        section.search.setText(sought)
        shown = [name for name, item in section._items.items() if not item.isHidden()]
        assert shown == ["view.refresh"]


def test_another_window_has_the_key_at_once(open_section: OpenSection, workspace: Path) -> None:
    other = workspace.with_name("other.db")
    other.write_bytes(workspace.read_bytes())
    _first, section = open_section(workspace)
    second, _section = open_section(other)
    section._commands.rebind("view.sidebar", "Alt+B")
    assert second.window.commands.keys("view.sidebar") == "Alt+B"


def test_keys_stand_in_the_frames_in_which_they_stand_elsewhere(
    open_section: OpenSection, workspace: Path
) -> None:
    _session, section = open_section(workspace)
    tree, border = section.tree, ThemeManager.instance().theme.colours.border

    def lines_of(command_id: str) -> int:
        section.choose(command_id)
        item = there(tree.currentItem())
        index = tree.indexFromItem(item, 1)
        tree.clearSelection()
        image = tree.viewport().grab(tree.visualRect(index)).toImage()
        pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return sum(image.pixelColor(x, y) == border for x, y in pixels)

    assert lines_of("search.everywhere") > 2 * section.fontMetrics().horizontalAdvance("Ctrl")
    section._commands.rebind("search.everywhere", "")
    assert lines_of("search.everywhere") == 0
