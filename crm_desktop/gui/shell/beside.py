"""The pages of a workspace with the preview beside them; in a narrow window it slides over them.

Made by the workspace's view. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_WIDTH, _LEAST, _MOST = 288, 240, 420


class PagesAndPreview(QSplitter):
    """``preview`` keeps the width that the person gave it."""

    def __init__(self, pages: QWidget, preview: QWidget, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._view, self._preview = parent, preview
        self._width = _WIDTH
        self.setHandleWidth(1)
        self.addWidget(pages)
        self.addWidget(preview)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        preview.setMinimumWidth(_LEAST)
        preview.setMaximumWidth(_MOST)
        self.setSizes([3 * _WIDTH, _WIDTH])
        self.splitterMoved.connect(self._note_width)

    def part(self) -> None:
        """Take the preview out, to be laid over the pages."""
        self._preview.setParent(self._view)

    def join(self) -> None:
        """Put the preview beside the pages again."""
        self.addWidget(self._preview)
        self.setSizes([self.width() - self._width, self._width])

    def lay_over(self) -> None:
        """The preview over the right part of the pages."""
        view = self._view
        top = self.mapTo(view, self.rect().topLeft()).y()
        self._preview.setGeometry(view.width() - _WIDTH, top, _WIDTH, view.height() - top)
        self._preview.raise_()

    def _note_width(self) -> None:
        self._width = self._preview.width()
