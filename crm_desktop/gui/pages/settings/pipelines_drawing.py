"""Draws the lines of the table of stages, cell by cell. GUI thread only."""

from __future__ import annotations

from math import ceil
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.gui.kit.paint.marks import Tag, paint_icon, paint_tags
from crm_desktop.gui.kit.paint.rows import RowState, paint_row_background
from crm_desktop.gui.kit.paint.words import paint_text, whole_pixel
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.settings.pipelines_lines import (
    CHANCE,
    HANDLE,
    MORE,
    NAME,
    REQUIRED,
    ROT,
    Index,
    StageLine,
    StageLines,
)

_HANDLE, _HANDLE_LEFT = 15, 8
_SQUARE, _SQUARE_RADIUS = 12, 3
_GAP, _REQUIRED_LEFT, _RIGHT = 8, 8, 8
_DOTS = 17


class DrawnTable(Protocol):
    """What is asked of the table whose lines are drawn."""

    lines: StageLines

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""

    def state_of(self, row: int) -> RowState:
        """How a line stands."""


class StageDrawing(QStyledItemDelegate):
    """Draws the cells."""

    def __init__(self, table: DrawnTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        theme, column = self._table.theme, index.column()
        line = self._table.lines.line(index.row())
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = self._table.state_of(index.row())
        painter.save()
        paint_row_background(painter, rect, state, theme, first=column == HANDLE)
        rect.adjust(0, 0, -_RIGHT, -1)
        if column == HANDLE:
            _paint_handle(painter, rect, theme)
        elif column == NAME:
            _paint_name(painter, rect, line, theme, is_current=state.current)
        elif column == CHANCE:
            colours = theme.colours
            ink = colours.text_secondary if line.is_outdone else colours.text
            face = theme.faces.body_digits
            paint_text(painter, rect, line.chance_words, face, ink, right=True)
        elif column == ROT:
            ink = theme.colours.text_secondary
            paint_text(painter, rect, line.rot_words, theme.faces.body_digits, ink, right=True)
        elif column == REQUIRED and line.required:
            rect.setLeft(rect.left() + _REQUIRED_LEFT)
            paint_tags(painter, rect, [Tag(name, "slate") for name in line.required], theme)
        elif column == MORE:
            ink = theme.colours.text_secondary
            paint_icon(painter, rect, "dots-three-bold", ink, _DOTS)
        painter.restore()


def name_width(name: str, theme: Theme) -> int:
    """How wide the cell of a stage's name is, to be read whole."""
    return _SQUARE + _GAP + ceil(theme.faces.body_strong.width(name)) + _RIGHT


def _paint_handle(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    place = QRectF(rect.left() + _HANDLE_LEFT, rect.top(), _HANDLE, rect.height())
    paint_icon(painter, place, "dots-six-vertical-bold", theme.colours.text_tertiary, _HANDLE)


def _paint_name(
    painter: QPainter, rect: QRectF, line: StageLine, theme: Theme, *, is_current: bool
) -> None:
    top = whole_pixel(rect.center().y() - _SQUARE / 2)
    square = QRectF(rect.left(), top, _SQUARE, _SQUARE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tag(line.tag).solid)
    painter.drawRoundedRect(square, _SQUARE_RADIUS, _SQUARE_RADIUS)
    words = rect.adjusted(_SQUARE + _GAP, 0, 0, 0)
    face = theme.faces.body_strong if is_current else theme.faces.body_medium
    paint_text(painter, words, line.name, face, theme.colours.text)
