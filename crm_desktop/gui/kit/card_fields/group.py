"""The heading of a group of fields: a press folds the group up or opens it. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.manager import ThemeManager

_HEIGHT = 36
_CARET = 10
_EDGE = 8
_GAP = 6


class GroupHead(QAbstractButton):
    """Checked as long as the group is open."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.updateGeometry)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The heading and its caret."""
        theme = self._manager.theme
        width = theme.faces.subheading.width(self.text()) + _EDGE + _CARET + _GAP
        return QSize(round(width) + 1, theme.grown(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Caret and words."""
        theme = self._manager.theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        caret = QRectF(_EDGE, 0, _CARET, rect.height())
        name = "caret-down-bold" if self.isChecked() else "caret-right-bold"
        paint_icon(painter, caret, name, theme.colours.text_tertiary, _CARET)
        rect.setLeft(_EDGE + _CARET + _GAP)
        paint_text(painter, rect, self.text(), theme.faces.subheading, theme.colours.text)
        painter.end()
