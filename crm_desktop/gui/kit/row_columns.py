"""Lines with columns, of which some can come and go while the list is shown.

The base of ``RowTableModel``; lives on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.ordered_lines import OrderedLines
from crm_desktop.gui.kit.row_source import Column

# Comparing enumerations costs 10 ms a frame, integers nothing (quality.md, 'Qt from Python').
_TITLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_ROOT = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


def order_spoken(*, descending: bool) -> str:
    """Which way rows are sorted, said beside the title of the column."""
    return _("sorted in descending order") if descending else _("sorted in ascending order")


class ColumnedLines(OrderedLines):
    """Lines under ``columns``."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.sorted_by: tuple[int, bool] | None = None
        """The column that the lines are shown as sorted by, and whether descending."""

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many columns were described."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = _TITLES[0]
    ) -> Any:
        """The columns' titles, and for screen readers the order."""
        if orientation != _HORIZONTAL:
            return None
        if role in _TITLES:
            return self._columns[section].title
        if role == _DESCRIPTION and self.sorted_by and self.sorted_by[0] == section:
            return order_spoken(descending=self.sorted_by[1])
        return None

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns are."""
        return self._columns

    def take_columns(self, columns: Sequence[Column]) -> None:
        """Have these columns from now on: the first ones stay, others come and go behind them."""
        kept = 0
        for old, new in zip(self._columns, columns, strict=False):
            if old.name != new.name:
                break
            kept += 1
        if kept < len(self._columns):
            self.beginRemoveColumns(_ROOT, kept, len(self._columns) - 1)
            self._columns = self._columns[:kept]
            self.endRemoveColumns()
        if kept < len(columns):
            self.beginInsertColumns(_ROOT, kept, len(columns) - 1)
            self._columns = tuple(columns)
            self.endInsertColumns()
        self._columns = tuple(columns)
