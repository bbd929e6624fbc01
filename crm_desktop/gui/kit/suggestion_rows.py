"""Suggestions below a line: what each is called, and beside it what tells it from namesakes.

Used by ``form_suggest``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.manager import ThemeManager

if TYPE_CHECKING:
    from crm_desktop.gui.kit.form_suggest import Suggested

Index = QModelIndex | QPersistentModelIndex

_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole))
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ASIDE = int(Qt.ItemDataRole.UserRole)
"""The role of what stands beside the name of a suggestion."""
_GAP, _LEAST = 12, 24  # before what stands beside; less room of it would tell nothing
_SIDES = 28  # frame and padding of a line
_WIDEST = 480


class SuggestionModel(QAbstractListModel):
    """What is offered, in its order."""

    offered: Sequence[Suggested] = ()

    def show(self, offered: Sequence[Suggested]) -> None:
        """Offer these and no others."""
        self.beginResetModel()
        self.offered = offered
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """How many there are."""
        return 0 if parent.isValid() else len(self.offered)

    def data(self, index: Index, role: int = _WORDS[0]) -> Any:
        """What one is called, what stands beside, and both as a screen reader says it."""
        if not 0 <= index.row() < len(self.offered):
            return None
        one = self.offered[index.row()]
        if role in _WORDS:
            return one.words
        if role == SPOKEN:
            return ", ".join(filter(None, (one.words, one.aside)))
        return one.aside if role == ASIDE else None


class SuggestionRows(QStyledItemDelegate):
    """Draws a suggestion as the style does, with the words beside it; ``lit`` is their colour in
    the chosen line."""

    def __init__(self, parent: QObject, lit: str = "accent_on") -> None:
        super().__init__(parent)
        self._lit = lit

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        super().paint(painter, option, index)
        aside = index.data(ASIDE)
        if not aside:
            return
        opt: Any = QStyleOptionViewItem(option)
        self.initStyleOption(opt, index)
        popup = cast(QListView, opt.widget)
        part = QStyle.SubElement.SE_ItemViewItemText
        room = QRectF(popup.style().subElementRect(part, opt, popup))
        room.setLeft(room.left() + opt.fontMetrics.horizontalAdvance(opt.text) + _GAP)
        if room.width() < _LEAST:
            return
        theme = ThemeManager.instance().theme
        is_chosen = opt.state & QStyle.StateFlag.State_Selected
        ink = getattr(theme.colours, self._lit if is_chosen else "text_secondary")
        painter.save()
        paint_text(painter, room, aside, theme.faces.label, ink)
        painter.restore()


def wanted_width(popup: QListView, offered: Sequence[Suggested]) -> int:
    """How wide the suggestions are that tell more than names, up to a bound; 0 without such."""
    told = [one for one in offered if one.aside]
    if not told:
        return 0
    names, label = popup.fontMetrics(), ThemeManager.instance().theme.faces.label
    widest = max(names.horizontalAdvance(one.words) + label.width(one.aside) for one in told)
    return min(round(widest) + _GAP + _SIDES, ThemeManager.instance().theme.grown(_WIDEST))
