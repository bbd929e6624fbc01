"""The two buttons at the side of a mouse, and swipes: back and forward, wherever the pointer is.

Watches the window of the system instead of the widgets inside, so it is asked once for an event
and no list or text takes the press away. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.shell.way_swipes import BACK, FORWARD, SWIPES, Swipes

if TYPE_CHECKING:
    from crm_desktop.gui.shell.way import Way

_STEPS = {Qt.MouseButton.BackButton: BACK, Qt.MouseButton.ForwardButton: FORWARD}
_PRESS, _SHOW = QEvent.Type.MouseButtonPress, QEvent.Type.Show


class WayButtons(QObject):
    """For one window; ``way`` gives its way, if there is one yet."""

    def __init__(self, window: QWidget, way: Callable[[], Way | None]) -> None:
        super().__init__(window)
        self._window, self._way = window, way
        self._watches = False
        self.swipes = Swipes()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The system's window exists from the first showing on."""
        kind = event.type()
        if kind == _SHOW and not self._watches:
            handle = self._window.windowHandle()
            if handle is not None:
                self._watches = True
                self._window.removeEventFilter(self)
                handle.installEventFilter(self)
        elif watched is not self._window:
            return self._lead(event)
        return False

    def _lead(self, event: QEvent) -> bool:
        """A press of one of the two buttons is nobody else's; of a swipe only the last part is."""
        kind, steps = event.type(), 0
        if kind == _PRESS and isinstance(event, QMouseEvent):
            steps = _STEPS.get(event.button(), 0)
        elif kind in SWIPES:
            steps = self.swipes.steps(event)
        way = self._way() if steps else None
        if way is None:
            return False
        way.go_back() if steps == BACK else way.go_forward()
        return True
