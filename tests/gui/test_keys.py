"""Keys count by their place on the keyboard, also under the Russian layout; all are explained."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.keys import LIST_KEYS, by_place, shown_keys
from crm_desktop.gui.shell.keys_help import KeysHelp
from tests.gui.conftest import OpenWindow, contacts, needs_x_server, there, view_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL = Modifier.ControlModifier
_OFFSET = 0 if sys.platform == "win32" else 8
needs_scan_codes = pytest.mark.skipif(sys.platform == "darwin", reason="⌘ gives Latin letters")


@pytest.mark.skipif(sys.platform == "darwin", reason="keys are signs there")
def test_a_key_is_called_as_it_stands_on_the_keyboard(qapp: QApplication) -> None:
    polish = QTranslator()
    assert polish.load("qtbase_pl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qapp.installTranslator(polish)
    try:
        assert shown_keys("Shift+Tab") == "Shift+Tab"
        assert shown_keys("Ctrl+Return") == "Ctrl+Enter"
    finally:
        qapp.removeTranslator(polish)


def pressed(sign: str, scan_code: int, modifiers: Qt.KeyboardModifier = CONTROL) -> QKeyEvent:
    """A key as the system tells it; ``scan_code`` is that of a PC keyboard."""
    key = ord(sign.upper())
    code = scan_code + _OFFSET
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code, 0, 0, sign)


@needs_scan_codes
@pytest.mark.parametrize(
    ("sign", "scan_code", "keys"),
    [
        ("л", 0x25, "Ctrl+K"),
        ("б", 0x33, "Ctrl+,"),
        (".", 0x35, "Ctrl+/"),
        ("ё", 0x29, "Ctrl+`"),
        ("х", 0x1A, "Ctrl+["),
    ],
)
def test_a_key_of_the_russian_layout_counts_by_its_place(
    sign: str, scan_code: int, keys: str
) -> None:
    assert by_place(pressed(sign, scan_code)) == keys


@pytest.mark.parametrize(
    "event",
    [
        pressed("k", 0x25),
        pressed("k", 0x12),  # another Latin layout: letters count
        pressed(",", 0x33),
        pressed("л", 0x25, Modifier.NoModifier),
        pressed("л", 0),
    ],
    ids=["latin", "other latin", "the same sign", "typing", "no scan code"],
)
def test_nothing_is_guessed_where_the_layout_says_enough(event: QKeyEvent) -> None:
    assert by_place(event) is None


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    return open_window(workspace)


@needs_scan_codes
@pytest.mark.parametrize("place", ["list", "search field"])
def test_the_palette_opens_under_the_russian_layout(
    place: str, session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    target = contacts(session).table if place == "list" else view.search
    target.setFocus()
    QApplication.sendEvent(target, pressed("л", 0x25))
    palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.isVisible)
    assert view.search.text() == ""


@needs_scan_codes
@needs_x_server
@pytest.mark.parametrize("layout", ["us", "ru", "ru,us"])
def test_real_keys_of_an_x_server_work_under_the_russian_layout(layout: str, display: str) -> None:
    script = Path(__file__).with_name("real_keys.py")
    run = subprocess.run(
        [sys.executable, str(script), layout],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.split() == ["K", "comma", "slash"], run.stderr


@pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_Slash])
def test_the_help_of_keys_opens_by_key_and_closes_by_esc(
    key: Qt.Key, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(session.window.isActiveWindow)
    modifiers = Modifier.NoModifier if key == Key.Key_F1 else CONTROL
    QTest.keyClick(there(QApplication.focusWidget()), key, modifiers)
    help_ = there(session.window.keys_help)
    assert help_.isVisible()
    QTest.keyClick(help_.line, Key.Key_Escape)
    assert help_.isHidden()


def titles(help_: KeysHelp) -> list[str]:
    return [line.title for line in help_.list.lines.lines if not line.is_heading]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_lists_every_command_and_the_keys_of_lists(
    language: str, session: Session
) -> None:
    set_language(language)
    commands = session.window.commands
    commands.retranslate()
    session.window.show_keys()
    shown = titles(there(session.window.keys_help))
    expected = [c.words.removesuffix("…") for c in commands] + [k.title() for k in LIST_KEYS]
    assert sorted(shown) == sorted(expected)


def test_the_help_is_searched_by_words_and_by_keys(session: Session) -> None:
    session.window.show_keys()
    help_ = there(session.window.keys_help)
    help_.line.insert("sidebar")
    assert titles(help_) == ["Sidebar"]
    help_.line.setText("Ctrl+1")
    assert titles(help_) == ["Contacts"]
    QTest.keyClick(help_.line, Key.Key_Return)
    assert help_.isHidden()


@pytest.mark.parametrize(
    ("searched", "title", "keys"),
    [
        ("letters", "Type letters: to the next name that begins with them", ""),
        ("sort by the column", "In the header: sort by the column", "Enter"),
        ("fit the column", "In the header: fit the column to what stands in it", "Ctrl+Enter"),
        ("move the column", "In the header: move the column", "Ctrl+Left Ctrl+Right"),
    ],
)
def test_the_help_tells_of_typing_in_lists_and_of_the_keys_of_headers(
    searched: str, title: str, keys: str, session: Session
) -> None:
    session.window.show_keys()
    help_ = there(session.window.keys_help)
    help_.line.insert(searched)
    [line] = [line for line in help_.list.lines.lines if line.title == title]
    assert line.keys == " · ".join(map(shown_keys, keys.split()))


def test_the_help_shows_a_changed_key(session: Session) -> None:
    session.window.commands.rebind("view.sidebar", "F9")
    session.window.show_keys()
    lines = there(session.window.keys_help).list.lines.lines
    assert [line.keys for line in lines if line.command == "view.sidebar"] == ["F9"]
