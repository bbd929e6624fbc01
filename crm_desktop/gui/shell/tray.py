"""The program's icon in the system's tray, with a small menu (interaction.md, section 16).

Made by ``gui/program.py``; shown where there is a tray and the person wants it. macOS has the
Dock instead. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QSystemTrayIcon, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.instance import bring_up
from crm_desktop.gui.shell.product_mark import product_icon

_WAS_SHOWN = "was_shown"
_MESSAGE_MS = 10_000


def has_tray() -> bool:
    """Whether this system has a tray of the kind that is meant here."""
    return sys.platform != "darwin" and QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """A press shows or hides the windows; the menu also begins a contact and quits; beside it the
    system tells what has come while the person works elsewhere."""

    contact_wanted = Signal()
    quit_wanted = Signal()

    def __init__(
        self, windows: Callable[[], Sequence[QWidget]], parent: QObject | None = None
    ) -> None:
        """``windows``: those that are open now."""
        super().__init__(parent)
        self._windows = windows
        self._told: Callable[[], object] | None = None
        self.menu = QMenu()
        self.toggle = self.menu.addAction("")
        self.contact = self.menu.addAction("")
        self.menu.addSeparator()
        self.quit = self.menu.addAction("")
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.setIcon(product_icon())
        self.icon.activated.connect(self._press)
        self.icon.messageClicked.connect(self._press_message)
        self.menu.aboutToShow.connect(self.say)
        self.toggle.triggered.connect(self.show_or_hide)
        self.contact.triggered.connect(self._want_contact)
        self.quit.triggered.connect(self.quit_wanted)
        self.destroyed.connect(self.menu.deleteLater)
        self.say()

    @property
    def _is_shown(self) -> bool:
        """Whether there is something to hide: not while a dialog wants an answer, which would
        stand alone on the screen."""
        if QApplication.activeModalWidget() is not None:
            return False
        return any(window.isVisible() and not window.isMinimized() for window in self._windows())

    def say(self) -> None:
        """All words, as they are right now."""
        self.icon.setToolTip(_("CRM Desktop"))
        self.toggle.setText(_("Hide the window") if self._is_shown else _("Show the window"))
        self.contact.setText(_("New contact…"))
        self.quit.setText(_("Quit"))

    def tell(self, words: str, press: Callable[[], object]) -> None:
        """Let the system say it, if the person works in no window of this program; ``press`` is
        what a press on it does. Whether and when it is shown is the system's own matter."""
        if QApplication.activeWindow() is None and self.icon.isVisible():
            self._told = press
            self.icon.showMessage(_("CRM Desktop"), words, self.icon.icon(), _MESSAGE_MS)

    def _press_message(self) -> None:
        told, self._told = self._told, None
        if told is not None:
            self._show_windows()
            self.say()
            told()

    def show(self, is_wanted: bool) -> None:
        """Stand in the tray, or not; windows that were hidden come back."""
        self.icon.setVisible(is_wanted)
        if not is_wanted:
            self._show_windows()

    def show_or_hide(self) -> None:
        """All windows together. Hidden ones go on working."""
        if self._is_shown:
            for window in self._windows():
                for dialog in window.findChildren(QDialog):
                    dialog.setProperty(_WAS_SHOWN, dialog.isVisible())
                    dialog.hide()
                window.hide()
        else:
            self._show_windows()
        self.say()

    def _show_windows(self) -> None:
        """With the dialogs that stood beside them; one that asks something in front."""
        for window in self._windows():
            if not window.isVisible() or window.isMinimized():
                bring_up(window)
            for dialog in window.findChildren(QDialog):
                if dialog.property(_WAS_SHOWN):
                    dialog.setProperty(_WAS_SHOWN, False)
                    dialog.show()
        asking = QApplication.activeModalWidget()
        if asking is not None:
            bring_up(asking)

    def _press(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_or_hide()

    def _want_contact(self) -> None:
        self._show_windows()
        self.say()
        self.contact_wanted.emit()
