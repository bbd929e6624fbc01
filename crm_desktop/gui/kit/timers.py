"""Timers that run out once: a rest after typing, patience before a word of waiting.

Made by whoever waits; ``start`` begins the time anew. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(parent: QObject, then: Callable[[], object], milliseconds: int = 0) -> QTimer:
    """A timer that calls ``then`` once, so long after each ``start``."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
