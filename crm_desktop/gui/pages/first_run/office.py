"""Joining an office: where its database is, who comes, and the password.

Opened from the window of the first run. GUI thread only. The password goes to the opening and,
if wanted, to the system's keychain.
"""

from __future__ import annotations

from urllib.parse import quote

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.opening import Password
from crm_desktop.gui.kit.dialog import Dialog
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.store.location import parse_location

_WIDTH = 480


class OfficeDialog(Dialog):
    """``chosen`` gives the address (never with the password in it) and the ``Password``, or
    ``None`` where none was typed."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Join the office"))
        self.be_as_wide_as(_WIDTH)
        self.host, self.database = QLineEdit(self), QLineEdit(self)
        self.user, self.password = QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.host.setPlaceholderText(_("office.example or office.example:5432"))
        self.keep = QCheckBox(_("&Remember on this computer"), self)
        self.mistake = plain_label("", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.join_ = QPushButton(_("&Join"), self)
        self.join_.setDefault(True)
        dress(self.join_, kind="primary")
        self.leave = QPushButton(_("Cancel"), self)
        self._place()
        for field in (self.host, self.database, self.user):
            field.textChanged.connect(self._tell_whether_possible)
        self.join_.clicked.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self._tell_whether_possible()

    def _place(self) -> None:
        hint = plain_label(
            _("Whoever looks after your office knows these. You type them only once."),
            tone="secondary",
        )
        hint.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(10)
        for words, field in (
            (_("&Address of the office"), self.host),
            (_("&Workspace"), self.database),
            (_("&Your name there"), self.user),
            (_("&Password"), self.password),
        ):
            label = QLabel(words, self)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(label, field)
        form.addRow("", self.keep)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.join_)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Join the office"), type="title"))
        column.addWidget(hint)
        column.addLayout(form)
        column.addWidget(self.mistake)
        column.addLayout(buttons)

    def _tell_whether_possible(self) -> None:
        fields = (self.host, self.database, self.user)
        self.join_.setEnabled(all(field.text().strip() for field in fields))

    def _choose(self) -> None:
        address = office_address(self.host.text(), self.database.text(), self.user.text())
        try:
            parse_location(address)
        except Invalid as error:
            self.mistake.setText(error.message.text())
            self.mistake.show()
            self.host.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        password = None
        if self.password.text():
            password = Password(self.password.text(), self.keep.isChecked())
        self.password.clear()
        self.accept()
        self.chosen.emit(address, password)


def office_address(host: str, database: str, user: str) -> str:
    """``postgresql://user@host[:port]/database``, with what isn't a letter written as URLs do."""
    where = quote(host.strip(), safe=":[]")
    return f"postgresql://{quote(user.strip(), safe='')}@{where}/{quote(database.strip(), safe='')}"
