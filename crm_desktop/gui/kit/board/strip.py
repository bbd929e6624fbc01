"""The ends of the board at its right edge: won and lost, to drop cards on or to press.

A press ends the chosen cards, so that the strip works without dragging. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.gui.kit.board.model import BoardEnd
from crm_desktop.gui.kit.board.upright import paint_upright
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

STRIP_WIDTH = 44
_GAP = 8
_PADDING, _ICON, _ICON_GAP = 10, 18, 8
_TARGET_LINE = 2
_COUNT = 16
_FOCUS_INSET = 2
_KEYBOARD = Qt.WidgetAttribute.WA_KeyboardFocusChange


class EndButton(QAbstractButton):
    """One end: quiet at rest, in its colour while something is dragged."""

    def __init__(self, end: BoardEnd, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self._is_lit = self._is_target = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press leaves the keyboard at the cards
        self.setFixedWidth(STRIP_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_end(end)

    def show_end(self, end: BoardEnd) -> None:
        """Be this end."""
        self.end = end
        self.setAccessibleName(end.spoken or end.name)
        self.update()

    def light(self, *, is_lit: bool, is_target: bool) -> None:
        """Something is dragged, and would be dropped here."""
        if (is_lit, is_target) != (self._is_lit, self._is_target):
            self._is_lit, self._is_target = is_lit, is_target
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Icon, name and count, from top to bottom."""
        theme, end, rect = self._manager.theme, self.end, QRectF(self.rect())
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, icon = colours.text_secondary, getattr(colours, end.tone)
        if self._is_lit:
            ink = icon = getattr(colours, f"{end.tone}_text")
        self._paint_ground(painter, rect)
        place = QRectF(rect.left(), rect.top() + _PADDING, rect.width(), _ICON)
        paint_icon(painter, place, end.icon, icon, _ICON)
        above = _PADDING + _ICON + _ICON_GAP
        words = rect.adjusted(0, above, 0, -(_PADDING + _COUNT + _ICON_GAP))
        paint_upright(painter, words, end.name, theme.faces.body_strong, ink)
        place = QRectF(rect.left(), rect.bottom() - _PADDING - _COUNT, rect.width(), _COUNT)
        paint_centred(painter, place, end.count, theme.faces.label_strong, ink)
        painter.end()

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        theme, tone = self._manager.theme, self.end.tone
        colours, radius = theme.colours, measures.RADIUS_TILE
        painter.setBrush(getattr(colours, f"{tone}_tint") if self._is_lit else colours.bg_sunken)
        painter.setPen(Qt.PenStyle.NoPen)
        width = 0
        if self._is_lit:
            width = _TARGET_LINE if self._is_target else measures.LINE
            pen = QPen(getattr(colours, tone), width)
            if not self._is_target:
                pen.setDashPattern([3, 2])
            painter.setPen(pen)
        elif self.underMouse():
            painter.setBrush(colours.hover)
        half = width / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
        if self.hasFocus() and self.window().testAttribute(_KEYBOARD):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.focus, theme.focus_line))
            inside = rect.adjusted(_FOCUS_INSET, _FOCUS_INSET, -_FOCUS_INSET, -_FOCUS_INSET)
            painter.drawRoundedRect(inside, radius, radius)


class Strip(QWidget):
    """All ends, one above another. ``pressed`` tells the key of an end."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: list[EndButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self.hide()

    def set_ends(self, ends: Sequence[BoardEnd]) -> None:
        """Have these ends; only what they count changes most of the time."""
        if [button.end.key for button in self._buttons] != [end.key for end in ends]:
            self._make_buttons(ends)
        for button, end in zip(self._buttons, ends, strict=True):
            button.show_end(end)
        self.setVisible(bool(ends))

    def _make_buttons(self, ends: Sequence[BoardEnd]) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self._buttons = [EndButton(end, self) for end in ends]
        for button in self._buttons:
            self._layout.addWidget(button)
            button.clicked.connect(lambda _on=False, key=button.end.key: self.pressed.emit(key))

    @property
    def buttons(self) -> Sequence[EndButton]:
        """The ends from top to bottom."""
        return self._buttons

    def end_of(self, key: str) -> QWidget:
        """The end of this key, or the whole strip."""
        return next((one for one in self._buttons if one.end.key == key), self)

    def light(self, *, is_lit: bool, target: str = "") -> None:
        """Something is dragged, and would be dropped on the end ``target``."""
        for button in self._buttons:
            button.light(is_lit=is_lit, is_target=button.end.key == target)
