"""The table that shows a ``RowTableModel``: rows of one height, one current row, a steady eye.

Rows can be ticked besides. When lines come or go above the eye the same lines stay where they
were. GUI thread only.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from crm_desktop.gui.kit.column_layout import ColumnLayout
from crm_desktop.gui.kit.painted_table import PaintedTable
from crm_desktop.gui.kit.row_drawing import TICK_WIDTH
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.timers import single_shot

# The preview follows the current row after this rest, so that holding ↓ stays quick.
_REST_MS = 80
_DRAG_AFTER = 6
_TYPING_PAUSE_SECONDS = 0.8
_KEYS_THAT_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_Cursor = QAbstractItemView.CursorAction

_Index = QModelIndex | QPersistentModelIndex


class RowTable(PaintedTable):
    """A table of records; ``rested`` tells the current line after the keys have come to rest,
    ``apart_wanted`` that the current one shall have a window of its own,
    ``sort_wanted`` the column of a press,
    ``copy_wanted`` and ``paste_wanted`` Ctrl+C and Ctrl+V,
    ``drag_wanted`` the line by which rows are being dragged away, and ``menu_wanted``
    a line and where on the screen its menu belongs."""

    rested = Signal(int)
    opened = Signal(int)
    apart_wanted = Signal()
    sort_wanted = Signal(int)
    copy_wanted = Signal()
    paste_wanted = Signal()
    drag_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[int, QPoint] | None = None
        self._began = 0  # the line of the anchor, as long as it stands there
        self._reach: int | None = None  # the row to which Shift with arrows has come
        self._typed = ("", -_TYPING_PAUSE_SECONDS)
        self._top: tuple[QPersistentModelIndex, int] | None = None
        self.setAccessibleName(name)
        self._set_up_view()
        self.header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.header.sort_wanted.connect(self.sort_wanted)
        self.layout_of_columns = ColumnLayout(self, self.header)
        self._rest = single_shot(self, self._tell_rested, _REST_MS)
        self.doubleClicked.connect(self._tell_opened)
        self._manager.changed.connect(self._follow_theme)
        self._follow_theme()

    def _set_up_view(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()

    def _follow_theme(self) -> None:
        """In rows of another height the same one stays at the top."""
        top, bar = self.rowAt(0), self.verticalScrollBar()
        hidden = -self.rowViewportPosition(top) / self.rowHeight(top) if top >= 0 else 0.0
        self.theme = self._manager.theme
        lines = self.verticalHeader()
        lines.setMinimumSectionSize(1)
        lines.setDefaultSectionSize(self.theme.size.row)
        self.header.setFixedHeight(self.theme.size.row_header)
        self.layout_of_columns.fit()
        self.viewport().update()
        if top >= 0:
            self.updateGeometries()
            above = self.rowViewportPosition(top) + bar.value()
            bar.setValue(above + round(hidden * self.rowHeight(top)))

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802
        """Show ``model``; one that reorders itself keeps the eye where it is, and has ticks."""
        super().setModel(model)
        self.columns = getattr(model, "columns", ())
        self.has_ticks = isinstance(model, RowTableModel)
        self.header.columns, self.header.has_ticks = self.columns, self.has_ticks
        if isinstance(model, RowTableModel):
            model.order_about_to_change.connect(self._remember_top)
            model.order_changed.connect(self._restore_top)
            model.begun_anew.connect(self.scrollToTop)
            model.dataChanged.connect(self._current_may_differ)
            model.order_known.connect(self.catch_up_ticks)
            model.values_changed.connect(self._light)
            model.is_ticked = self.is_ticked
        self.layout_of_columns.begin(self.columns, has_ticks=self.has_ticks)

    def _light(self, key: int, sections: set[int]) -> None:
        """What the person entered is read back: that is no news."""
        own = {one for one in sections if self.awaited.pop((key, one), None) is not None}
        if sections - own or not own:
            self.lights.light(key, sections - own)

    def take_columns(self, columns: Sequence[Column]) -> None:
        """Have these columns from now on, of which those of the design are shown."""
        model = self.model()
        if isinstance(model, RowTableModel):
            model.take_columns(columns)
            self.columns = self.header.columns = model.columns
            self.layout_of_columns.begin(model.columns, has_ticks=self.has_ticks)

    # Widths

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the room among the columns, unless the person has sized them."""
        super().resizeEvent(event)
        self.layout_of_columns.fit()

    def show_order(self, section: int, *, descending: bool) -> None:
        """The list is ordered by this column."""
        self.header.show_order(section, descending=descending)
        model = self.model()
        if isinstance(model, RowTableModel):
            model.sorted_by = self.header.order

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The box and Ctrl tick a row, Shift a range; else it becomes the current one."""
        line = self.rowAt(int(event.position().y()))
        modifiers = event.modifiers()
        self._pressed = None
        self.is_cell_chosen = False
        heading = self.heading_at(line)
        if heading is not None:
            self.choose(line)
            if event.button() == Qt.MouseButton.LeftButton and not modifiers:
                self.turn_heading(heading)
            return
        ctrl_opens = bool(modifiers & _CTRL) and not self.has_ticks
        if line >= 0 and (event.button() == Qt.MouseButton.MiddleButton or ctrl_opens):
            self.choose(line)
            self.apart_wanted.emit()
        elif not self.has_ticks or line < 0 or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif modifiers & _SHIFT:
            self._reach = None
            self.tick_range(self._anchor_line(), line)
        elif modifiers & _CTRL or self._is_box(event):
            self.flip(line)
        else:
            super().mousePressEvent(event)
            self.ticks.begin_range(self.key_of(line))
            self._pressed = (line, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Rows are dragged away; they are not chosen by dragging over them."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        line, place = self._pressed
        if (event.position().toPoint() - place).manhattanLength() >= _DRAG_AFTER:
            self._pressed = None
            self.drag_wanted.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The row's menu: of that under the pointer, which becomes the current one, or of the
        current one."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            line = self.rowAt(event.pos().y())
            self.setCurrentIndex(index) if index.isValid() else self.choose(line)
            if line >= 0:
                self.menu_wanted.emit(line, event.globalPos())
        else:
            self._want_menu()

    def _want_menu(self) -> None:
        line = self.currentIndex().row()
        if line >= 0:
            self.scrollTo(self.currentIndex())
            below = self.rowViewportPosition(line) + self.rowHeight(line)
            place = self.viewport().mapToGlobal(QPoint(TICK_WIDTH, below))
            self.menu_wanted.emit(line, place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Two quick presses on the box or on a heading are two presses."""
        line = self.rowAt(int(event.position().y()))
        if (self.has_ticks and self._is_box(event)) or self.heading_at(line) is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _is_box(self, event: QMouseEvent) -> bool:
        return event.position().x() + self.header.offset() < TICK_WIDTH

    def _anchor_line(self) -> int:
        model, anchor = self.model(), self.ticks.anchor
        if anchor is not None and self.key_of(self._began) == anchor:
            return self._began  # held keys don’t search a million rows at each step
        if isinstance(model, RowTableModel) and anchor is not None and anchor in model.order:
            self._began = model.order.index(anchor)
            return self._began
        return max(0, self.currentIndex().row())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the current row, Ctrl+C copies, Shift+F10 opens the row's menu; Space,
        Shift with arrows, Ctrl+A and Esc tick."""
        line = self.currentIndex().row()
        if not self._is_typing() and self.fold_by_key(event, line):
            return
        if event.key() in _KEYS_THAT_OPEN and line >= 0:
            if event.modifiers() & _CTRL:
                self.apart_wanted.emit()
            else:
                self.opened.emit(line)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() & _SHIFT:
            self._want_menu()
        elif not (self.has_ticks and self._tick_by_key(event, line)):
            self.is_cell_chosen |= event.key() in _SIDEWAYS
            super().keyPressEvent(event)

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End lead to the ends of the list, where Qt goes to those of the row. Whoever
        moves without Shift begins another range; from a row whose place isn't known one comes to
        the first."""
        self._reach = None
        ends = {_Cursor.MoveHome: 0, _Cursor.MoveEnd: self.model().rowCount() - 1}
        if action in ends:
            return self.model().index(ends[action], max(0, self.currentIndex().column()))
        model, current = self.model(), self.currentIndex()
        if isinstance(model, RowTableModel) and model.is_placeless(current.row()):
            return model.index(0, current.column())
        return super().moveCursor(action, modifiers)

    def _tick_by_key(self, event: QKeyEvent, line: int) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Space and line >= 0:
            if self._is_typing():
                return False  # the space between two names
            self.flip(line)
            self.choose(line + 1)
        elif key in _STEPS and modifiers & _SHIFT and line >= 0:
            self._stretch(line, line + _STEPS[key])
        elif key == Qt.Key.Key_A and modifiers & _CTRL:
            self.tick_all()
        elif key == Qt.Key.Key_Escape and self.ticks:
            self.clear_ticks()
        else:
            return False
        return True

    def _stretch(self, line: int, to: int) -> None:
        """Let the range reach the row ``to``, from where Shift with arrows began."""
        to = min(max(0, to), self.model().rowCount() - 1)
        if self._reach is None or self._reach != self.key_of(line):
            self.ticks.begin_range(self.key_of(line))
        self.tick_range(self._anchor_line(), to)
        self._reach = self.key_of(to)
        self.choose(to)

    def keyboardSearch(self, text: str) -> None:  # noqa: N802
        """Letters jump to the next name that begins with them."""
        model = self.model()
        if not isinstance(model, RowTableModel) or not self.columns:
            return
        typed = self._typed[0] + text if self._is_typing() else text
        self._typed = (typed, time.monotonic())
        start = max(0, self.currentIndex().row()) + (1 if len(typed) == 1 else 0)
        model.find_line_beginning_with(typed, start, self.choose)

    def _is_typing(self) -> bool:
        return time.monotonic() - self._typed[1] < _TYPING_PAUSE_SECONDS

    # The current row

    def currentChanged(self, current: _Index, previous: _Index) -> None:  # noqa: N802
        """The preview follows after a rest."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.isValid() != previous.isValid():
            self._rest.start()

    def choose(self, line: int) -> None:
        """Make ``line`` the current row; the column is the one that was pressed last."""
        model = self.model()
        if model is not None and 0 <= line < model.rowCount():
            self.setCurrentIndex(model.index(line, max(0, self.currentIndex().column())))

    def _tell_rested(self) -> None:
        self.rested.emit(self.currentIndex().row())

    def _tell_opened(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _current_may_differ(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self._rest.start()

    def _remember_top(self) -> None:
        bar = self.verticalScrollBar()
        line = self.rowAt(0)
        model = self.model()
        if bar.value() == 0 or line < 0 or model is None:
            self._top = None  # who stands at the beginning wants to see what comes there
            return
        self._top = (QPersistentModelIndex(model.index(line, 0)), self.rowViewportPosition(line))

    def _restore_top(self) -> None:
        if self._top is None:
            return
        index, offset = self._top
        self._top = None
        if index.isValid():
            self.updateGeometries()
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(index.row() * height - offset)
