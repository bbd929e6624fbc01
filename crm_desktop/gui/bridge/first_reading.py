"""Reading the first page of a workspace while the window comes up, on a thread of its own.

Used by ``gui/session_first.py``; the answer comes on the GUI thread. Nothing of SQLAlchemy is
imported for it.
"""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.errors import CrmError

log = logging.getLogger(__name__)


class FirstReading(QObject):
    """One reading of the first page of people."""

    found = Signal(object)  # FirstPage, or None: the ordinary opening tells what is the matter
    _arrived = Signal(object)

    def __init__(self, address: str, size: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address, self._size = address, size
        self._lock = threading.Lock()
        self._is_abandoned = False
        self._arrived.connect(self.found, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="first page", daemon=True).start()

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._is_abandoned = True

    def _run(self) -> None:
        page = _read(self._address, self._size)
        with self._lock:
            if not self._is_abandoned:
                self._arrived.emit(page)


def _read(address: str, size: int) -> object:
    from crm_desktop.features.contacts.first_page import read_first_page
    from crm_desktop.store.glance import glance
    from crm_desktop.store.location import SqliteLocation, parse_location

    try:
        location = parse_location(address)
        if not isinstance(location, SqliteLocation):
            return None  # a server asks for a password first, and its driver loads for a long time
        return glance(location, lambda connection: read_first_page(connection, size))
    except (CrmError, OSError, LookupError, TypeError, ValueError) as error:
        # Whatever lies there is damaged, or the system doesn't know who asks.
        log.info("no first page: %s", type(error).__name__)
        return None
