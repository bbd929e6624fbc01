"""Cells of the wizard's plain tables: room beside the words, and a hair line below.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

# The style leaves a few pixels beside the words itself; together it is the design's 8.
_MORE_ROOM = 5
# Above and below words on several lines.
_AIR = 8


class PlainCells(QStyledItemDelegate):
    """Paints what the model gives, selection over the whole cell. ``has_line``: where the table
    has no grid."""

    def __init__(self, parent: QWidget, *, has_line: bool) -> None:
        super().__init__(parent)
        self._has_line = has_line

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The words with the room around them, on several lines where the table wraps them."""
        option.rect = option.rect.adjusted(_MORE_ROOM, 0, -_MORE_ROOM, 0)  # type: ignore[attr-defined]
        hint = super().sizeHint(option, index)
        air = 2 * _AIR if self._has_line else 0
        return QSize(hint.width() + 2 * _MORE_ROOM, hint.height() + air)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground, the words within their room, and the line."""
        place = QRect(option.rect)  # type: ignore[attr-defined]
        colours = ThemeManager.instance().theme.colours
        self.initStyleOption(option, index)
        painter.fillRect(place, option.backgroundBrush)  # type: ignore[attr-defined]
        if option.state & option.state.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(place, colours.selected)
        if self._has_line:
            line = QRect(place.left(), place.bottom(), place.width(), measures.LINE)
            painter.fillRect(line, colours.border_subtle)
        option.rect = place.adjusted(_MORE_ROOM, 0, -_MORE_ROOM, -measures.LINE)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
