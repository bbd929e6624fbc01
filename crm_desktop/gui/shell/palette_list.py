"""The list of the palette and of the help of keys: headings and lines, painted in one place.

The keyboard stays in the line above; that moves the current line by ``step``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import initials, paint_blacklist_mark, paint_icon
from crm_desktop.gui.kit.paint.marks import paint_initials as paint_circle
from crm_desktop.gui.kit.paint.words import paint_found_text, paint_text
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import colour_of
from crm_desktop.gui.shell.key_mark import paint_key
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.palette_lines import COMPANY, Line

_HEADING, _LINE, _LOW_LINE = 28, 44, 34
_SIDE, _INSIDE, _MARK, _GAP = 8, 10, 28, 12
_ICON = 20
_DISPLAY, _SPOKEN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_Flag = Qt.ItemFlag
# What stands beside these is what they are worth.
_WITH_SUMS = frozenset({"deal", "product"})


class LinesModel(QAbstractListModel):
    """The lines; a new answer takes the place of the old one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Take a new answer."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """All lines, headings too."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Title for the eye, everything for the ear."""
        line = self.lines[index.row()]
        if role == _DISPLAY:
            return line.title
        return line.spoken if role == _SPOKEN else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        if self.lines[index.row()].is_heading:
            return _Flag.ItemIsEnabled
        return _Flag.ItemIsEnabled | _Flag.ItemIsSelectable


