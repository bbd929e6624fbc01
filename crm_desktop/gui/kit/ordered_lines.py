"""The order of a list's lines, and how a new order is told to views: few lines, never a reset.

The base of ``RowTableModel``; lives on the GUI thread.
"""

from __future__ import annotations

from array import array

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from crm_desktop.gui.kit.order_changes import OrderChange

_ROOT = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


class OrderedLines(QAbstractTableModel):
    """Lines known by their internal keys; the end of the order may not be known yet."""

    order_about_to_change = Signal()
    order_changed = Signal()
    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: array[int] = array("q")
        self._length = 0

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many records there are, whether their lines are here or not."""
        return 0 if parent.isValid() else self._length

    @property
    def order(self) -> array[int]:
        """The internal keys in order, as far as they are known."""
        return self._order

    @property
    def is_whole(self) -> bool:
        """Whether it is known of every line which record it shows."""
        return len(self._order) == self._length

    def rid_at(self, line: int) -> int | None:
        """The internal key of a line, if the order is known so far."""
        return self._order[line] if 0 <= line < len(self._order) else None

    def tell_changed(self, first: int, last: int) -> None:
        """These lines look different now."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def take_order(self, change: OrderChange) -> None:
        """Let the lines come, leave and move."""
        if change.is_empty:
            return
        self.order_about_to_change.emit()
        if change.wholesale:
            self._rearrange(change.order)
        else:
            self._remove(change)
            self._insert(change)
        self._order, self._length = change.order, len(change.order)
        self.order_changed.emit()
        self.counted.emit(self._length)

    def without_unread_tail(self, change: OrderChange) -> OrderChange:
        """Until now only the number of the other lines was known. If it was right, and it
        nearly always was, there is nothing to tell but that they can be read."""
        known = len(self._order)
        if len(change.order) == self._length and change.order[:known] == self._order:
            self._order = change.order
            self.tell_changed(known, self._length - 1)
            return OrderChange(change.order)
        self.beginRemoveRows(_ROOT, known, self._length - 1)
        self._length = known
        self.endRemoveRows()
        return change

    def _remove(self, change: OrderChange) -> None:
        for first, last in reversed(change.removed):
            self.beginRemoveRows(_ROOT, first, last)
            self._order = self._order[:first] + self._order[last + 1 :]
            self._length = len(self._order)
            self.endRemoveRows()

    def _insert(self, change: OrderChange) -> None:
        for first, last in change.inserted:
            self.beginInsertRows(_ROOT, first, last)
            coming = change.order[first : last + 1]
            self._order = self._order[:first] + coming + self._order[first:]
            self._length = len(self._order)
            self.endInsertRows()

    def _rearrange(self, order: array[int]) -> None:
        """Everything at once: grow or shrink at the end, then tell who stands where now."""
        missing = len(order) - self._length
        if missing > 0:
            self.beginInsertRows(_ROOT, self._length, len(order) - 1)
            self._length = len(order)
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        indexes = self.persistentIndexList()
        places = {line: self._place_in(order, line) for line in {i.row() for i in indexes}}
        self.changePersistentIndexList(
            indexes, [self.index(places[i.row()], i.column()) for i in indexes]
        )
        self._order = order
        self.layoutChanged.emit()
        if missing < 0:
            self.beginRemoveRows(_ROOT, len(order), self._length - 1)
            self._length = len(order)
            self.endRemoveRows()

    def _place_in(self, order: array[int], line: int) -> int:
        """Where the record of ``line`` stands in the new order; -1 if it left."""
        try:
            return order.index(self._order[line])
        except (IndexError, ValueError):
            return -1
