"""Keys that a widget keeps for itself although the window has a command on them.

A window's shortcut goes first unless the widget with the focus claims the key: Ctrl+Enter saves a
note that is being written, although elsewhere it opens the record in a window of its own. GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

ENTER_WITH_CTRL = ("Ctrl+Return", "Ctrl+Enter")


def _always() -> bool:
    return True


def claim_keys(widget: QWidget, *keys: str, when: Callable[[], bool] = _always) -> None:
    """Let ``widget`` have these keys (as Qt writes them: ``Ctrl+I``) while it has the focus, and
    ``when`` says so."""
    widget.installEventFilter(_Claim(keys, when, widget))


class _Claim(QObject):
    """Answers when Qt asks whether the focused widget wants a key for itself."""

    def __init__(self, keys: tuple[str, ...], when: Callable[[], bool], widget: QWidget) -> None:
        super().__init__(widget)
        self._keys = keys
        self._when = when

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Accepted means: not the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
            if (
                pressed.toString(QKeySequence.SequenceFormat.PortableText) in self._keys
                and self._when()
            ):
                event.accept()
                return True
        return False