class LinesView(QListView):
    """``chosen`` gives a line that was pressed; ``apart_chosen`` one that was pressed with Ctrl
    or the middle button."""

    chosen = Signal(object)  # Line
    apart_chosen = Signal(object)  # Line

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        # It fills its ground, so nothing of the window below is drawn with it.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    @property
    def line(self) -> Line | None:
        """The current line."""
        row = self.currentIndex().row()
        return self.lines.lines[row] if 0 <= row < len(self.lines.lines) else None

    def show_lines(self, lines: Sequence[Line], *, keeps: bool = False) -> None:
        """Show these; the first that can be chosen becomes current. If it ``keeps``, the line
        that was current stays so, and where it was on the screen."""
        was, top = self.line, self.visualRect(self.currentIndex()).top()
        self.lines.show_lines(lines)
        same = (row for row, line in enumerate(lines) if was is not None and line.is_same(was))
        if keeps and (row := next(same, -1)) >= 0:
            self._hold(row, top)
            return
        self.scrollToTop()
        self._go_to(0, 1)
        self.scrollToTop()

    def _hold(self, row: int, top: int) -> None:
        self.setCurrentIndex(self.lines.index(row))
        self.doItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(self.currentIndex()).top() - top)

    def height_within(self, room: int) -> int:
        """As high as all lines together, or as those that have ``room`` whole: a line cut through
        at the bottom can't be read, and a heading there heads nothing."""
        grown = ThemeManager.instance().theme.grown
        whole = height = 0
        for line in self.lines.lines:
            height += grown(height_of(line))
            if height > room:
                return whole or room
            if not line.is_heading:
                whole = height
        return height

    def step(self, by: int) -> None:
        """To the next line or the one before, past headings and round the ends for one step."""
        count = len(self.lines.lines)
        row = self.currentIndex().row() + by
        if abs(by) > 1:
            row = max(0, min(row, count - 1))
        self._go_to(row % count if count else 0, 1 if by > 0 else -1)

    def _go_to(self, row: int, direction: int) -> None:
        lines = self.lines.lines
        for _turn in lines:
            if not lines[row].is_heading:
                self.setCurrentIndex(self.lines.index(row))
                return
            row = (row + direction) % len(lines)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground, then the lines."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), ThemeManager.instance().theme.colours.surface)
        painter.end()
        super().paintEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        line = self.lines.lines[index.row()]
        is_apart = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if is_apart and line.target is not None:
            self.apart_chosen.emit(line)
        elif not line.is_heading or line.more:
            self.chosen.emit(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The middle button opens a window of its own."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index.isValid():
            self.apart_chosen.emit(self.lines.lines[index.row()])
        else:
            super().mouseReleaseEvent(event)


def height_of(line: Line) -> int:
    """How high a line stands, in letters of the usual size."""
    if line.target is not None:
        return _LINE
    return _HEADING if line.is_heading else _LINE if line.subtitle else _LOW_LINE


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, view: LinesView) -> None:
        super().__init__(view)
        self._view = view
        self._manager = ThemeManager.instance()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        height = height_of(self._view.lines.lines[index.row()])
        return QSize(0, self._manager.theme.grown(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = self._view.lines.lines[index.row()]
        rect = QRectF(self._view.visualRect(self._view.lines.index(index.row()))).adjusted(
            _SIDE, 0, -_SIDE, 0
        )
        painter.save()
        if line.is_heading:
            self._paint_heading(painter, rect, line)
        else:
            is_current = index.row() == self._view.currentIndex().row()
            self._paint_line(painter, rect, line, is_current)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        theme = self._manager.theme
        rect = rect.adjusted(_GAP, 2, 0, 0)
        face = theme.faces.caption_strong
        paint_text(painter, rect, line.title, face, theme.colours.text_tertiary)
        if line.more:
            self._paint_right(
                painter, rect, line.more, theme.faces.label, theme.colours.accent_text
            )
        elif line.keys:
            paint_key(painter, rect.adjusted(0, 0, -_INSIDE, 0), line.keys, theme)

    def _paint_right(
        self, painter: QPainter, rect: QRectF, words: str, face: Face, ink: QColor
    ) -> float:
        """Words at the right; gives where they begin."""
        place = rect.adjusted(0, 0, -_INSIDE, 0)
        place.setLeft(place.right() - face.width(words) - 1)
        paint_text(painter, place, words, face, ink)
        return place.left()

    def _paint_line(self, painter: QPainter, rect: QRectF, line: Line, is_current: bool) -> None:
        theme = self._manager.theme
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.selected)
            painter.setBackground(theme.colours.selected)
            painter.drawRoundedRect(rect, theme.radius.lg, theme.radius.lg)
        inside = rect.adjusted(_INSIDE, 0, -_INSIDE, 0)
        self._paint_mark(painter, inside, line)
        room = inside.adjusted(theme.grown(_MARK) + _GAP, 0, 0, 0)
        opens = is_current and line.target is not None
        keys = line.keys or (shown_keys("Enter") if opens else "")
        if keys:
            room.setRight(room.right() - paint_key(painter, room, keys, theme) - _GAP)
        aside = _("Open") if opens else line.aside
        if aside:
            face, ink = theme.faces.label, theme.colours.text_secondary
            if not opens and line.record is not None and line.record.entity in _WITH_SUMS:
                face, ink = theme.faces.body_medium_digits, theme.colours.text
            beside_key = _GAP - 8 if keys else 0
            place = room.adjusted(0, 0, _INSIDE + beside_key, 0)
            room.setRight(self._paint_right(painter, place, aside, face, ink) - _GAP)
        self._paint_words(painter, room, line)

    def _paint_mark(self, painter: QPainter, inside: QRectF, line: Line) -> None:
        theme = self._manager.theme
        side = theme.grown(_MARK)
        mark = QRectF(inside.left(), inside.center().y() - side / 2, side, side)
        if line.record is not None and not line.icon:
            letters, colour = initials(line.title), colour_of(line.record.id)
            is_company = line.record.entity == COMPANY
            paint_circle(painter, mark, letters, colour, theme, square=is_company)
        elif line.icon:
            colours = theme.colours
            is_thing = line.opens is not None or line.record is not None
            ink = colours.text_secondary if is_thing else colours.accent_text
            paint_icon(painter, mark, line.icon, ink, _ICON)

    def _paint_words(self, painter: QPainter, room: QRectF, line: Line) -> None:
        theme = self._manager.theme
        faces = theme.faces
        title = QRectF(room)
        if line.subtitle:
            middle = room.center().y()
            title.setTop(middle - faces.body_medium.line + 1)
            title.setBottom(middle + 1)
            below = QRectF(room.left(), middle + 1, room.width(), faces.label.line)
            words, spans = line.subtitle, line.below_spans
            paint_found_text(
                painter, below, words, spans, face=faces.label, theme=theme, is_aside=True
            )
        face = faces.body_medium
        if line.is_blacklisted:
            width = min(face.width(line.title), title.width() - _ICON)
            paint_blacklist_mark(painter, title.adjusted(width + 6, 0, 0, 0), theme)
            title.setWidth(width + 1)
        paint_found_text(painter, title, line.title, line.spans, face=face, theme=theme)
