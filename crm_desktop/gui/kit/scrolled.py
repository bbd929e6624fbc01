"""What is longer than its place: a column without a frame that is scrolled downward.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """Shows ``content`` as wide as the room. ``is_stop``: Tab stops here, so that text without
    controls is scrolled by keys; ``sideways``: what is wider than the room is scrolled as well."""

    def __init__(
        self,
        parent: QWidget | None = None,
        content: QWidget | None = None,
        *,
        is_stop: bool = False,
        sideways: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if not is_stop:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if content is not None:
            self.setWidget(content)
