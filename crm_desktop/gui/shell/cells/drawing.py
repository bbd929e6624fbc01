"""Draws what was entered into a cell until the list has read it back.

Else the old value would stand there once more for a moment. Called inside paint events, on the GUI
thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.gui.kit.paint.words import paint_cell_text
from crm_desktop.gui.kit.row_drawing import Entered, paint_figures
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.shell.line_columns import Line


def drawn_as_entered(column: Column, row: Any, words: str | None) -> Entered | None:
    """How the cell looks with these words; nothing where words are not what it shows."""
    if words is None or not isinstance(row, Line):
        return None
    if column.paint is None:
        return lambda painter, rect, theme: paint_cell_text(painter, rect, words, theme)
    if column.right:
        return lambda painter, rect, theme: paint_figures(painter, rect, words, theme)
    if not isinstance(getattr(row.row, column.name, None), str):
        return None
    paint, line = column.paint, replace(row, row=replace(row.row, **{column.name: words}))

    def draw(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        paint(painter, rect, line, theme)

    return draw
