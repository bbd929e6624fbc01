"""A field of a form: label, line, and below it what is wrong with the value.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.gui.kit.theme.stylesheet import dress


class FormField(QWidget):
    """A line to type into. ``label`` is translated and may mark a letter with ``&``."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self._name = label.replace("&", "")
        self.line.setAccessibleName(self._name)
        caption = QLabel(label, self)
        caption.setBuddy(self.line)
        self.mistake = QLabel(self)
        self.mistake.setWordWrap(True)
        self.mistake.setTextFormat(Qt.TextFormat.PlainText)
        dress(caption, type="label")
        dress(self.mistake, type="hint", tone="danger")
        self.mistake.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (caption, self.line, self.mistake):
            layout.addWidget(widget)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self.clear_mistake)

    @property
    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.line.text().strip()

    def clear(self) -> None:
        """Make it as it was at first."""
        self.line.clear()
        self.clear_mistake()

    def show_mistake(self, words: str) -> None:
        """Say below the line what is wrong; what was typed stays."""
        self.mistake.setText(words)
        self.mistake.show()
        dress(self.line, state="invalid")
        self.line.setAccessibleDescription(words)

    def clear_mistake(self) -> None:
        """The value is being mended."""
        if not self.mistake.isHidden():
            self.mistake.hide()
            dress(self.line, state="")
            self.line.setAccessibleDescription("")
