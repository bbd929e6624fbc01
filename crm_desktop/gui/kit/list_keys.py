"""A list below a line: while one types, arrows move in the list and Enter picks.

Made by whatever lets one search what it lists. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListKeys(QObject):
    """Hears the keys of ``line``; Enter gives ``pick`` the current item of ``listed``, if there is
    one. Ctrl+Enter is left to whoever has a button for it."""

    def __init__(
        self,
        line: QLineEdit,
        listed: QListWidget,
        pick: Callable[[QListWidgetItem | None], object],
    ) -> None:
        super().__init__(line)
        self._listed = listed
        self._pick = pick
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Letters go into the line."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _MOVES:
            self._listed.keyPressEvent(event)
            return True
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _PICKS and not is_control:
            self._pick(self._listed.currentItem())
            return True
        return False
