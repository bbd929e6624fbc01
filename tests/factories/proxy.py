"""A line to a server that can be made to swallow everything or to break, for tests of bad days.

Runs on threads of its own; ``close`` ends them.
"""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress


class Proxy:
    """``swallows``: nothing gets through and nobody is told, as with a broken router. ``refuses``:
    all lines are cut and new ones too, as when the server is stopped. ``ways``: how often a client
    has said something and then been answered, on all lines."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.swallows = threading.Event()
        self.refuses = threading.Event()
        self._ends = threading.Event()
        self.ways = 0
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while not self._ends.is_set():
            with suppress(TimeoutError):
                near, _address = self._listener.accept()
                self._threads.append(threading.Thread(target=self._carry, args=(near,)))
                self._threads[-1].start()
        self._listener.close()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._server) as far, suppress(ConnectionError):
            last = far
            while not self._ends.is_set() and not self.refuses.is_set():
                for source in select.select([near, far], [], [], 0.05)[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    self.ways += source is near and last is far
                    last = source
                    if not self.swallows.is_set():
                        (far if source is near else near).sendall(data)

    def close(self) -> None:
        """Cut all lines."""
        self._ends.set()
        for thread in self._threads:
            thread.join()
