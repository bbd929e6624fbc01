"""The cards of a column as an item model, for screen readers: one line each, words for the ear.

The column's view holds one; what is drawn comes from the cards themselves. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.board.cards import Cards

_SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
_NO_INDEX = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


class ColumnModel(QAbstractListModel):
    """As many lines as there are cards, from top to bottom."""

    def __init__(self, cards: Cards, parent: QWidget) -> None:
        super().__init__(parent)
        self.rids: list[int] = []
        self._cards = cards

    def set_rids(self, rids: Sequence[int]) -> None:
        """Show these cards."""
        self.beginResetModel()
        self.rids = list(rids)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802
        """As many as there are cards."""
        return 0 if parent.isValid() else len(self.rids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is said of a card."""
        if role not in _SPOKEN or not index.isValid():
            return None
        card = self._cards.get(self.rids[index.row()])
        return (card.spoken or card.title) if card else _("Loading…")
