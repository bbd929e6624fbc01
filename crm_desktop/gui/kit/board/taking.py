"""Who takes the mouse and the keys of the columns of a board, as the columns know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

if TYPE_CHECKING:
    from crm_desktop.gui.kit.board.column_view import ColumnView


class Hand(Protocol):
    """Who takes the mouse and the keys of the columns."""

    def press(self, view: ColumnView, event: QMouseEvent) -> None:
        """A button went down over a column."""

    def move(self, view: ColumnView, event: QMouseEvent) -> None:
        """The pointer moved, a button being held."""

    def release(self, view: ColumnView, event: QMouseEvent) -> None:
        """A button went up."""

    def open(self, view: ColumnView, event: QMouseEvent) -> None:
        """A double press."""

    def want_menu(self, view: ColumnView, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer or current."""

    def key(self, event: QKeyEvent) -> bool:
        """A key was pressed; whether it meant something."""
