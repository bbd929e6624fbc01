"""A line across the window for what concerns the whole of it, with one way out.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import IconMark
from crm_desktop.gui.kit.theme.stylesheet import dress


class Banner(QWidget):
    """Hidden while all is well."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = QFrame(self)
        dress(card, kind="banner", tone="warning")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.addWidget(card)
        mark = IconMark("warning", "warning_text", 18, card)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(_("Try again"), self)
        self.button.clicked.connect(self.retry)
        dress(self.button, scale="small")
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def tell(self, words: str) -> None:
        """Show translated ``words``."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()
