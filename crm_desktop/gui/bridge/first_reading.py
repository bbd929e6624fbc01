"""Reading the list of people while everything else is still imported, on a thread of its own.

Used by ``gui/session_first.py``; answers come on the GUI thread. Nothing of SQLAlchemy is
imported for it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.errors import CrmError

log = logging.getLogger(__name__)

_Read = Callable[[Any], Any]
_PAGE = 0


class FirstReading(QObject):
    """The first page of people, then what is asked; each answer is of one moment."""

    found = Signal(object)  # FirstPage, or None: the ordinary opening tells what is the matter
    _arrived = Signal(int, object)

    def __init__(self, address: str, size: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address, self._size = address, size
        self._lock = threading.Lock()
        self._is_abandoned = False
        self._numbers = count(_PAGE + 1)
        # What answers are for holds widgets, and stays on their thread.
        self._waiting: dict[int, Callable[[Any], None]] = {_PAGE: self.found.emit}
        # ``queue`` brings heaps, which nothing else needs before the first page.
        self._questions: deque[tuple[int, _Read] | None] = deque()
        self._number_of_questions = threading.Semaphore(0)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="first page", daemon=True).start()

    def ask(self, read: _Read, then: Callable[[Any], None]) -> None:
        """Hand what ``read`` finds over a connection of the driver to ``then``; never, if the
        workspace can't be read any more."""
        number = next(self._numbers)
        self._waiting[number] = then
        self._put((number, read))

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._is_abandoned = True
        self._waiting.clear()
        self._put(None)

    def _put(self, question: tuple[int, _Read] | None) -> None:
        self._questions.append(question)
        self._number_of_questions.release()

    def _next(self) -> tuple[int, _Read] | None:
        self._number_of_questions.acquire()
        return self._questions.popleft()

    def _deliver(self, number: int, answer: object) -> None:
        then = self._waiting.pop(number, None)
        if then is not None:
            then(answer)

    def _run(self) -> None:
        page = self._find(self._read_page)
        self._tell(_PAGE, page)
        while page is not None and (question := self._next()) is not None:
            number, read = question
            answer = self._find(read)
            if answer is not None:
                self._tell(number, answer)

    def _read_page(self, connection: Any) -> Any:
        from crm_desktop.features.contacts.first_page import read_first_page

        return read_first_page(connection, self._size)

    def _find(self, read: _Read) -> Any:
        """What ``read`` finds; ``None`` where nothing can be read now. The connection is closed
        then: while one is open nobody can give the file another journal, as the opening does in a
        network folder or after a restoring, and a reader that stays holds up every commit there."""
        from crm_desktop.store.glance import glance
        from crm_desktop.store.location import SqliteLocation, parse_location

        try:
            location = parse_location(self._address)
            # A server asks for a password first, and its driver loads for a long time.
            return glance(location, read) if isinstance(location, SqliteLocation) else None
        except (CrmError, OSError, LookupError, TypeError, ValueError) as error:
            # Whatever lies there is damaged, or the system doesn't know who asks.
            log.info("nothing read early: %s", type(error).__name__)
            return None

    def _tell(self, number: int, answer: object) -> None:
        with self._lock:
            if not self._is_abandoned:
                self._arrived.emit(number, answer)
