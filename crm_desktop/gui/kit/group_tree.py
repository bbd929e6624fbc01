"""Lines in groups that are put into order by dragging or by Alt and the arrows.

The tree only tells what is wanted; whoever fills it shows the lines anew. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

_ID = Qt.ItemDataRole.UserRole
_GROUP = Qt.ItemDataRole.UserRole + 1
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_NAME = 0


def stepped(order: Sequence[tuple[str, str]], key: str, by: int) -> tuple[int, str] | None:
    """Where a line goes by one step: its place among the others and its group, the next one at
    the edge of its own. ``order``: (key, group) of the lines; nothing at either end."""
    keys = [one for one, _group in order]
    if key not in keys:
        return None
    place = keys.index(key)
    target = place + by
    if not 0 <= target < len(keys):
        return None
    own, group = order[place][1], order[target][1]
    return (place if own != group else target), group


class GroupTree(QTreeWidget):
    """Groups with their lines. ``wanted``: Enter or a double press; ``stepped``: Alt and an
    arrow; ``dropped``: a line was let go before a line of a group (its key, its place among the
    others, the group); ``ticked``: a line was ticked or not."""

    wanted = Signal()
    stepped = Signal(int)
    deleted = Signal()
    dropped = Signal(str, int, str)
    ticked = Signal(str, bool)

    def __init__(self, widths: Sequence[int], parent: QWidget | None = None) -> None:
        """``widths`` of the columns; the last takes what is left."""
        super().__init__(parent)
        self.setColumnCount(len(widths))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        for column, width in enumerate(widths[:-1]):
            self.setColumnWidth(column, width)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.itemDoubleClicked.connect(lambda _item, _column: self.wanted.emit())
        self.itemChanged.connect(self._tell_tick)

    def add_head(self, name: str, group: str | None) -> QTreeWidgetItem:
        """The line of a group; ``None`` for what can't be dropped upon."""
        head = QTreeWidgetItem(self, [name])
        flags = Qt.ItemFlag.ItemIsEnabled
        if group is not None:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        head.setFlags(flags)
        head.setData(_NAME, _GROUP, group)
        head.setExpanded(True)
        font = head.font(_NAME)
        font.setBold(True)
        head.setFont(_NAME, font)
        return head

    def add_item(
        self,
        head: QTreeWidgetItem,
        words: Sequence[str],
        key: str,
        *,
        can_move: bool = True,
        tick: bool | None = None,
    ) -> None:
        """A line below ``head``, with a box to tick unless ``tick`` is nothing."""
        with QSignalBlocker(self):
            item = QTreeWidgetItem(head, list(words))
            item.setData(_NAME, _ID, key)
            item.setData(_NAME, _SPOKEN, ", ".join(filter(None, words)))
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if can_move:
                flags |= Qt.ItemFlag.ItemIsDragEnabled
            if tick is not None:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                state = Qt.CheckState.Checked if tick else Qt.CheckState.Unchecked
                item.setCheckState(_NAME, state)
            item.setFlags(flags)

    def _tell_tick(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _NAME and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            is_on = item.checkState(_NAME) == Qt.CheckState.Checked
            self.ticked.emit(str(item.data(_NAME, _ID)), is_on)

    @property
    def current(self) -> str:
        """The key of the chosen line, or nothing."""
        item = self.currentItem()
        return str(item.data(_NAME, _ID) or "") if item is not None else ""

    @property
    def current_head(self) -> str:
        """The group whose own line is the chosen one, or nothing."""
        item = self.currentItem()
        return str(item.data(_NAME, _GROUP) or "") if item is not None else ""

    def choose(self, key: str) -> None:
        """Make this line the current one, or the first."""
        items = [item for _head, item in self._items()]
        found = next((item for item in items if item.data(_NAME, _ID) == key), None)
        if found is not None or items:
            self.setCurrentItem(found if found is not None else items[0])

    def order(self) -> list[tuple[str, str]]:
        """(key, group) of the lines that can be moved, as they stand."""
        return [
            (str(item.data(_NAME, _ID)), str(group))
            for head, item in self._items()
            if (group := head.data(_NAME, _GROUP)) is not None
        ]

    def _items(self) -> list[tuple[QTreeWidgetItem, QTreeWidgetItem]]:
        found = []
        for number in range(self.topLevelItemCount()):
            head = self.topLevelItem(number)
            if head is not None:
                found += [(head, head.child(row)) for row in range(head.childCount())]
        return found

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Only tell: the lines are shown anew when the order is written."""
        key = self.current
        target = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if not key or target is None:
            return
        others = [pair for pair in self.order() if pair[0] != key]
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        self._tell_drop(key, target, others, below=below)

    def _tell_drop(
        self, key: str, target: QTreeWidgetItem, others: list[tuple[str, str]], *, below: bool
    ) -> None:
        head = target.parent() or target
        group = head.data(_NAME, _GROUP)
        if group is None:
            return
        if head is target:
            places = [number for number, (_key, of) in enumerate(others) if of == group]
            place = places[0] if places else len(others)
        else:
            keys = [one for one, _group in others]
            over = str(target.data(_NAME, _ID))
            place = keys.index(over) + below if over in keys else -1
        if place >= 0:
            self.dropped.emit(key, place, str(group))

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window may take Alt with an arrow away."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and F2 change, Delete deletes, Alt and the arrows move."""
        key = event.key()
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in arrows:
            self.stepped.emit(arrows[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
