"""Whether a window is low: rows of tools are lower there, so that lists keep their lines.

Used by the rows of tools above lists and boards. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

LOW_BELOW = 720
"""A window of fewer pixels is low (interaction.md, section 20)."""


class LowWindow(QObject):
    """``changed``: the window of the ``page`` has become low, or high again."""

    changed = Signal()

    def __init__(self, page: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self.is_low = False
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A page is as high as its window leaves it."""
        if event.type() == QEvent.Type.Resize and watched is self._page:
            is_low = self._page.window().height() < LOW_BELOW
            if is_low != self.is_low:
                self.is_low = is_low
                self.changed.emit()
        return super().eventFilter(watched, event)
