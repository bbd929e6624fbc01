"""The menu bar that Alt shows and hides again; on macOS it is always in the system's bar.

It goes by itself once it is left: by Esc, by a command of it, by a press elsewhere. Made by the
main window, which hands its key events on. Keys of the bar's actions work while it is hidden. GUI
thread only.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QActionEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMenuBar

from crm_desktop.gui.kit.timers import single_shot

_IS_MAC = sys.platform == "darwin"
# Whoever does one of these while Alt is down means that, not the bar.
_OTHER_DEEDS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.WindowDeactivate)
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class AltMenu(QObject):
    """Tells Alt pressed and let go alone from Alt with another key, whoever takes that key."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._bar = window.menuBar()
        self._alt_alone = False
        if not _IS_MAC:
            self._bar.hide()
            _Leaving(self._bar)

    def key_pressed(self, event: QKeyEvent) -> None:
        """A key that nothing in the window wanted went down."""
        self._be_alone(event.key() == Qt.Key.Key_Alt)
        if event.key() == Qt.Key.Key_Escape and not _IS_MAC:
            self._bar.hide()

    def _be_alone(self, is_alone: bool) -> None:
        self._alt_alone = is_alone
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if is_alone:  # a key that is a shortcut, or that a field takes, doesn't come to the window
            application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Something else is done while Alt is down."""
        kind = event.type()
        is_key = kind in _KEYS and isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Alt
        if is_key or kind in _OTHER_DEEDS:
            self._be_alone(False)
        return False

    def key_released(self, event: QKeyEvent) -> None:
        """Alt alone shows the bar, and once more hides it."""
        is_alt = self._alt_alone and event.key() == Qt.Key.Key_Alt
        self._be_alone(False)
        if _IS_MAC or not is_alt or event.isAutoRepeat():
            return
        self._bar.setVisible(self._bar.isHidden())
        if not self._bar.isHidden() and self._bar.actions():
            self._bar.setActiveAction(self._bar.actions()[0])


class _Leaving(QObject):
    """Hides the bar when neither it nor a menu of it is in use any more."""

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        # Going from one menu to the next closes the first before the second is there.
        self._look = single_shot(self, self._hide_unused)
        bar.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The bar was left, or has one more menu to be left."""
        if event.type() == QEvent.Type.FocusOut:
            self._look.start()
        elif event.type() == QEvent.Type.ActionAdded and isinstance(event, QActionEvent):
            menu = event.action().menu()
            if isinstance(menu, QMenu):
                menu.aboutToHide.connect(self._look.start)
        return False

    def _hide_unused(self) -> None:
        popup = QApplication.activePopupWidget()
        is_own = isinstance(popup, QMenu) and popup.menuAction() in self._bar.actions()
        if not self._bar.hasFocus() and not is_own:
            self._bar.hide()
