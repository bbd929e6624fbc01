"""A line across the window for what concerns the whole of it, with one way out.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.core.i18n import _


class Banner(QFrame):
    """Hidden while all is well."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(_("Try again"), self)
        self.button.clicked.connect(self.retry)
        layout = QHBoxLayout(self)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def tell(self, words: str) -> None:
        """Show translated ``words``."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()
