"""Small squares of the eight colours, one of them chosen; arrows go from one to the next.

Used where a stage or a tag is given its colour. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager

_SIDE, _TICK = 24, 12
RING = 4
"""Room around each square, for the ring of the chosen one."""
_LINE = 2
_FOCUS = 3  # room for the ring of the keyboard
_GAP = 8


class Swatches(QWidget):
    """``chosen`` gives the code of a colour that the person took."""

    chosen = Signal(str)

    def __init__(
        self, colours: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """``colours``: code, name of the theme's tag colour, translated word."""
        super().__init__(parent)
        self.buttons = {code: _Swatch(tag, words, self) for code, tag, words in colours}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, _FOCUS, 0, _FOCUS)
        row.setSpacing(_GAP - 2 * RING)
        for code, button in self.buttons.items():
            self._group.addButton(button)
            row.addWidget(button)
            # A press and an arrow both click; showing a value does not.
            button.clicked.connect(lambda _checked=False, code=code: self._take(code))
        row.addStretch()

    def show_value(self, code: str) -> None:
        """Show which is chosen, without telling anybody."""
        if code in self.buttons:
            self.buttons[code].setChecked(True)
            self.setFocusProxy(self.buttons[code])

    @property
    def value(self) -> str:
        """The chosen one's code; nothing if there is none."""
        return next((code for code, one in self.buttons.items() if one.isChecked()), "")

    def _take(self, code: str) -> None:
        self.setFocusProxy(self.buttons[code])
        self.chosen.emit(code)


class _Swatch(QAbstractButton):
    """One colour."""

    def __init__(self, tag: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tag = tag
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802
        """The square and its ring."""
        return QSize(_SIDE + 2 * RING, _SIDE + 2 * RING)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The square; the chosen one with a tick and a ring, so not told by colour alone."""
        theme = self._manager.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag(self._tag).solid)
        painter.drawRoundedRect(square, theme.radius.md, theme.radius.md)
        if self.isChecked():
            paint_icon(painter, square, "check-bold", theme.colours.accent_on, _TICK)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours.focus, _LINE))
            half = _LINE / 2
            ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(ring, theme.radius.md + RING, theme.radius.md + RING)
        painter.end()
