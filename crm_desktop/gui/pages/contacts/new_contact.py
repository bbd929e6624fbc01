"""A new person: the smallest possible start, a name or a phone or an e-mail.

A window-modal sheet without a loop of its own; what was typed stays until it is saved, even if
the dialog is closed by mistake. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, current_language
from crm_desktop.core.values.names import split_full_name
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.theme.stylesheet import dress

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

_WIDTH = 480


class NewContactDialog(QDialog):
    """``created`` gives the id and the words to tell it."""

    created = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(_("New contact"))
        self.setMinimumWidth(_WIDTH)
        self.name = FormField(_("&Name"), self)
        self.phone = FormField(_("&Phone"), self)
        self.email = FormField(_("&E-mail"), self)
        self.general = QLabel(self)
        self.general.setWordWrap(True)
        self.general.setTextFormat(Qt.TextFormat.PlainText)
        self.general.hide()
        self._fields = {"phones": self.phone, "emails": self.email}
        self._names = {"given_name", "family_name", "middle_name"}
        self.save = QPushButton(_("Create contact"), self)
        self.save.setDefault(True)
        dress(self.save, kind="primary")
        dress(self.general, tone="danger")
        cancel = QPushButton(_("Cancel"), self)
        cancel.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (self.name, self.phone, self.email, self.general):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def begin(self, name: str = "") -> None:
        """Show the dialog, with ``name`` if something was sought and not found."""
        if name:
            self.name.line.setText(name)
        self.name.line.setFocus()
        self.open()

    def _save(self) -> None:
        self._clear_mistakes()
        self.save.setEnabled(False)
        command = CreateContact(self._values(), self._bridge.settings.get("region"))
        self._bridge.execute(command, then=self._done, failed=self._failed, owner=self)

    def _values(self) -> dict[str, Any]:
        name = split_full_name(self.name.text, current_language())
        values: dict[str, Any] = {
            "family_name": name.family,
            "given_name": name.given,
            "middle_name": name.middle,
        }
        if self.phone.text:
            values["phones"] = [{"value": self.phone.text}]
        if self.email.text:
            values["emails"] = [{"value": self.email.text}]
        return values

    def _done(self, outcome: Outcome) -> None:
        self.save.setEnabled(True)
        for field in (self.name, self.phone, self.email):
            field.clear()
        self.accept()
        self.created.emit(outcome.result)

    def _failed(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        field = self._field_of(error)
        if field is None:
            self.general.setText(words_for(error))
            self.general.show()
        else:
            field.show_mistake(words_for(error))
            field.setFocus()
        self.adjustSize()

    def _field_of(self, error: BaseException) -> FormField | None:
        if not isinstance(error, Invalid) or error.field is None:
            return None
        if error.field in self._names:
            return self.name
        return self._fields.get(error.field)

    def _clear_mistakes(self) -> None:
        self.general.hide()
        for field in (self.name, self.phone, self.email):
            field.clear_mistake()
