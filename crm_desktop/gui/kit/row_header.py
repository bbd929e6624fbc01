"""The header of a list: titles, the arrow of the order, and the box that ticks all rows.

Made by ``RowTable``; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.own_viewport import give_own_viewport
from crm_desktop.gui.kit.paint.marks import Ticked, paint_check_box, paint_icon
from crm_desktop.gui.kit.paint.rows import paint_focus_ring
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.row_columns import order_spoken
from crm_desktop.gui.kit.row_drawing import CELL_PADDING, RIGHT_ROOM, TICK_WIDTH, tick_place
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.speaking import announce
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_LEAST_WIDTH = 32
_ARROW = 12
_ARROW_GAP = 4
_KEYS_THAT_SORT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1}


class RowHeader(QHeaderView):
    """``sort_wanted`` gives the section of a column that sorts; ``box_pressed`` the box;
    ``menu_wanted`` a section and where on the screen its menu belongs.

    With the keyboard: arrows choose a title, Enter sorts by it, Ctrl+Enter fits its width,
    Ctrl+arrows move it (``fit_wanted``, ``move_wanted``), and the menu key opens its menu.
    """

    sort_wanted = Signal(int)
    fit_wanted = Signal(int)
    move_wanted = Signal(int, int)
    menu_wanted = Signal(int, QPoint)
    box_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(_("Columns"))
        self._manager = ThemeManager.instance()
        self.columns: Sequence[Column] = ()
        self.has_ticks = False
        self.is_held = False  # by the mouse: what is sized now is sized by hand
        self.box = Ticked.OFF
        self.order: tuple[int, bool] | None = None  # section, descending
        self._chosen = 0  # by the arrows
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFirstSectionMovable(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        claim_keys(self, *ENTER_WITH_CTRL)
        give_own_viewport(self)
        self.setMinimumSectionSize(_LEAST_WIDTH)
        self.sectionClicked.connect(self._want_sort)

    def show_box(self, box: Ticked) -> None:
        """Whether all rows, some or none are ticked."""
        if box is not self.box:
            self.box = box
            self.viewport().update()

    def show_order(self, section: int, *, descending: bool) -> None:
        """The list is ordered by this column."""
        is_news = self.order != (section, descending)
        self.order = (section, descending)
        self.viewport().update()
        if 0 <= section < len(self.columns):
            sorted_by = f"{self.columns[section].title}, {order_spoken(descending=descending)}"
            self.setAccessibleDescription(sorted_by)
            if is_news and self.hasFocus():
                announce(self, sorted_by)

    @property
    def spoken(self) -> str:
        """The title that the arrows have come to, and how the list is sorted by it; announced.

        An interface for screen readers of our own, which could give it as a value, crashes the
        program's end: Qt's cache frees it after Python has.
        """
        if not 0 <= self._chosen < len(self.columns):
            return ""
        title = self.columns[self._chosen].title
        if self.order is None or self.order[0] != self._chosen:
            return title
        return f"{title}, {order_spoken(descending=self.order[1])}"

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Say which title the keyboard is at."""
        super().focusInEvent(event)
        announce(self, self.spoken)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """The ground, the line below, and the title or its icon."""
        if not 0 <= section < len(self.columns):
            return
        theme, column, cell = self._manager.theme, self.columns[section], QRectF(rect)
        colours = theme.colours
        painter.fillRect(cell, colours.surface)
        line = QRectF(cell.left(), cell.bottom() - measures.LINE, cell.width(), measures.LINE)
        painter.fillRect(line, colours.border_subtle)
        place = cell.adjusted(CELL_PADDING, 0, -CELL_PADDING, -measures.LINE)
        if column.right:
            place.setRight(place.right() - RIGHT_ROOM)
        if section == 0 and self.has_ticks:
            paint_check_box(painter, tick_place(cell), self.box, theme)
            place.setLeft(cell.left() + TICK_WIDTH + CELL_PADDING)
        if self.hasFocus() and section == self._chosen:
            paint_focus_ring(painter, cell, theme)
        if column.icon:
            paint_icon(painter, place, column.icon, colours.text_secondary, measures.ICON_SMALL)
            return
        if self.order is None or self.order[0] != section:
            face = theme.faces.label_medium
            paint_text(
                painter, place, column.title, face, colours.text_secondary, right=column.right
            )
            return
        face, room = theme.faces.label_strong, _ARROW + _ARROW_GAP
        words = place.adjusted(room, 0, 0, 0) if column.right else place.adjusted(0, 0, -room, 0)
        width = paint_text(painter, words, column.title, face, colours.text, right=column.right)
        left = words.right() - width - room if column.right else words.left() + width + _ARROW_GAP
        arrow = QRectF(left, place.top(), _ARROW, place.height())
        name = "arrow-down-bold" if self.order[1] else "arrow-up-bold"
        paint_icon(painter, arrow, name, colours.text, _ARROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The box is no title."""
        if self._is_box(event):
            self.box_pressed.emit()
            return
        self.is_held = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Nor does letting it go sort."""
        if self.is_held or not self._is_box(event):
            self.is_held = False
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """All that the mouse can do with a title."""
        key, section = Qt.Key(event.key()), self._chosen
        is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _KEYS_THAT_SORT:
            (self.fit_wanted.emit if is_ctrl else self._want_sort)(section)
        elif key in _STEPS and is_ctrl:
            self.move_wanted.emit(section, _STEPS[key])
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """To the next title that is shown."""
        place = self.visualIndex(self._chosen) + by
        while 0 <= place < self.count() and self.isSectionHidden(self.logicalIndex(place)):
            place += by
        if 0 <= place < self.count():
            self._chosen = self.logicalIndex(place)
            left = self.sectionViewportPosition(self._chosen)
            if left < 0 or left + self.sectionSize(self._chosen) > self.viewport().width():
                table = self.parent()
                if isinstance(table, QAbstractScrollArea):
                    table.horizontalScrollBar().setValue(self.sectionPosition(self._chosen))
            self.viewport().update()
            announce(self, self.spoken)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """What can be done with the column."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.logicalIndexAt(event.pos()), event.globalPos())
        else:
            left = self.sectionViewportPosition(self._chosen)
            self.menu_wanted.emit(self._chosen, self.mapToGlobal(QPoint(left, self.height())))

    def _is_box(self, event: QMouseEvent) -> bool:
        return self.has_ticks and event.position().x() + self.offset() < TICK_WIDTH

    def _want_sort(self, section: int) -> None:
        if 0 <= section < len(self.columns) and self.columns[section].sorts:
            self.sort_wanted.emit(section)
