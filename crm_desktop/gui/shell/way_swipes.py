"""Swipes of a touchpad or a mouse that lead back and forward, as they do in browsers on macOS.

Two fingers that scroll to a side where nothing scrolls lead back to the right, forward to the
left; so does the swipe that the system itself makes of two or three fingers. Asked by
``WayButtons``, for one window. GUI thread only.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

SWIPES = (QEvent.Type.Wheel, QEvent.Type.NativeGesture)
"""The events that may belong to one."""
BACK, FORWARD = -1, +1
_LONG = 120  # pixels: less is a finger that slipped
_MOVED = 4  # pixels from which on the direction is known
_SLANT = 2  # so many times as far to the side as up or down
_LEFTWARD, _RIGHTWARD = 180.0, 0.0
_Phase = Qt.ScrollPhase


class Swipes:
    """Follows the fingers from where they begin to where they are taken away. Only macOS has
    swipes of two fingers that lead back; elsewhere they scroll."""

    def __init__(self, *, by_two_fingers: bool = sys.platform == "darwin") -> None:
        self._by_two_fingers = by_two_fingers
        self._way = QPoint()
        self._scrolls: bool | None = None  # not known before they move

    def steps(self, event: QEvent) -> int:
        """``BACK`` or ``FORWARD`` where the event ends a swipe, else 0."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.SwipeNativeGesture:
                return 0
            return {_LEFTWARD: BACK, _RIGHTWARD: FORWARD}.get(event.value(), 0)
        if isinstance(event, QWheelEvent) and self._by_two_fingers:
            return self._follow(event)
        return 0

    def _follow(self, event: QWheelEvent) -> int:
        phase = event.phase()
        if phase == _Phase.ScrollBegin:
            self._way, self._scrolls = QPoint(), None
        if phase in (_Phase.ScrollBegin, _Phase.ScrollUpdate):
            self._way += event.pixelDelta()
            if self._scrolls is None and self._way.manhattanLength() >= _MOVED:
                there = QApplication.widgetAt(event.globalPosition().toPoint())
                self._scrolls = _scrolls_there(there, self._way.x())
        if phase != _Phase.ScrollEnd or self._scrolls is not False:
            return 0
        way, self._scrolls = self._way, None
        is_swipe = abs(way.x()) >= _LONG and abs(way.x()) > _SLANT * abs(way.y())
        return 0 if not is_swipe else BACK if way.x() > 0 else FORWARD


def _scrolls_there(widget: QWidget | None, rightward: int) -> bool:
    """Whether what lies below the fingers moves with them to this side."""
    while widget is not None:
        if isinstance(widget, QAbstractScrollArea):
            bar = widget.horizontalScrollBar()
            if bar.value() > bar.minimum() if rightward > 0 else bar.value() < bar.maximum():
                return True
        widget = widget.parentWidget()
    return False
