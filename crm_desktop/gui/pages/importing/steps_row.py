"""The row of steps at the head of the wizard: done ones ticked, the present one lit.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_centred, paint_text
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.numbers import shown_number

_CIRCLE = 22
_GAP = 8
_LINE = 40
_BETWEEN = 12


class StepsRow(QWidget):
    """``names`` are translated."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._current = 0
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.go(0)

    @property
    def current(self) -> int:
        """The number of the present step, from 0."""
        return self._current

    def go(self, step: int) -> None:
        """Light this step."""
        self._current = step
        self.setAccessibleName(
            _("Step {number} of {all}: {name}").format(
                number=step + 1, all=len(self._names), name=self._names[step]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as all steps and the lines between them."""
        theme = self._manager.theme
        words = sum(theme.faces.body_strong.width(name) for name in self._names)
        circle = theme.grown(_CIRCLE)
        lines = (len(self._names) - 1) * (_LINE + 2 * _BETWEEN)
        return QSize(round(words) + len(self._names) * (circle + _GAP + 1) + lines, circle + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Circles, words and lines from left to right."""
        theme = self._manager.theme
        circle = theme.grown(_CIRCLE)
        painter = QPainter(self)
        left = 0.0
        for step, name in enumerate(self._names):
            place = QRectF(left, (self.height() - circle) / 2, circle, circle)
            self._paint_circle(painter, place, step)
            left += circle + _GAP
            is_now = step == self._current
            face = theme.faces.body_strong if is_now else theme.faces.body
            ink = theme.colours.text if is_now else theme.colours.text_secondary
            width = theme.faces.body_strong.width(name) + 1
            paint_text(painter, QRectF(left, 0, width, self.height()), name, face, ink)
            left += width + _BETWEEN
            if step + 1 < len(self._names):
                painter.fillRect(
                    QRectF(left, round(self.height() / 2), _LINE, 1), theme.colours.border
                )
                left += _LINE + _BETWEEN
        painter.end()

    def _paint_circle(self, painter: QPainter, place: QRectF, step: int) -> None:
        theme = self._manager.theme
        colours = theme.colours
        fill, ink = colours.bg_sunken, colours.text_secondary
        if step == self._current:
            fill, ink = colours.accent, colours.accent_on
        elif step < self._current:
            fill, ink = colours.success_tint, colours.success_text
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1) if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(place)
        if step < self._current:
            paint_icon(painter, place, "check-bold", ink, 12)
        else:
            number = shown_number(step + 1)
            paint_centred(painter, place, number, theme.faces.caption_strong, ink)
