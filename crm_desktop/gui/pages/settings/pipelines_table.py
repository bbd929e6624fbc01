"""The stages of a pipeline as a table whose lines are put into order by dragging or Alt and arrows.

The table only tells what is wanted; the section writes it and shows the lines anew. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.paint.rows import RowState, paint_focus_ring
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.settings.pipelines_drawing import StageDrawing, name_width
from crm_desktop.gui.pages.settings.pipelines_lines import (
    CHANCE,
    HANDLE,
    MORE,
    NAME,
    REQUIRED,
    ROT,
    StageLine,
    StageLines,
)

_LINE = 44
_WIDTHS = {HANDLE: 28, NAME: 150, CHANCE: 66, ROT: 112, MORE: 40}
_LEAST_NAME = 110
_HEADER_ROOM = 8  # before the words of a header, by the style sheet
_LEAST_REQUIRED = 96
_MARK = 2
_DRAGGED = 0.92
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


class StageTable(QTableView):
    """``chosen`` gives a stage's id, ``moved`` an id and its new place, ``wanted`` the id that
    shall be edited, ``removed`` the one that shall go, ``menu_wanted`` an id and where on the
    screen; ``fitted``: the columns have other widths."""

    chosen = Signal(str)
    wanted = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)
    menu_wanted = Signal(str, QPoint)
    fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.lines = StageLines(self)
        self.hovered = -1
        self._pressed: QPoint | None = None
        self._dragged = ""
        self._gap = -1
        # The dragged line, and above it the mark of where it would land.
        self._floating, self._mark = QLabel(self.viewport()), QLabel(self.viewport())
        for label in (self._floating, self._mark):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.hide()
        self.setHorizontalHeader(_Header(self))
        self.setModel(self.lines)
        self.setItemDelegate(StageDrawing(self, self))
        self.setAccessibleName(_("Stages"))
        self.setAccessibleDescription(
            _("Enter edits a stage, Alt with an arrow moves it, Delete removes it.")
        )
        claim_keys(self, "Alt+Up", "Alt+Down", "Del", "Ctrl+Backspace")
        self._dress()
        self._manager.changed.connect(self._fit)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self._manager.theme

    # Lines

    def show_lines(self, lines: Sequence[StageLine], current: str) -> None:
        """Show these stages with the current one marked, without telling anybody."""
        self._end_drag()
        self.selectionModel().blockSignals(True)
        self.lines.show(lines)
        self.selectionModel().blockSignals(False)
        self._fit()
        self.mark(current)

    def mark(self, stage_id: str) -> None:
        """Make this the current stage, or none, without telling anybody."""
        self.selectionModel().blockSignals(True)
        place = self.lines.place_of(stage_id)
        self.setCurrentIndex(self.lines.index(place, NAME) if place >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    @property
    def current(self) -> str:
        """The id of the current stage, or nothing."""
        return self.lines.id_at(self.currentIndex().row())

    def rect_of(self, stage_id: str, column: int = NAME) -> QRect:
        """Where a cell stands in the viewport."""
        return self.visualRect(self.lines.index(self.lines.place_of(stage_id), column))

    def _tell_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        stage_id = self.lines.id_at(now.row())
        if stage_id and self._pressed is None:
            self.chosen.emit(stage_id)
        self.viewport().update()

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The column of fields takes what is left, or goes."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.theme.grown(_LINE)
        self.verticalHeader().setDefaultSectionSize(line)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + line * self.lines.rowCount())
        widths = {column: self.theme.grown(width) for column, width in _WIDTHS.items()}
        needed = self.horizontalHeader().sectionSizeHint(CHANCE)
        widths[CHANCE] = max(widths[CHANCE], needed)
        left = self.viewport().width() - sum(widths.values())
        self.setColumnHidden(REQUIRED, left < _LEAST_REQUIRED)
        if left >= _LEAST_REQUIRED:
            widths[REQUIRED] = left
        else:
            names = min(widths[NAME], self._widest_name())
            widths[NAME] = max(widths[NAME] + left, names, _LEAST_NAME)
            # A title may be cut, figures may not; that of the days is short and stays whole.
            days = self.horizontalHeader().sectionSizeHint(ROT)
            for column, least in ((ROT, days), (CHANCE, self.theme.grown(_WIDTHS[CHANCE]))):
                over = max(0, sum(widths.values()) - self.viewport().width())
                widths[column] = max(min(least, widths[column]), widths[column] - over)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.fitted.emit()

    def _widest_name(self) -> int:
        rows = range(self.lines.rowCount())
        return max((name_width(self.lines.line(row).name, self.theme) for row in rows), default=0)

    def left_of(self, column: int) -> int:
        """Where a column begins; where it is hidden, where the last one before it ends."""
        return sum(self.columnWidth(one) for one in range(column))

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as there is room."""
        return QSize(sum(_WIDTHS.values()) + _LEAST_REQUIRED, self.height())

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A line is held; with the other button a drag ends. What is chosen is told when the
        button is let go, so that nothing gives way under the pointer."""
        if self._dragged:
            self._end_drag()
            return
        where = event.position().toPoint()
        index = self.indexAt(where)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = where
            if index.column() == MORE:
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """After six pixels a held line goes along."""
        where = event.position().toPoint()
        if self._dragged:
            self._drag(where)
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            far = (where - self._pressed).manhattanLength()
            if far >= QApplication.startDragDistance() and self.lines.rowCount() > 1:
                self._begin_drag(where)
        else:
            self._hover(self.indexAt(where).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The line is let go, or the dots were pressed."""
        where, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if self._dragged:
            dragged, gap = self._dragged, self._gap
            self._end_drag()
            self._tell_drop(dragged, gap)
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(where)
        if pressed is None or not index.isValid() or self.indexAt(pressed) != index:
            return
        if index.column() == MORE:
            self._tell_menu(index)
        else:
            self.chosen.emit(self.lines.id_at(index.row()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """To its name."""
        if stage_id := self.lines.id_at(self.indexAt(event.position().toPoint()).row()):
            self.wanted.emit(stage_id)

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """No line is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    # A drag

    @property
    def dragged(self) -> str:
        """The id of the stage that is being dragged, or nothing."""
        return self._dragged

    def _begin_drag(self, where: QPoint) -> None:
        assert self._pressed is not None
        row = self.indexAt(self._pressed).row()
        self._floating.setPixmap(self._picture(row))
        line = QPixmap(self.viewport().width(), _MARK)
        line.fill(self.theme.colours.accent)
        self._mark.setPixmap(line)
        for label in (self._floating, self._mark):
            label.adjustSize()
            label.show()
        self._dragged = self.lines.id_at(row)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag(where)

    def _picture(self, row: int) -> QPixmap:
        """The line as it follows the pointer: a little transparent."""
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        whole = self.viewport().grab(QRect(0, top, self.viewport().width(), height))
        faint = QPixmap(whole.size())
        faint.setDevicePixelRatio(whole.devicePixelRatio())
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(_DRAGGED)
        painter.drawPixmap(0, 0, whole)
        painter.end()
        return faint

    def _drag(self, where: QPoint) -> None:
        height = self.rowHeight(0)
        self._gap = min(max((where.y() + height // 2) // height, 0), self.lines.rowCount())
        self._floating.move(0, where.y() - height // 2)
        most = self.viewport().height() - _MARK
        self._mark.move(0, min(max(self._gap * height - _MARK // 2, 0), most))
        self.viewport().update()

    def _end_drag(self) -> None:
        self._dragged, self._gap, self._pressed = "", -1, None
        self._floating.hide()
        self._mark.hide()
        self.unsetCursor()
        self.viewport().update()

    def _tell_drop(self, stage_id: str, gap: int) -> None:
        place = self.lines.place_of(stage_id)
        target = gap - (gap > place)
        if place >= 0 and target != place:
            self.moved.emit(stage_id, target)

    # Keys and menus

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and F2 edit, Delete removes, Alt with an arrow moves, Esc ends a drag."""
        key, stage_id = Qt.Key(event.key()), self.current
        if self._dragged:
            if key == Qt.Key.Key_Escape:
                self._end_drag()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            place = self.lines.place_of(stage_id) + _STEPS[key]
            if stage_id and 0 <= place < self.lines.rowCount():
                self.moved.emit(stage_id, place)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and stage_id:
            self.wanted.emit(stage_id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and stage_id:
            self.removed.emit(stage_id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the line under the pointer, or of the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if by_mouse and index.isValid():
            self.menu_wanted.emit(self.lines.id_at(index.row()), event.globalPos())
        elif index.isValid():
            self._tell_menu(index)

    def _tell_menu(self, index: QModelIndex) -> None:
        where = self.visualRect(index).bottomLeft()
        self.menu_wanted.emit(self.lines.id_at(index.row()), self.viewport().mapToGlobal(where))

    # Drawing

    def state_of(self, row: int) -> RowState:
        """How a line stands."""
        return RowState(
            current=row == self.currentIndex().row(),
            hovered=row == self.hovered and not self._dragged,
            window_active=self.isActiveWindow(),
            keyboard=self.hasFocus(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The lines; the ring around the current one; an outline in place of a dragged one."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        height, width = self.rowHeight(0), self.viewport().width()
        place = self.lines.place_of(self._dragged)
        if place >= 0:
            self._paint_drag(painter, place, height, width)
        elif self.hasFocus() and self.currentIndex().isValid():
            top = self.rowViewportPosition(self.currentIndex().row())
            paint_focus_ring(painter, QRectF(0, top, width, height - 1), self.theme)
        painter.end()

    def _paint_drag(self, painter: QPainter, place: int, height: int, width: int) -> None:
        colours = self.theme.colours
        source = QRectF(0, place * height, width, height - 1)
        painter.fillRect(source, colours.surface)
        painter.setPen(QPen(colours.border_strong, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(source.adjusted(0.5, 0.5, -0.5, -0.5))


class _Header(QHeaderView):
    """Its words for the names begin where the names do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        """As the style sheet says; the names have no room before them."""
        out = _HEADER_ROOM if logicalIndex == NAME else 0
        super().paintSection(painter, rect.adjusted(-out, 0, 0, 0), logicalIndex)
