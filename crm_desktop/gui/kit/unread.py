"""What stands in a part of a page that couldn't be read: why, and a way to try again.

Made by the part, hidden until it is needed; for a whole page there is ``StatePane``. GUI thread
only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


class Unread(QWidget):
    """``retry`` tells that the person wants it read again."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain_label("", type="hint")
        self.words.setWordWrap(True)
        self.again = QPushButton(_("Try again"), self)
        dress(self.again, kind="link")
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self.retry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def tell(self, words: str) -> None:
        """Say translated ``words``."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()
