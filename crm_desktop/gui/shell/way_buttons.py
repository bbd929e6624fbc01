"""The two buttons at the side of a mouse: back and forward, wherever the pointer is.

Watches the window of the system instead of the widgets inside, so it is asked once for an event
and no list or text takes the press away. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from crm_desktop.gui.shell.way import Way

_BUTTONS = (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton)
_PRESS, _SHOW = QEvent.Type.MouseButtonPress, QEvent.Type.Show


class WayButtons(QObject):
    """For one window; ``way`` gives its way, if there is one yet."""

    def __init__(self, window: QWidget, way: Callable[[], Way | None]) -> None:
        super().__init__(window)
        self._window, self._way = window, way
        self._watches = False
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
        elif kind == _PRESS and isinstance(event, QMouseEvent) and event.button() in _BUTTONS:
            way = self._way()
            if way is not None and watched is not self._window:
                is_back = event.button() == Qt.MouseButton.BackButton
                way.go_back() if is_back else way.go_forward()
                return True
        return False
