"""The letter of a word that is a key with Alt, underlined only while Alt is held.

So it is on Windows and Linux; macOS has no such letters. Menus underline theirs when they are
opened by the keyboard (``style``). Made by the theme manager; GUI thread only.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QWindow
from PySide6.QtWidgets import QApplication, QProxyStyle
from shiboken6 import isValid

_SHOWN, _HIDDEN = Qt.TextFlag.TextShowMnemonic.value, Qt.TextFlag.TextHideMnemonic.value


class MnemonicStyle(QProxyStyle):
    """Fusion, which is asked nothing else here: a question about a style's hint comes two thousand
    times in a start, words with such a letter are drawn twenty times. Takes no options of a style,
    which would have to be made known to Python before the first page."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.are_underlined = False

    def drawItemText(  # noqa: N802, PLR0917 - Qt gives them by their places
        self,
        painter: QPainter,
        rect: QRect,
        flags: int,
        palette: QPalette | Qt.GlobalColor | QColor,
        enabled: bool,
        text: str,
        role: QPalette.ColorRole = QPalette.ColorRole.NoRole,
    ) -> None:
        """The words of a button, a label, a tab or a bar of menus."""
        if flags & _SHOWN and not self.are_underlined:
            flags = flags & ~_SHOWN | _HIDDEN
        super().drawItemText(painter, rect, flags, palette, enabled, text, role)


class MnemonicKey(QObject):
    """Follows Alt in whichever window has the keyboard. It hears only what comes to the window as
    a whole, a few events in a frame."""

    def __init__(self, application: QApplication, style: MnemonicStyle, parent: QObject) -> None:
        super().__init__(parent)
        self._style = style
        self._window: QWindow | None = None
        if sys.platform != "darwin":
            application.focusWindowChanged.connect(self._follow)
            self._follow(application.focusWindow())

    def _follow(self, window: QWindow | None) -> None:
        # What stands for a window in Python may be gone a moment before the window itself.
        if self._window is not None and isValid(self._window):
            self._window.destroyed.disconnect(self._forget)
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)
        self._underline(False)  # Alt with Tab leads to another program, where it is let go

    def _forget(self) -> None:
        self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Only looks."""
        if isinstance(event, QKeyEvent):
            # Alt is let go under another name while Shift is held too, as whoever changes the
            # layout by both does: so any key that is let go ends it.
            if event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._underline(False)
            elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Alt:
                self._underline(True)
        return super().eventFilter(watched, event)

    def _underline(self, are_underlined: bool) -> None:
        if are_underlined == self._style.are_underlined:
            return
        self._style.are_underlined = are_underlined
        for top in QApplication.topLevelWidgets():
            top.update()
