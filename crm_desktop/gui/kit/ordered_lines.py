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
    """Lines known by their internal keys; the end of the order may not be known yet, nor how long
    it is. Rows that somebody points at (the current one) and whose place isn't known stand among
    the last lines until it is."""

    order_about_to_change = Signal()
    order_changed = Signal()
    begun_anew = Signal()  # another list is shown, from its beginning
    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: array[int] = array("q")
        self._length = 0
        self._is_counted = True
        self._placeless: dict[int, int] = {}  # keys by the lines where they wait

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

    @property
    def is_counted(self) -> bool:
        """Whether it is known how many records there are."""
        return self._is_counted

    def rid_at(self, line: int) -> int | None:
        """The internal key of a line, if the order is known so far."""
        if 0 <= line < len(self._order):
            return self._order[line]
        return self._placeless.get(line)

    def is_placeless(self, line: int) -> bool:
        """Whether the record of a line stands there only until its place is known."""
        return line in self._placeless

    def tell_changed(self, first: int, last: int) -> None:
        """These lines look different now."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def take_beginning(self, order: array[int], total: int | None) -> None:
        """Let the lines be those of another list, which begins so and has ``total`` records; if
        that isn't known, a line more stands for all others."""
        keys = {self.rid_at(line) for line in {i.row() for i in self.persistentIndexList()}}
        missing = sorted(key for key in keys.difference(order) if key is not None)
        length = len(order) + max(1, len(missing)) if total is None else total
        lines = range(max(len(order), length - len(missing)), length)
        self._rearrange(order, length, dict(zip(lines, missing, strict=False)))
        self._is_counted = total is not None
        self.begun_anew.emit()
        self.counted.emit(self._length)

    def take_order(self, change: OrderChange) -> None:
        """Let the lines come, leave and move."""
        was_counted, self._is_counted = self._is_counted, True
        if change.is_empty:
            if not was_counted:
                self.counted.emit(self._length)
            return
        self.order_about_to_change.emit()
        if change.wholesale:
            self._rearrange(change.order, len(change.order), {})
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
        if self._placeless:
            return OrderChange(change.order, wholesale=True)
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

    def _rearrange(self, order: array[int], length: int, placeless: dict[int, int]) -> None:
        """Everything at once: grow or shrink at the end, then tell who stands where now."""
        if length > self._length:
            self.beginInsertRows(_ROOT, self._length, length - 1)
            self._length = length
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        indexes = self.persistentIndexList()
        waiting = {key: line for line, key in placeless.items()}
        lines = {index.row() for index in indexes}
        places = {line: self._place_in(order, length, waiting, line) for line in lines}
        self.changePersistentIndexList(
            indexes, [self.index(places[i.row()], i.column()) for i in indexes]
        )
        self._order, self._placeless = order, placeless
        self.layoutChanged.emit()
        if length < self._length:
            self.beginRemoveRows(_ROOT, length, self._length - 1)
            self._length = length
            self.endRemoveRows()

    def _place_in(self, order: array[int], length: int, waiting: dict[int, int], line: int) -> int:
        """Where the record of ``line`` stands in the new order; -1 if it left. Who went to a line
        before it was known what stands there stays at the line."""
        key = self.rid_at(line)
        if key is None:
            return line if line < length else -1
        if key in waiting:
            return waiting[key]
        try:
            return order.index(key)
        except ValueError:
            return -1
