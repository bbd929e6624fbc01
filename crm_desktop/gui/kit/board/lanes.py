"""The columns of a board side by side, as wide as there is room for, scrolled sideways if not.

While columns are on their way still ones are drawn. The board holds it. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.board.card_drawing import paint_waiting_card
from crm_desktop.gui.kit.board.card_plan import usual_height
from crm_desktop.gui.kit.board.cards import CARD_GAP
from crm_desktop.gui.kit.board.column_pane import CARD_INSET, FOLDED_WIDTH, ColumnPane
from crm_desktop.gui.kit.board.head import head_height
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

LEAST_WIDTH, MOST_WIDTH = 208, 320
COLUMN_GAP = 8
_STILL_COLUMNS, _STILL_CARDS = 5, 3
_STEP = 48


class Lanes(QWidget):
    """``margin`` pixels are free at the left of the first column and scroll away with it."""

    def __init__(self, margin: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._margin = margin
        self._panes: Sequence[ColumnPane] = ()
        self._is_loading = False
        self.bar = QScrollBar(Qt.Orientation.Horizontal, parent)
        self.bar.setSingleStep(_STEP)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.setAccessibleName(_("Scroll sideways"))
        self.bar.valueChanged.connect(self._move_panes)
        self.bar.hide()

    @property
    def panes(self) -> Sequence[ColumnPane]:
        """From left to right."""
        return self._panes

    def set_panes(self, panes: Sequence[ColumnPane]) -> None:
        """Hold these; what is not among them goes."""
        kept = set(panes)
        for pane in self._panes:
            if pane not in kept:
                pane.hide()
                pane.setParent(None)
                pane.deleteLater()
        self._panes = tuple(panes)
        for pane in panes:
            pane.setParent(self)
            pane.setHidden(False)

    def set_loading(self, *, is_loading: bool) -> None:
        """Columns are on their way, or here."""
        self._is_loading = is_loading
        self.setAccessibleDescription(_("Loading…") if is_loading else "")
        for pane in self._panes:
            pane.setHidden(is_loading)
        self.update()

    # Widths

    def column_width(self, room: int) -> int:
        """How wide each open column is where all have ``room`` pixels."""
        folded = sum(pane.is_folded for pane in self._panes)
        count = len(self._panes) - folded
        free = room - folded * (FOLDED_WIDTH + COLUMN_GAP) - (count - 1) * COLUMN_GAP
        return max(LEAST_WIDTH, min(MOST_WIDTH, free // count)) if count else LEAST_WIDTH

    def needed(self, width: int) -> int:
        """How wide all columns are when an open one is as wide as this."""
        widths = [FOLDED_WIDTH if pane.is_folded else width for pane in self._panes]
        return sum(widths) + COLUMN_GAP * (len(widths) - 1)

    def place(self, width: int) -> None:
        """Give every open column this width."""
        self._width = width
        most = max(0, self._margin + self.needed(width) + COLUMN_GAP - self.width())
        has_to_scroll = self._margin + self.needed(width) > self.width()
        self.bar.setPageStep(self.width())
        self.bar.setRange(0, most if has_to_scroll else 0)
        self.bar.setVisible(has_to_scroll)
        self._move_panes()

    def _move_panes(self) -> None:
        left, height = self._margin - self.bar.value(), self.height()
        for pane in self._panes:
            width = FOLDED_WIDTH if pane.is_folded else self._width
            pane.setGeometry(left, 0, width, height)
            left += width + COLUMN_GAP

    _width = LEAST_WIDTH

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The board places the columns; here they are made as high."""
        self._move_panes()

    # Sideways

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Sideways, or with Shift; also what a column has no use for."""
        turn = event.angleDelta()
        sideways = turn.x() or (turn.y() if event.modifiers() & _SHIFT else 0)
        if sideways and self.bar.maximum():
            self.bar.setValue(self.bar.value() - sideways)
            event.accept()
        else:
            event.ignore()

    def show_pane(self, pane: ColumnPane) -> None:
        """Bring a column into view."""
        left, right = pane.x(), pane.x() + pane.width()
        if left < 0:
            self.bar.setValue(self.bar.value() + left - self._margin)
        elif right > self.width():
            self.bar.setValue(self.bar.value() + right + COLUMN_GAP - self.width())

    def pane_at(self, place: QPoint) -> ColumnPane | None:
        """The column at a place on the screen."""
        point = self.mapFromGlobal(place)
        if not self.rect().contains(point):
            return None
        return next((pane for pane in self._panes if pane.geometry().contains(point)), None)

    # Still columns

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Only while columns are on their way."""
        if not self._is_loading:
            return
        theme = self._manager.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gaps = (_STILL_COLUMNS - 1) * COLUMN_GAP
        board = self.parentWidget()
        to_the_edge = board is None or self.width() >= board.width()
        room = self.width() - (2 if to_the_edge else 1) * self._margin - gaps
        width = max(LEAST_WIDTH, min(MOST_WIDTH, room // _STILL_COLUMNS))
        for number in range(_STILL_COLUMNS):
            left = self._margin + number * (width + COLUMN_GAP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.bg_sunken)
            radius = measures.RADIUS_TILE
            painter.drawRoundedRect(QRectF(left, 0, width, self.height()), radius, radius)
            height = usual_height(theme)
            for card in range(_STILL_CARDS):
                top = head_height(theme) + card * (height + CARD_GAP)
                place = QRectF(left + CARD_INSET, top, width - 2 * CARD_INSET, height)
                paint_waiting_card(painter, place, theme)
        painter.end()


_SHIFT = Qt.KeyboardModifier.ShiftModifier
