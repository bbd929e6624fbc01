"""A list of rows of different heights that measures only what comes into sight.

Other rows stand in it with a guess. As a guess is corrected, what is under the eye stays where it
is: the scroll bar gives way. Qt's own list would measure all rows before it shows one. Base of the
timeline's list; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from crm_desktop.gui.kit.list_ends import with_ends
from crm_desktop.gui.pages.activities.row_heights import RowHeights

_Index = QModelIndex | QPersistentModelIndex
_Action = QListView.CursorAction
_ROOT = QModelIndex()
_MARGIN = 200  # pixels below what is in sight that are measured too
_OVERHANG = 8  # rows paint so far below themselves
_PATIENCE = 12  # times until guesses must be settled
_GUESSED_ONE_BY_ONE = 1_000  # rows for which there is time while the window is drawn wider


class MeasuredList(QListView):
    """Of a ``model`` that is still empty. Subclasses give ``room``, ``guess``, ``measure`` and
    ``paint_row``."""

    end_wanted = Signal(bool)  # by the key: the end of all, or the beginning

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heights = RowHeights()
        self._room = 0
        self._settled_at = 0
        self._is_settling = False
        self.setModel(model)
        model.rowsRemoved.connect(self._drop_rows)

    # What subclasses give

    @property
    def room(self) -> int:
        """For which width rows are measured."""
        raise NotImplementedError

    def guess(self, row: int) -> int:
        """About how high a row is, without measuring."""
        raise NotImplementedError

    def measure(self, row: int) -> int:
        """How high a row is."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, rect: QRect, row: int) -> None:
        """Draw a row in ``rect``."""
        raise NotImplementedError

    def _guesses(self, begin: int, end: int) -> list[int]:
        return [self.guess(row) for row in range(begin, end)]

    # The model

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:  # noqa: N802
        """New rows are guessed."""
        self.heights.insert(start, self._guesses(start, end + 1))
        super().rowsInserted(parent, start, end)
        self._fit_bar()

    def _drop_rows(self, _parent: _Index, start: int, end: int) -> None:
        self.heights.remove(start, end + 1)
        self.scheduleDelayedItemsLayout()

    def dataChanged(  # noqa: N802
        self, top: _Index, bottom: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Changed rows are measured again when they are in sight."""
        for row in range(top.row(), bottom.row() + 1):
            self.heights.doubt(row)
        super().dataChanged(top, bottom, roles)
        self.scheduleDelayedItemsLayout()

    def measure_again(self, row: int) -> None:
        """This row is of another height now."""
        self.heights.doubt(row)
        self.lay_out()

    def measure_all_again(self) -> None:
        """All rows are of other heights now; the first one in sight stays there."""
        first = max(self.heights.row_at(self.verticalOffset()), 0)
        into = self.verticalOffset() - self.heights.top(first)
        self._room = self.room
        self._guess_anew()
        self._move_to(self.heights.top(first) + into)
        self.lay_out()

    def _guess_anew(self) -> None:
        """Of very many rows only some: all are as much higher as these."""
        count = len(self.heights)
        if count <= _GUESSED_ONE_BY_ONE:
            self.heights.guess_anew(self._guesses(0, count))
            return
        some = range(0, count, count // _GUESSED_ONE_BY_ONE)
        believed = sum(map(self.heights.height, some))
        self.heights.scale(sum(map(self.guess, some)) / max(believed, 1))

    # Places

    def visualRect(self, index: _Index) -> QRect:  # noqa: N802
        """Where a row stands, or is guessed to stand."""
        row = index.row()
        if not 0 <= row < len(self.heights):
            return QRect()
        top = self.heights.top(row) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self.heights.height(row))

    def indexAt(self, place: QPoint) -> QModelIndex:  # noqa: N802
        """The row at a place of the viewport."""
        row = self.heights.row_at(place.y() + self.verticalOffset())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def first_in_sight(self) -> tuple[QModelIndex, int]:
        """The first row in sight and where it stands; no row at the very top."""
        if self.verticalOffset() == 0:
            return QModelIndex(), 0
        index = self.indexAt(QPoint(0, 1))
        return index, self.visualRect(index).top()

    def verticalOffset(self) -> int:  # noqa: N802
        """How far it is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:  # noqa: N802
        """It is never scrolled sideways."""
        return 0

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        """What must be drawn anew."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def setSelection(  # noqa: N802
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Select the row under the pointer."""
        index = self.indexAt(rect.center())
        self.selectionModel().select(QItemSelection(index, index), command)

    # Layout

    def doItemsLayout(self) -> None:  # noqa: N802
        """Places are worked out as they are needed."""
        self.updateGeometries()
        self.viewport().update()

    def lay_out(self) -> None:
        """Measure what is in sight now."""
        self.executeDelayedItemsLayout()
        self.doItemsLayout()

    def updateGeometries(self) -> None:  # noqa: N802
        """Another width or height of what is seen, or other rows."""
        if self._room != self.room:
            self.measure_all_again()
            return
        self._fit_bar()
        self._settle()
        self.updateEditorGeometries()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        """Rows run anew where the width is another one."""
        self.updateGeometries()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """While it is hidden nothing is measured."""
        super().showEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Letters may be of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.measure_all_again()

    def _fit_bar(self) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(page)
        bar.setRange(0, max(self.heights.total - page, 0))

    def scrollContentsBy(self, _dx: int, dy: int) -> None:  # noqa: N802
        """The scroll bar was moved."""
        if self._is_settling:
            return
        self._settle()
        self.viewport().scroll(0, dy)
        self.updateEditorGeometries()

    def _move_to(self, y: int) -> None:
        """Scroll without holding anything that was in sight."""
        self._is_settling = True
        self._fit_bar()
        self.verticalScrollBar().setValue(y)
        self._settled_at = self.verticalOffset()
        self._is_settling = False

    def _settle(self) -> None:
        """Measure what is in sight. What was in sight before stays below what comes from above,
        and the end stays the end."""
        if self._is_settling or not self.isVisible():
            return
        bar, before = self.verticalScrollBar(), self._settled_at
        wanted = bar.value()
        came_down = wanted < before < wanted + self.viewport().height()
        held = self.heights.row_at(before) if came_down else -1
        is_end = wanted == bar.maximum() > 0
        self._is_settling = True
        for _time in range(_PATIENCE):
            more, changed = self._measure_from(bar.value(), held)
            if not changed:
                break
            self._fit_bar()
            bar.setValue(bar.maximum() if is_end else bar.value() + more)
        if bar.value() != wanted:
            self.viewport().update()
        self._settled_at = bar.value()
        self._is_settling = False

    def _measure_from(self, y: int, held: int) -> tuple[int, bool]:
        """Measure the rows in sight at ``y``; gives by how much those above the row ``held`` are
        higher than was believed, and whether any is of another height."""
        heights, more, changed = self.heights, 0, False
        row, end = max(heights.row_at(y), 0), y + self.viewport().height() + _MARGIN
        while row < len(heights) and heights.top(row) < end:
            if not heights.is_measured(row):
                difference = heights.learn(row, self.measure(row))
                changed = changed or difference != 0
                more += difference if row < held else 0
            row += 1
        return more, changed

    # Scrolling to a row

    def hold(self, row: int, top: int) -> None:
        """Let the row stand ``top`` pixels below the upper edge."""
        self._move_to(self.heights.top(row) - top)
        self.lay_out()

    def scrollTo(  # noqa: N802
        self, index: _Index, hint: QListView.ScrollHint = QListView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight: all of it, or its beginning where there is not enough room."""
        row = index.row()
        if not 0 <= row < len(self.heights):
            return
        self.heights.learn(row, self.measure(row))
        self._fit_bar()
        for _time in range(_PATIENCE):
            target = self._target(row, hint)
            if target == self.verticalOffset():
                return
            self.verticalScrollBar().setValue(target)

    def _target(self, row: int, hint: QListView.ScrollHint) -> int:
        """Where to scroll to, within what is possible."""
        here, page = self.verticalOffset(), self.viewport().height()
        top, bottom = self.heights.top(row), self.heights.top(row + 1)
        lowest = min(top, bottom - page) if bottom - top <= page else top
        if hint == QListView.ScrollHint.PositionAtTop:
            here = top
        elif hint == QListView.ScrollHint.PositionAtCenter:
            here = (top + bottom - page) // 2
        elif hint == QListView.ScrollHint.PositionAtBottom:
            here = lowest
        return max(0, min(top, max(here, lowest), self.verticalScrollBar().maximum()))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """On macOS ⌘ with an arrow leads to an end."""
        super().keyPressEvent(with_ends(event))

    def moveCursor(  # noqa: N802
        self, action: QListView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The row that a key leads to."""
        row, last = self.currentIndex().row(), len(self.heights) - 1
        if action in (_Action.MoveHome, _Action.MoveEnd) or last < 0:
            is_end = action == _Action.MoveEnd
            self.end_wanted.emit(is_end)
            return self.next_choosable(last, -1) if is_end else self.next_choosable(0, 1)
        by = 1 if action in (_Action.MoveDown, _Action.MoveNext, _Action.MovePageDown) else -1
        if action in (_Action.MovePageDown, _Action.MovePageUp):
            top = self.heights.top(max(row, 0)) + by * self.viewport().height()
            far = self.heights.row_at(max(0, min(top, self.heights.total - 1)))
            found = self.next_choosable(far, by)
            return found if found.isValid() else self.next_choosable(far, -by)
        return self.next_choosable(row + by, by)

    def next_choosable(self, row: int, by: int) -> QModelIndex:
        """The row, or the next one in this direction that can be chosen."""
        model = self.model()
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if model.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                return index
            row += by
        return QModelIndex()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the rows that are to be drawn."""
        painter = QPainter(self.viewport())
        dirty, offset, width = event.rect(), self.verticalOffset(), self.viewport().width()
        heights = self.heights
        row = max(heights.row_at(dirty.top() + offset - _OVERHANG), 0)
        while row < len(heights) and (top := heights.top(row) - offset) <= dirty.bottom():
            self.paint_row(painter, QRect(0, top, width, heights.height(row)), row)
            row += 1
        painter.end()
