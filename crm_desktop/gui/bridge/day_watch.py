"""Tells when another day has begun where the person is: at midnight, after the computer slept, or
when its clock or zone was changed. ``Today`` and ``tomorrow`` mean other days then. GUI thread.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.clock import now

# A timer until midnight would not notice that the computer slept or its clock was changed.
_LOOK_MS = 20_000


class DayWatch(QObject):
    """``changed`` tells it at most 20 seconds later."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = _today_and_zone()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare with what was known."""
        found = _today_and_zone()
        if found != self._known:
            self._known = found
            self.changed.emit()

    def stop(self) -> None:
        """Tell nothing any more."""
        self._timer.stop()


def _today_and_zone() -> tuple[date, timedelta | None]:
    local = now().astimezone()
    return local.date(), local.utcoffset()
