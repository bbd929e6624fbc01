"""Letters of keys are underlined while Alt is held, and never on macOS."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import invalidate

from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.mnemonics import MnemonicKey, MnemonicStyle


def form(qtbot: QtBot, mark: str = "&") -> QWidget:
    """A window of one of each that shows such letters."""
    window = QWidget()
    column, field = QVBoxLayout(window), QLineEdit()
    label, tabs = QLabel(f"{mark}Name"), QTabBar()
    label.setBuddy(field)
    tabs.addTab(f"{mark}Tab")
    for each in (label, QPushButton(f"{mark}Open"), QCheckBox(f"{mark}All"), tabs, field):
        column.addWidget(each)
    field.setReadOnly(True)  # no caret that blinks
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    window.setFocus()
    return window


def press(window: QWidget, kind: QEvent.Type, name: Qt.Key = Qt.Key.Key_Alt) -> None:
    """Alt, as it comes from the system, which may call it by another ``name``."""
    key = QKeyEvent(kind, name, Qt.KeyboardModifier.AltModifier)
    QCoreApplication.sendEvent(window.windowHandle(), key)


def picture(window: QWidget) -> QImage:
    """The window as it is now."""
    return window.grab().toImage()


def test_they_are_underlined_while_alt_is_held(manager: ThemeManager, qtbot: QtBot) -> None:
    assert manager
    plain = picture(form(qtbot, mark=""))
    window = form(qtbot)
    assert picture(window) == plain
    press(window, QEvent.Type.KeyPress)
    underlined = picture(window)
    changed = {
        type(each)
        for each in window.findChildren(QWidget)
        if underlined.copy(each.geometry()) != plain.copy(each.geometry())
    }
    assert changed >= {QLabel, QPushButton, QCheckBox, QTabBar}
    assert QLineEdit not in changed
    press(window, QEvent.Type.KeyRelease)
    assert picture(window) == plain


def test_who_changes_the_layout_by_alt_and_shift_finds_the_window_plain(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    assert manager
    window = form(qtbot)
    plain = picture(window)
    press(window, QEvent.Type.KeyPress)
    assert picture(window) != plain
    press(window, QEvent.Type.KeyRelease, Qt.Key.Key_Meta)  # so X11 calls Alt while Shift is held
    assert picture(window) == plain


def test_who_leaves_the_window_with_alt_held_finds_it_plain(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    assert manager
    window = form(qtbot)
    plain = picture(window)
    press(window, QEvent.Type.KeyPress)
    other = form(qtbot)
    assert picture(window) == plain
    press(other, QEvent.Type.KeyPress)
    assert picture(window) != plain
    other.close()
    other.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    assert picture(window) == plain


@pytest.fixture
def on_macos(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    style, parent = MnemonicStyle(), QObject()
    qapp.setStyle(style)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        MnemonicKey(qapp, style, parent)
    yield
    qapp.setStyle("Fusion")


@pytest.mark.usefixtures("on_macos")
def test_on_macos_they_never_are(qtbot: QtBot) -> None:
    window = form(qtbot)
    plain = picture(window)
    press(window, QEvent.Type.KeyPress)
    assert picture(window) == plain


def test_the_window_with_the_keyboard_may_be_forgotten_before_it_goes(
    manager: ThemeManager, qtbot: QtBot
) -> None:
    assert manager
    window = form(qtbot)
    other = form(qtbot)
    invalidate(other.windowHandle())  # as shiboken does when the widget of a window goes
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
