"""The menu bar that Alt shows and hides again; on macOS it is always in the system's bar.

Made by the main window, which hands its key events on. Keys of the bar's actions work while it is
hidden. GUI thread only.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow

_IS_MAC = sys.platform == "darwin"


class AltMenu:
    """Tells Alt pressed and let go alone from Alt with another key."""

    def __init__(self, window: QMainWindow) -> None:
        self._bar = window.menuBar()
        self._alt_alone = False
        if not _IS_MAC:
            self._bar.hide()

    def key_pressed(self, event: QKeyEvent) -> None:
        """A key that nothing in the window wanted went down."""
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        if event.key() == Qt.Key.Key_Escape and not _IS_MAC:
            self._bar.hide()

    def key_released(self, event: QKeyEvent) -> None:
        """Alt alone shows the bar, and once more hides it."""
        is_alt = self._alt_alone and event.key() == Qt.Key.Key_Alt
        self._alt_alone = False
        if _IS_MAC or not is_alt or event.isAutoRepeat():
            return
        self._bar.setVisible(self._bar.isHidden())
        if not self._bar.isHidden() and self._bar.actions():
            self._bar.setActiveAction(self._bar.actions()[0])
