"""A line across the window for what concerns the whole of it, with one way out.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress


class Banner(QFrame):
    """Hidden while all is well."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="banner", tone="warning")
        mark = QToolButton(self)
        mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress(mark, kind="icon")
        ThemeManager.instance().set_icon(mark, "warning", IconRole.WARNING, size=18)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(_("Try again"), self)
        self.button.clicked.connect(self.retry)
        dress(self.button, scale="small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def tell(self, words: str) -> None:
        """Show translated ``words``."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()
