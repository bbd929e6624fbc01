"""The table of a deal's products: cells that are typed into, lines put into order by hand.

Editing, moving, pasting and removing change the model, which tells whoever saves it. What must be
asked of the catalogue is left to the cells and to ``block_wanted``. GUI thread only.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.line_drag import LineDrag
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.paint.rows import RowState, paint_focus_ring
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.deals.product_lines import (
    DISCOUNT,
    EDITABLE,
    EMPTY,
    HANDLE,
    NAME,
    PRICE,
    QUANTITY,
    REMOVE,
    SUM,
    UNIT,
    copied,
    filled,
    is_numbers,
    read_block,
)
from crm_desktop.gui.pages.deals.products_cells import CELL_ROOM, ProductCells
from crm_desktop.gui.pages.deals.products_model import ProductsModel

_LINE = 36
_WIDTHS = {HANDLE: 20, QUANTITY: 76, UNIT: 44, PRICE: 94, DISCOUNT: 70, SUM: 110, REMOVE: 32}
_MOST = {QUANTITY: 160, UNIT: 90, PRICE: 220, SUM: 240}
_LEAST_NAME = 120
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_Trigger = QAbstractItemView.EditTrigger
_Hint = QAbstractItemDelegate.EndEditHint


class ProductsTable(QTableView):
    """``block_wanted`` gives the cells of a pasted block that holds new lines; ``menu_wanted`` a
    row and where on the screen."""

    block_wanted = Signal(object)
    menu_wanted = Signal(int, object)

    def __init__(self, model: ProductsModel, cells: ProductCells, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.lines = model
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(cells)
        self.drag = LineDrag(self, HANDLE)
        self.drag.dropped.connect(self._drop)
        self.setAccessibleName(_("Products"))
        self.setAccessibleDescription(
            _("F2 edits a cell, Alt with an arrow moves the line, Delete removes it.")
        )
        claim_keys(self, "Alt+Up", "Alt+Down", "Del", "Ctrl+Backspace", "Ctrl+C", "Ctrl+V")
        self._dress()
        self._manager.changed.connect(self._fit)
        for signal in (model.rowsInserted, model.rowsRemoved):
            signal.connect(self._fit)
        model.dataChanged.connect(self._fit_columns)

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            _Trigger.SelectedClicked
            | _Trigger.DoubleClicked
            | _Trigger.EditKeyPressed
            | _Trigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self._manager.theme

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The names take what is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.theme.grown(_LINE))
        self._fit_columns()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        widths = {column: self.theme.grown(width) for column, width in _WIDTHS.items()}
        for column in (QUANTITY, UNIT, PRICE, DISCOUNT, SUM):  # whose heads are words
            widths[column] = max(widths[column], header.sectionSizeHint(column))
        body, sum_face = self.theme.faces.body_digits, self.theme.faces.body_medium_digits
        for column in (QUANTITY, UNIT, PRICE, SUM):  # a number that is cut would be another one
            face = sum_face if column == SUM else body
            needed = ceil(face.width(self.lines.widest_words(column))) + CELL_ROOM
            widths[column] = max(widths[column], min(needed, self.theme.grown(_MOST[column])))
        widths[NAME] = max(
            self.viewport().width() - sum(widths.values()), self.theme.grown(_LEAST_NAME)
        )
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as all lines are; the page gives less when there are many."""
        head = self.horizontalHeader().sizeHint().height()
        height = head + self.theme.grown(_LINE) * self.lines.rowCount()
        return QSize(sum(_WIDTHS.values()) + _LEAST_NAME, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The head and three lines."""
        hint = self.sizeHint()
        least = self.horizontalHeader().sizeHint().height() + 3 * self.theme.grown(_LINE)
        return QSize(hint.width(), min(hint.height(), least))

    # Lines

    def begin_line(self) -> None:
        """A new line at the end, with its name being typed."""
        if self.lines.is_locked:
            return
        last = self.lines.rowCount() - 1
        if last < 0 or self.lines.lines[last].name:
            self.lines.add([EMPTY])
            last += 1
        self.edit_cell(last, NAME)

    def edit_cell(self, row: int, column: int) -> None:
        """Type into a cell."""
        index = self.lines.index(row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def chosen_rows(self) -> list[int]:
        """The selected lines in their order, or the current one."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return rows or ([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def remove_chosen(self) -> None:
        """Take the selected lines out."""
        rows = self.chosen_rows()
        if rows and not self.lines.is_locked:
            self._remove(rows)

    def _remove(self, rows: list[int]) -> None:
        column = max(self.currentIndex().column(), NAME)
        self.lines.remove(rows)
        place = min(rows[0], self.lines.rowCount() - 1)
        if place >= 0:
            self.setCurrentIndex(self.lines.index(place, column))

    def move_current(self, by: int) -> None:
        """Move the current line up or down."""
        index = self.currentIndex()
        if index.isValid() and not self.lines.is_locked:
            self.lines.move(index.row(), index.row() + by)
            self.scrollTo(self.currentIndex())

    def _drop(self, row: int, place: int) -> None:
        self.lines.move(row, place)
        self.setCurrentIndex(self.lines.index(place, NAME))

    def forget_empty(self) -> None:
        """Take away a line whose name was never typed."""
        last = self.lines.rowCount() - 1
        if last >= 0 and not self.lines.lines[last].name:
            self.lines.remove([last])

    # Editing goes on from cell to cell

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:  # noqa: N802
        """Tab goes to the next cell that can be typed into, over the end of the line too."""
        index = self.currentIndex()
        step = {_Hint.EditNextItem: 1, _Hint.EditPreviousItem: -1}.get(hint, 0)
        super().closeEditor(editor, _Hint.NoHint if step else hint)
        name_is_there = bool(self.lines.lines[index.row()].name) if index.isValid() else False
        if not name_is_there:
            self.forget_empty()
        elif step:
            cells = len(EDITABLE) * self.lines.rowCount()
            place = index.row() * len(EDITABLE) + EDITABLE.index(index.column()) + step
            if 0 <= place < cells:
                row, column = divmod(place, len(EDITABLE))
                self.edit_cell(row, EDITABLE[column])

    # Keys, the mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete removes, Alt with an arrow moves, Enter edits, copies and pastes are tables."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if self.state() == QTableView.State.EditingState:
            event.ignore()  # left over by the editor, which deals with it by itself
        elif held == _ALT and key in _STEPS:
            self.move_current(_STEPS[key])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key == Qt.Key.Key_Delete or (key == Qt.Key.Key_Backspace and held == _CTRL):
            self.remove_chosen()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held & _CTRL:
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.clearSelection()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected lines as a table."""
        if rows := self.chosen_rows():
            lines = [self.lines.lines[row] for row in rows]
            QApplication.clipboard().setText(copied(lines, self.lines.currency))

    def paste(self) -> None:
        """A block of numbers into the lines from the current cell on; any other as new lines."""
        rows = read_block(QApplication.clipboard().text())
        if not rows or self.lines.is_locked:
            return
        index, currency = self.currentIndex(), self.lines.currency
        if index.isValid() and index.column() != NAME and is_numbers(rows, currency):
            self._fill(index, rows)
        else:
            self.block_wanted.emit(rows)

    def _fill(self, index: QModelIndex, rows: list[list[str]]) -> None:
        below = self.lines.lines[index.row() : index.row() + len(rows)]
        try:
            lines = filled(below, index.column(), rows, self.lines.currency)
        except Invalid as error:
            self.lines.refused.emit(error.message.text())
        else:
            self.lines.fill(index.row(), lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The line under the pointer shows its handle and its cross."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the cross removes the line."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and index.column() == REMOVE and not self.lines.is_locked:
            self._remove([index.row()])

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """No line is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the line under the pointer, or of the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            where = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
            self.menu_wanted.emit(index.row(), self.viewport().mapToGlobal(where))

    # Drawing

    def state_of(self, row: int) -> RowState:
        """How a line stands."""
        return RowState(
            current=row == self.currentIndex().row() and self.hasFocus(),
            ticked=self.selectionModel().isRowSelected(row) and self.hasFocus(),
            hovered=row == self.hovered and self.drag.row < 0,
            window_active=self.isActiveWindow(),
            keyboard=True,
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The lines; the ring around the current cell; a line that is being dragged."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        index = self.currentIndex()
        if self.hasFocus() and index.isValid() and self.drag.row < 0:
            rect = self.visualRect(index).adjusted(0, 0, 0, -1)
            paint_focus_ring(painter, QRectF(rect), self.theme)
        self.drag.paint(painter, self.theme)
        painter.end()

    def rect_of(self, row: int, column: int) -> QRect:
        """Where a cell stands in the viewport."""
        return self.visualRect(self.lines.index(row, column))
