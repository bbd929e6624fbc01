"""The register of commands: every one listed once, its key changed, clashes named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.core.settings import Settings, Sidebar
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.commands import CARD_COMMANDS
from crm_desktop.gui.shell.commands import Command, Commands, KeysTaken
from crm_desktop.gui.shell.menus import WINDOW_COMMANDS
from tests.gui.conftest import OpenWindow, contacts, there, view_of, write

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL = Modifier.ControlModifier


def command(name: str, keys: str = "") -> Command:
    return Command(name, lambda: f"&{name.title()}", "file", keys=keys)


@pytest.fixture
def window(dressed: None, qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    widget.show()
    widget.activateWindow()
    yield widget
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_command_runs_by_its_key_and_says_that_it_ran(window: QWidget) -> None:
    commands = Commands(window)
    ran: list[str] = []
    commands.ran.connect(ran.append)
    commands.add(command("call", "Ctrl+L"), lambda: ran.append("run"))
    QTest.keyClick(window, Key.Key_L, CONTROL)
    assert ran == ["run", "call"]


def test_a_command_added_anew_takes_the_place_of_the_old_one(window: QWidget) -> None:
    commands = Commands(window)
    ran: list[str] = []
    for name in ("old", "new"):
        commands.add(command("call", "Ctrl+L"), partial(ran.append, name))
    QTest.keyClick(window, Key.Key_L, CONTROL)
    assert ran == ["new"]


def test_another_key_works_at_once_and_is_told_to_be_kept(window: QWidget) -> None:
    commands = Commands(window)
    kept: list[dict[str, str]] = []
    commands.rebound.connect(kept.append)
    ran: list[int] = []
    commands.add(command("call", "Ctrl+L"), lambda: ran.append(1))
    commands.rebind("call", "ctrl+j")
    QTest.keyClick(window, Key.Key_L, CONTROL)
    assert not ran
    QTest.keyClick(window, Key.Key_J, CONTROL)
    assert ran
    commands.reset("call")
    assert kept == [{"call": "Ctrl+J"}, {}]
    assert commands.keys("call") == "Ctrl+L"


def test_a_clash_names_who_has_the_key_and_changes_nothing(window: QWidget) -> None:
    commands = Commands(window)
    commands.add(command("call", "Ctrl+L"))
    commands.add(command("write", "Ctrl+J"))
    with pytest.raises(KeysTaken, match="“Call”") as clash:
        commands.rebind("write", "Ctrl+L")
    assert clash.value.holder == "call"
    assert commands.keys("write") == "Ctrl+J"
    with pytest.raises(KeysTaken, match="“Tick all” in lists"):
        commands.rebind("write", "Ctrl+A")


@pytest.mark.parametrize("keys", ["K", "Shift+K", "Space", "Ctrl+Alt+K", "Ctrl+K, Ctrl+L", "xyz"])
def test_what_types_something_or_is_no_key_is_refused(keys: str, window: QWidget) -> None:
    commands = Commands(window)
    commands.add(command("call", "Ctrl+L"))
    with pytest.raises(Invalid):
        commands.rebind("call", keys)


@pytest.mark.parametrize("keys", ["F9", "Ctrl++", "Ctrl+,", "Alt+Left", "Del", "Shift+Esc", ""])
def test_other_keys_are_welcome(keys: str, window: QWidget) -> None:
    commands = Commands(window)
    commands.add(command("call", "Ctrl+L"))
    commands.rebind("call", keys)
    assert commands.keys("call") == keys


def test_settings_written_by_hand_never_give_a_key_twice(window: QWidget) -> None:
    chosen = {"call": "Ctrl+J", "write": "ctrl+j", "note": "nonsense", "gone": "Ctrl+Q"}
    commands = Commands(window, chosen)
    for name, keys in (("call", "Ctrl+L"), ("write", "Ctrl+W"), ("note", "Ctrl+N")):
        commands.add(command(name, keys))
    assert [commands.keys(c.id) for c in commands] == ["Ctrl+J", "", "Ctrl+N"]


def test_a_chosen_key_takes_a_default_away_until_it_is_given_back(window: QWidget) -> None:
    commands = Commands(window)
    commands.add(command("call", "Ctrl+L"))
    commands.add(command("write", "Ctrl+W"))
    commands.apply({"call": "Ctrl+W"})
    assert commands.keys("write") == ""
    commands.reset_all()
    assert commands.keys("write") == "Ctrl+W"


def test_the_table_has_no_key_twice_and_every_key_is_allowed(window: QWidget) -> None:
    commands = Commands(window)
    for each in WINDOW_COMMANDS:
        commands.add(each)
    for each in WINDOW_COMMANDS:
        commands.rebind(each.id, commands.keys(each.id))
        assert commands.keys(each.id) == commands.default_keys(each.id)


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    return open_window(workspace)


def menu_actions(session: Session) -> list[QAction]:
    menus = session.window.menuBar().findChildren(QMenu)
    return [a for menu in menus for a in menu.actions() if not a.isSeparator()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_hold_every_command_once_with_letters_of_their_own(
    language: str, session: Session
) -> None:
    set_language(language)
    session.window.commands.retranslate()
    QApplication.processEvents()
    shown = [action.objectName() for action in menu_actions(session) if action.objectName()]
    assert sorted(shown) == sorted(c.id for c in session.window.commands)
    for menu in session.window.menuBar().findChildren(QMenu):
        letters = [QKeySequence.mnemonic(a.text()).toString() for a in menu.actions()]
        given = [letter for letter in letters if letter]
        assert len(set(given)) == len(given), menu.title()


def test_what_a_card_can_do_has_keys_of_its_own_that_can_be_changed(session: Session) -> None:
    commands = session.window.commands
    for each in CARD_COMMANDS:
        assert commands.keys(each.id) == commands.default_keys(each.id)
    with pytest.raises(KeysTaken, match="“Task”") as clash:
        commands.rebind("record.note", "Ctrl+Shift+T")
    assert clash.value.holder == "record.task"
    commands.rebind("record.note", "F9")
    session.window.show_keys()
    help_ = there(session.window.keys_help)
    shown = {line.command: line.keys for line in help_.list.lines.lines if line.command}
    assert set(shown) == {command.id for command in commands}
    assert shown["record.note"] == "F9"
    help_.close_again()


def test_no_two_commands_have_the_same_key(session: Session) -> None:
    commands = session.window.commands
    given = [keys for command in commands if (keys := commands.keys(command.id))]
    assert len(set(given)) == len(given)
    wanted = [command.id for command in commands if commands.default_keys(command.id)]
    assert [name for name in wanted if not commands.keys(name)] == []


def test_the_edit_menu_cuts_copies_and_pastes_where_the_focus_is(
    session: Session, backend: Backend, qtbot: QtBot
) -> None:
    write(backend, CreateContact({"given_name": "Anna"}))
    qtbot.waitUntil(lambda: contacts(session).count == 1)
    edit = there(session.window.menuBar().findChild(QMenu, "edit"))
    item = {action.text().split("\t")[0]: action for action in edit.actions()}
    field = view_of(session).search
    field.setFocus()
    field.setText("Kim")
    item["Select all"].trigger()
    item["Cut"].trigger()
    assert field.text() == ""
    item["Paste"].trigger()
    item["Paste"].trigger()
    assert field.text() == "KimKim"
    field.clear()
    view_of(session).focus_list()
    QTest.keyClick(contacts(session).table, Key.Key_Down)
    item["Copy"].trigger()
    clipboard = QApplication.clipboard()
    qtbot.waitUntil(lambda: "Anna" in clipboard.text())


def test_a_key_changed_in_one_place_is_shown_everywhere(session: Session) -> None:
    commands = session.window.commands
    commands.rebind("search.everywhere", "Ctrl+J")
    assert view_of(session).search.hint == "Ctrl+J"
    settings = session._program.preferences.settings
    assert settings.shortcuts == {"search.everywhere": "Ctrl+J"}
    commands.rebind("search.everywhere", "Ctrl+K")
    assert session._program.preferences.settings.shortcuts == {}


def test_places_have_their_numbers_in_the_order_of_the_sidebar(session: Session) -> None:
    commands = session.window.commands
    assert (commands.keys("go.contact"), commands.keys("go.company")) == ("Ctrl+1", "Ctrl+2")
    session._program.preferences.choose(_companies_first)
    assert (commands.keys("go.contact"), commands.keys("go.company")) == ("Ctrl+2", "Ctrl+1")


def _companies_first(settings: Settings) -> Settings:
    return replace(settings, sidebar=Sidebar(order=("company", "contact")))


def test_text_grows_and_shrinks_by_key_in_steps(session: Session) -> None:
    manager = ThemeManager.instance()
    for key, size in ((Key.Key_Equal, 110), (Key.Key_Plus, 125), (Key.Key_0, 100)):
        QTest.keyClick(session.window, key, CONTROL)
        assert manager.appearance.text_percent == size
    for _step in range(3):
        QTest.keyClick(session.window, Key.Key_Minus, CONTROL)
    assert manager.appearance.text_percent == 90
    QTest.keyClick(session.window, Key.Key_0, CONTROL)


def test_full_screen_goes_on_and_off(session: Session, qtbot: QtBot) -> None:
    window = session.window
    QTest.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert window.commands.action("view.full_screen").isChecked()
    QTest.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())


def test_about_leads_to_what_the_settings_tell_of_the_program(session: Session) -> None:
    session.window.commands.action("help.about").trigger()
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    assert page.section.objectName() == "about"


def test_settings_are_one_key_away(session: Session) -> None:
    QTest.keyClick(session.window, Key.Key_Comma, CONTROL)
    assert view_of(session).page.objectName() == "settings"
    assert there(QApplication.focusWidget())
