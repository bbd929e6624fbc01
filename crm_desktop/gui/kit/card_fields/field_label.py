"""The label of a field on a card: its words one below the other in a narrow column.

Used by the rows of a card and by the preview. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.gui.kit.theme.manager import ThemeManager

_ANY_WIDTH = 16_777_215
_LEAST, _MOST = 104, 136


def label_room(labels: Iterable[str]) -> int:
    """How wide a column of these labels is: as wide as their widest word, within what leaves the
    values their room."""
    face = ThemeManager.instance().theme.faces.label
    widest = max((face.width(word) for label in labels for word in label.split(" ")), default=0)
    return min(max(_LEAST, ceil(widest)), _MOST)


class FieldLabel(QLabel):
    """A word wider than the column is cut with '…' and told whole on pointing; ``whole`` is what
    the label says."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.whole = text
        self._room = 0
        # A card of two hundred fields asks each label eight times while it is opened.
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", "hint")
        self.setWordWrap(True)
        self._fit()

    def tell(self, text: str) -> None:
        """Say something else."""
        self.whole = text
        self._fit()

    def be_wide(self, width: int) -> None:
        """Take exactly this width; none of its own for 0."""
        self._room = width
        self.setMinimumWidth(width)
        self.setMaximumWidth(width or _ANY_WIDTH)
        self._fit()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As its own column asks: a layout that aligns it offers it all the room that is left."""
        own = min(width, self._room or width)
        if own not in self._heights:
            self._heights[own] = super().heightForWidth(own)
        return self._heights[own]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Other letters need another room."""
        self._heights.clear()
        super().changeEvent(event)

    def _fit(self) -> None:
        face = ThemeManager.instance().theme.faces.label
        words = self.whole.split(" ")
        if self._room and any(face.width(word) > self._room for word in words):
            metrics, end = QFontMetricsF(face.font), Qt.TextElideMode.ElideRight
            words = [metrics.elidedText(word, end, self._room) for word in words]
        shown = " ".join(words)
        self._heights.clear()
        self.setText(shown)
        self.setToolTip(self.whole if shown != self.whole else "")
