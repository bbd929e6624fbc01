"""Cards of a column that come sliding to their new places, within 120 ms.

Only what is drawn moves: a column asks how far from its place each card is. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal


class Slides(QObject):
    """``moved`` tells that the cards are to be drawn again."""

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shifts: Mapping[int, int] = {}
        self._part = 0.0
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(1.0)
        self._motion.setEndValue(0.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._show)

    def start(self, shifts: Mapping[int, int], duration: int) -> None:
        """Let these cards (by rid) begin so many pixels from their places."""
        if duration and shifts:
            self._motion.stop()
            self._shifts = shifts
            self._motion.setDuration(duration)
            self._motion.start()

    def shift_of(self, rid: int) -> int:
        """How far from its place a card is now, in pixels."""
        return round(self._shifts[rid] * self._part) if rid in self._shifts else 0

    @property
    def most(self) -> int:
        """The farthest that any card is from its place."""
        return max(map(abs, self._shifts.values()), default=0)

    def _show(self, part: float) -> None:
        self._part = part
        if not part:
            self._shifts = {}
        self.moved.emit()
