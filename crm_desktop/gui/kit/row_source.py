"""What a list needs to know of its records: how a line looks, and where lines come from.

The row table model asks a ``RowSource``; pages make one over the bridge, tests over plain lists.
Everything here is called on the GUI thread and answers there, later.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.theme.theme import Theme

CellPaint = Callable[[QPainter, QRectF, Any, Theme], object]
"""Draws a row (the third argument) in a cell."""


class Row(Protocol):
    """A line: the internal key that orders know it by, and the id that commands know it by."""

    @property
    def rid(self) -> int:
        """The internal key."""

    @property
    def id(self) -> str:
        """The id."""


@dataclass(frozen=True)
class Column:
    """A column: its translated title, the text of a row in it, its width in pixels to begin
    with, what a screen reader says of a row (``None``: the title and the text), and how it is
    drawn (``None``: as text).

    ``icon`` stands in the header for the title. ``grows``: it takes its part of the room that
    is left; ``gives_way``: it is hidden first where there is too little. ``sorts``: a press on
    the header orders the list by it. ``key`` names the column where the person's choice is kept;
    ``usual``: it is shown to who has chosen nothing. ``spare``: how many pixels the drawing
    needs besides the text. ``right``: the title stands at the right, as its values do.
    """

    title: str
    text: Callable[[Any], str]
    width: int
    spoken: Callable[[Any], str] | None = None
    paint: CellPaint | None = None
    icon: str = ""
    grows: bool = True
    gives_way: bool = False
    sorts: bool = False
    key: str = ""
    usual: bool = True
    spare: int = 0
    right: bool = False

    @property
    def name(self) -> str:
        """By what the column is known."""
        return self.key or self.title


@dataclass(frozen=True)
class Beginning:
    """What a list shows before its whole order is known: the first keys with their rows, and
    how many there are in all, if that is known so soon."""

    rids: array[int]
    rows: tuple[Row, ...]
    total: int | None


Failed = Callable[[BaseException], None]


class RowSource(Protocol):
    """Where a list's lines come from. An answer comes on the GUI thread, or never."""

    def find_beginning(self, size: int, then: Callable[[Beginning], None], failed: Failed) -> None:
        """The first ``size`` lines."""

    def find_order(
        self,
        prepare: Callable[[array[int]], Any],
        then: Callable[[Any], None],
        failed: Failed,
    ) -> None:
        """All keys in order, passed through ``prepare`` before they come to the GUI thread."""

    def find_rows(
        self, rids: Sequence[int], then: Callable[[Sequence[Row]], None], failed: Failed
    ) -> None:
        """The lines with these keys; the gone are left out."""

    def find_line(
        self, beginning: str, order: array[int], start: int, then: Callable[[int | None], None]
    ) -> None:
        """The next line of ``order`` from ``start`` on, and then from the top, whose name begins
        so in any case."""
