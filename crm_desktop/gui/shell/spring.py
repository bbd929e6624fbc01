"""Places that open while rows of a list hang over them, so that the rows can be dropped there.

Used by the sidebar; GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton

from crm_desktop.gui.kit.timers import single_shot

_OPEN_MS = 600
_LEFT = (QEvent.Type.DragLeave, QEvent.Type.Drop)


class Springs(QObject):
    """Buttons that are pressed by what hangs over them for a while."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._over: QAbstractButton | None = None
        self._rest = single_shot(self, self._press, _OPEN_MS)

    def watch(self, button: QAbstractButton) -> None:
        """Press this one."""
        button.setAcceptDrops(True)
        button.installEventFilter(self)

    def _press(self) -> None:
        if self._over is not None:
            self._over.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Nothing is dropped on the button itself: the cursor says so."""
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDropEvent):
            from crm_desktop.gui.shell.row_dragging import ROWS  # not in the first look

            if isinstance(watched, QAbstractButton) and event.mimeData().hasFormat(ROWS):
                self._over = watched
                self._rest.start()
                event.setDropAction(Qt.DropAction.IgnoreAction)
                event.accept()
                return True
        elif event.type() == QEvent.Type.DragMove:
            event.ignore()
            return True
        elif event.type() in _LEFT:
            self._rest.stop()
            self._over = None
        return False
