"""Asks for the name of a view. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_WIDTH = 280
_LONGEST = 60


class NamePopover(Popover):
    """``named`` gives the name and whether colleagues shall see the view."""

    named = Signal(str, bool)

    def __init__(self, parent: QWidget, name: str, *, can_share: bool) -> None:
        super().__init__(parent, _("Name of the view"))
        self.setFixedWidth(ThemeManager.instance().theme.grown(_WIDTH))
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(_("Name of the view"))
        self.line.setPlaceholderText(_("For example, Clients in the north"))
        self.line.selectAll()
        self.mistake = QLabel(self)
        self.mistake.setWordWrap(True)
        self.mistake.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mistake, type="hint", tone="danger")
        self.mistake.hide()
        self.share = QCheckBox(_("Share with colleagues"), self)
        self.share.setVisible(can_share)
        self.save = QPushButton(_("Rename") if name else _("Save view"), self)
        dress(self.save, kind="primary", scale="small")
        label = plain_label(_("Name of the view"), type="label")
        for widget in (label, self.line, self.mistake, self.share, self.save):
            self.column.addWidget(widget)
        self.save.clicked.connect(self._tell)
        self.line.textEdited.connect(self._forgive)
        self._forgive()

    def _forgive(self) -> None:
        self.mistake.hide()
        self.save.setEnabled(bool(self.line.text().strip()))

    def show_mistake(self, words: str) -> None:
        """Why it can't be called so."""
        self.mistake.setText(words)
        self.mistake.show()
        self.adjustSize()

    def _tell(self) -> None:
        if name := self.line.text().strip():
            self.named.emit(name, self.share.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        else:
            super().keyPressEvent(event)
