"""⌘↑ and ⌘↓, which lead to the ends of lists on macOS; Qt takes them for plain arrows.

Asked by the views of lists for each key. GUI thread only.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

IS_MAC = sys.platform == "darwin"
_ENDS = {Qt.Key.Key_Up: Qt.Key.Key_Home, Qt.Key.Key_Down: Qt.Key.Key_End}
_Modifier = Qt.KeyboardModifier


def with_ends(event: QKeyEvent) -> QKeyEvent:
    """The key as the views of Qt understand it: Home or End for those two, else as it came."""
    pressed = event.modifiers() & ~_Modifier.KeypadModifier  # of arrows on macOS
    end = _ENDS.get(Qt.Key(event.key()))
    if not IS_MAC or end is None or pressed != _Modifier.ControlModifier:
        return event
    return QKeyEvent(QEvent.Type.KeyPress, end, _Modifier.NoModifier)
