"""One window process per person and workspace: a second start brings the first one's window up.

Used by ``gui/program.py`` on the GUI thread. Who holds the lock shows the window and listens;
whoever comes later hands over what it was started with. Only the window is bound so: the
command line and other computers work alongside.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QObject, QSysInfo, Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.files import FileLock
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.store.location import SqliteLocation, parse_location

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

_PATIENCE_MS = 5000
# The list comes first: Qt's network takes a tenth of the first page's time to load. Until then a
# second start finds the lock held and asks again, for less than its patience.
_LISTEN_MS = 1500
_TRY_AGAIN_MS = 50
_LONGEST_LETTER = 1_000_000
# macOS allows 103 bytes, Linux 107; Qt adds a few while it begins to listen.
_LONGEST_SOCKET = 90
_TAKEN = b"taken\n"
_POSTGRESQL_PORT = 5432


def workspace_key(address: str) -> str:
    """The same text for every way to write the address of a workspace; links are not followed,
    since a disk that is gone would make the start wait."""
    try:
        location = parse_location(address)
    except CrmError:
        return address
    if isinstance(location, SqliteLocation):
        return os.path.normcase(os.path.normpath(location.path))
    options = dict(location.options)
    host = (location.host or options.get("host", "localhost")).lower()
    port = location.port or options.get("port", _POSTGRESQL_PORT)
    return f"postgresql://{location.user or ''}@{host}:{port}/{location.database}"


def full_address(address: str) -> str:
    """The address as it stays right wherever the program is started."""
    try:
        location = parse_location(address)
    except CrmError:
        return address
    return str(location.path) if isinstance(location, SqliteLocation) else address


def _digest(text: str) -> str:
    """A name of 16 letters that no other text has. By Qt: Python's hashes load OpenSSL first."""
    kind = QCryptographicHash.Algorithm.Sha256
    return QCryptographicHash.hash(text.encode("utf-8", "replace"), kind).data().hex()[:16]


class OneWindow(QObject):
    """The right to show a workspace. ``folder`` is one that belongs to the person.

    Ask once. Then either ``ours`` comes, at once if nobody has it, and until ``release`` each
    later start is heard by ``called`` with its files; or ``elsewhere``: another process has
    brought its window up and taken the files.
    """

    ours = Signal()
    elsewhere = Signal()
    called = Signal(object)  # tuple[Path, ...]

    def __init__(
        self,
        address: str,
        folder: Path,
        parent: QObject | None = None,
        patience: int = _PATIENCE_MS,
        listens_after: int = _LISTEN_MS,
    ) -> None:
        """``patience``: for how many milliseconds to wait for an answer. A window that hangs
        must not keep the person from working, so then it is ``ours`` all the same.
        ``listens_after``: how many milliseconds later the first one begins to answer."""
        super().__init__(parent)
        # Folders that two computers share, and pipes that all people of one computer see.
        whose = f"{QSysInfo.machineHostName()}\n{folder}\n{workspace_key(address)}"
        name = f"window-{_digest(whose)}"
        self._name = _server_name(folder, name)
        self._lock = FileLock(folder / f"{name}.lock")
        self._server: QLocalServer | None = None
        self._socket: QLocalSocket | None = None
        self._listening = single_shot(self, self._begin_to_listen, listens_after)
        self._retry = single_shot(self, self._try, _TRY_AGAIN_MS)
        self._patience = single_shot(self, self._give_up, patience)
        self._letter = b""

    def ask(self, files: Iterable[Path] = ()) -> None:
        """Ask for the right to show the workspace; ``files`` go to whoever has it."""
        self._letter = json.dumps({"files": [str(path.absolute()) for path in files]}).encode()
        self._patience.start()
        self._try()

    def release(self) -> None:
        """The window is closed: the next start shows its own."""
        self._end_asking()
        self._listening.stop()
        if self._server is not None:
            self._server.close()
        self._lock.release()

    # Asking

    def _try(self) -> None:
        try:
            is_first = self._lock.take()
        except OSError as error:
            log.warning("no lock for the window: %s", error)
            self._have()
            return
        if is_first:
            self._listening.start()
            self._have()
        else:
            self._socket = self._socket or self._make_socket()
            self._socket.connectToServer(self._name)

    def _make_socket(self) -> QLocalSocket:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket(self)
        socket.connected.connect(self._hand_over)
        socket.readyRead.connect(self._note_answer)
        socket.errorOccurred.connect(self._retry_later)
        return socket

    def _have(self) -> None:
        self._end_asking()
        self.ours.emit()

    def _hand_over(self) -> None:
        assert self._socket is not None
        _let_others_come_forward()
        self._socket.write(self._letter + b"\n")
        self._socket.flush()

    def _note_answer(self) -> None:
        assert self._socket is not None
        if self._socket.canReadLine() and self._socket.readLine().data() == _TAKEN:
            self._end_asking()
            self.elsewhere.emit()

    def _retry_later(self) -> None:
        """It is only just starting, or ending."""
        if self._patience.isActive():
            self._retry.start()

    def _give_up(self) -> None:
        log.warning("the window of another process doesn't answer")
        self._have()

    def _end_asking(self) -> None:
        self._patience.stop()
        self._retry.stop()
        if self._socket is not None:
            self._socket.abort()

    # Being asked

    def _begin_to_listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._listen)
        # What lies there was left by a process that ended without closing.
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            log.warning("later starts can't be heard: %d", server.serverError().value)

    def _listen(self) -> None:
        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.setReadBufferSize(_LONGEST_LETTER)
            caller.readyRead.connect(lambda caller=caller: self._read(caller))
            caller.disconnected.connect(caller.deleteLater)
            self._read(caller)

    def _read(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() >= _LONGEST_LETTER:
                caller.abort()
            return
        files = _files_in(bytes(caller.readLine().data()))
        if files is None:
            caller.abort()
            return
        caller.write(_TAKEN)
        caller.flush()
        self.called.emit(files)


def bring_up(window: QWidget) -> None:
    """Show the window above all others, as far as the system lets it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _server_name(folder: Path, name: str) -> str:
    """The address of the server: a pipe on Windows, elsewhere a file that only the person can
    reach. Where the folder's name is too long for a socket (sockaddr_un), in the temporary folder
    under the same unmistakable name."""
    if sys.platform == "win32":
        return name
    path = folder / name
    return str(path) if len(os.fsencode(path)) <= _LONGEST_SOCKET else name


def _files_in(letter: bytes) -> tuple[Path, ...] | None:
    try:
        files = json.loads(letter)["files"]
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        return None
    return tuple(map(Path, files))


def _let_others_come_forward() -> None:
    """Windows lets only the process that the person has just started come to the front; it may
    pass that on (AllowSetForegroundWindow, ASFW_ANY)."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
