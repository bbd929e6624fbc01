"""Python's garbage collector, kept on the GUI thread.

Python collects on whatever thread happens to allocate. Widgets and timers that only a cycle holds
would then be destroyed on a reader's or an importer's thread, and Qt forbids that: the program
ends in a fault, seldom and far from the cause. ``gui/app.py`` makes one collector for the
application.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from crm_desktop.core.garbage import collect_due, collect_on_request

_LOOK_MS = 250


class Collector(QObject):
    """Collects between events, as often as Python itself would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        collect_on_request()
        timer = QTimer(self)
        timer.setInterval(_LOOK_MS)
        timer.timeout.connect(collect_due)
        timer.start()
