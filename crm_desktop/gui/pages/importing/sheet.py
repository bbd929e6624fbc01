"""A large dialog with a head to close it by: the wizard is one.

It is as large as it is wanted where its window has the room, and follows that window's size.
Window-modal without a loop of its own. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.gui.kit.dialog import Dialog, Head
from crm_desktop.gui.kit.theme.stylesheet import dress

_AROUND = 24  # of the window behind that stays to be seen


class Sheet(Dialog):
    """``body`` takes what the dialog holds; ``wanted`` is its size where the window has room."""

    def __init__(self, title: str, wanted: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._wanted = wanted
        self.head = Head(self)
        self.close_button = self.head.close_button
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(line(self))
        layout.addLayout(self.body, 1)

    def put_in_head(self, widget: QWidget) -> None:
        """Show this between the title and the way to close."""
        heading, row = self.head.heading, self.head.row
        heading.setWordWrap(False)
        heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row.insertStretch(1)
        row.insertWidget(2, widget)
        row.insertStretch(3)

    def settle(self) -> None:
        """As large as there is room; with large text its content may need more than wanted."""
        around = self.parentWidget()
        wanted = self._wanted
        if around is not None:
            least = self.minimumSizeHint() - (self.size() - self.panel.size())
            room = around.window().size() - QSize(2 * _AROUND, 2 * _AROUND)
            wanted = wanted.expandedTo(least).boundedTo(room)
        self.resize_panel(wanted.width(), wanted.height())
        super().settle()


def line(parent: QWidget) -> QWidget:
    """A hair line across."""
    frame = QFrame(parent)
    dress(frame, kind="line")
    return frame
