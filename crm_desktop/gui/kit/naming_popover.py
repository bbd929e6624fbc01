"""A pop-over with a line for a name, what is wrong with it, and a button that takes it. Base of
those that name something. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress

_LONGEST = 60


class NamingPopover(Popover):
    """``label`` says whose ``name`` it is, ``save`` what the button does. Subclasses call ``stand``
    and give ``take``."""

    def __init__(self, title: str, label: str, name: str, save: str, parent: QWidget) -> None:
        super().__init__(parent, title)
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(label)
        self.line.selectAll()
        self.mistake = QLabel(self)
        self.mistake.setWordWrap(True)
        self.mistake.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mistake, type="hint", tone="danger")
        self.mistake.hide()
        self.save = QPushButton(save, self)
        dress(self.save, kind="primary", scale="small")
        self._label = plain_label(label, type="label")
        self.save.clicked.connect(self._take)
        self.line.textEdited.connect(self._forgive)

    def stand(self, below: QWidget) -> None:
        """Put all in its place, with ``below`` between the name and the button."""
        for widget in (self._label, self.line, self.mistake, below, self.save):
            self.column.addWidget(widget)
        self._forgive()

    def take(self, name: str) -> None:
        """This name was given."""
        raise NotImplementedError

    def show_mistake(self, words: str) -> None:
        """Why it can't be called so."""
        self.mistake.setText(words)
        self.mistake.show()
        self.adjustSize()

    def _forgive(self) -> None:
        self.mistake.hide()
        self.save.setEnabled(bool(self.line.text().strip()))

    def _take(self) -> None:
        if name := self.line.text().strip():
            self.take(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)
