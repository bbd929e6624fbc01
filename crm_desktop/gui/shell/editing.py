"""Cut, copy, paste and select all in the Edit menu: for whatever has the focus.

Fields and lists answer these keys by themselves; the menu only presses them, so that people find
them where every program has them (and macOS expects them). GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.core.i18n import msg
from crm_desktop.gui.shell.keys import shown_keys

_EDITING = (
    (msg("Cut").text, Qt.Key.Key_X),
    (msg("Copy").text, Qt.Key.Key_C),
    (msg("Paste").text, Qt.Key.Key_V),
    (msg("Select all").text, Qt.Key.Key_A),
)


def add_editing(menu: QMenu) -> None:
    """Put the four into the menu, each with its key."""
    menu.addSeparator()
    for title, key in _EDITING:
        keys = shown_keys(f"Ctrl+{chr(key)}")
        # Words behind a tab stand where keys stand, and leave the key to fields and lists.
        menu.addAction(f"{title()}\t{keys}", partial(press, key))


def press(key: Qt.Key) -> None:
    """Press the key with Ctrl (⌘ on macOS) in the widget that has the focus."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        focused = QApplication.focusWidget()
        if focused is not None:
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.ControlModifier)
            QApplication.sendEvent(focused, event)
