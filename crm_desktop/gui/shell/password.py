"""Asking for the password of a workspace, in front of its window.

Used by ``gui/session.py`` on the GUI thread. The password goes to the opening and, if the person
wants it, to the system's keychain; nothing else ever holds it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.opening import Password
from crm_desktop.gui.kit.dialog import Dialog
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.main_window import MainWindow

_WIDTH = 420


def ask_password(
    window: MainWindow, address: str, open_with: Callable[[Password], None], *, was_wrong: bool
) -> PasswordDialog:
    """Ask in front of ``window``; ``was_wrong``: the one typed before was refused."""
    dialog = PasswordDialog(address, window, was_wrong=was_wrong)
    dialog.given.connect(open_with)
    dialog.open()
    return dialog


def tell_not_kept(window: MainWindow) -> None:
    """The person wanted the password kept, and this computer can't."""
    window.notifications.tell(
        _(
            "The password isn’t remembered: this computer has no keychain for it. The program "
            "will ask again next time."
        ),
        mark="told",
        stays=True,
    )


class PasswordDialog(Dialog):
    """Closing it leaves the window with its other ways out."""

    given = Signal(object)  # Password

    def __init__(self, address: str, parent: QWidget, *, was_wrong: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Password"))
        self.be_as_wide_as(_WIDTH)
        heading = plain_label(_("The workspace asks for a password"), type="title")
        place = plain_label(address, tone="secondary")
        place.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        label = QLabel(_("Pass&word"), self)
        label.setBuddy(self.field)
        self.field.setAccessibleName(_("Password"))
        self.mistake = plain_label("", tone="danger")
        self.mistake.setWordWrap(True)
        self.keep = QCheckBox(_("&Remember on this computer"), self)
        self.enter = QPushButton(_("&Open"), self)
        self.enter.setDefault(True)
        self.leave = QPushButton(_("Cancel"), self)
        self._place([heading, place, label, self.field, self.mistake, self.keep])
        self.field.textChanged.connect(self._tell_whether_possible)
        self.enter.clicked.connect(self._give)
        self.leave.clicked.connect(self.reject)
        self._tell_whether_possible()
        self._tell_mistake(was_wrong)

    def _place(self, widgets: list[QWidget]) -> None:
        dress(self.enter, kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for widget in widgets:
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.enter)
        column.addSpacing(8)
        column.addLayout(buttons)

    def _tell_mistake(self, was_wrong: bool) -> None:
        words = _("This password doesn’t fit. Type it again; mind Caps Lock and the language.")
        self.mistake.setVisible(was_wrong)
        if was_wrong:
            self.mistake.setText(words)
            self.field.setAccessibleDescription(words)
            dress(self.field, state="invalid")

    def _tell_whether_possible(self) -> None:
        self.enter.setEnabled(bool(self.field.text()))

    def _give(self) -> None:
        password = Password(self.field.text(), self.keep.isChecked())
        self.field.clear()
        self.accept()
        self.given.emit(password)
