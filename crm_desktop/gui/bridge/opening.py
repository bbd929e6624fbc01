"""Opening a workspace while the window is already there: SQLAlchemy, drivers and pages are
imported, the file is migrated and the first connection made on a thread of its own.

Used by ``gui/session.py``; answers come on the GUI thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.garbage import nothing_collected
from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_modules import import_sqlalchemy
from crm_desktop.core.paths import user_data_folder

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Backend

_OWN_WORKSPACE = "workspace.db"
_SAMPLE_WORKSPACE = "sample.db"


@dataclass(frozen=True)
class OpenedWorkspace:
    """What came of it: the backend, the workspace's settings, its file (``None`` on a server),
    its name for people, and whatever ``prepare`` gave. ``password_lost``: it was to be kept, but
    there is no keychain."""

    backend: Backend
    settings: dict[str, str]
    place: Path | None
    title: str
    prepared: Any
    password_lost: bool = False


@dataclass(frozen=True)
class Password:
    """What the person typed to be let in, and whether the keychain is to keep it."""

    text: str = field(repr=False)
    keep: bool = False


class Opening(QObject):
    """One attempt to open a workspace."""

    opened = Signal(object)  # OpenedWorkspace
    failed = Signal(object)  # the exception
    _arrived = Signal(object)

    def __init__(
        self,
        address: str,
        prepare: Callable[[], Any],
        parent: QObject | None = None,
        *,
        create: bool = True,
        is_known: bool = False,
        password: Password | None = None,
    ) -> None:
        """``create``: make what is missing, and what is empty unless it ``is_known`` not to have
        been. Without a ``password`` the keychain's is taken."""
        super().__init__(parent)
        self._address = address
        self._create = create
        self._is_known = is_known
        self.password = password
        self._prepare = prepare
        self._lock = threading.Lock()
        self._is_abandoned = False
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="opening", daemon=True).start()

    def abandon(self) -> None:
        """Nobody waits any more: what gets opened is closed again."""
        with self._lock:
            self._is_abandoned = True

    def _run(self) -> None:
        try:
            with nothing_collected():
                is_emptied = self._is_known and Path(self._address).exists()
                create = self._create and not is_emptied
                result: OpenedWorkspace | BaseException = _open(
                    self._address, self._prepare, create=create, password=self.password
                )
        except Exception as error:
            result = error
        with self._lock:
            if not self._is_abandoned:
                self._arrived.emit(result)
                return
        if isinstance(result, OpenedWorkspace):
            result.backend.close()

    def _tell(self, result: OpenedWorkspace | BaseException) -> None:
        if isinstance(result, OpenedWorkspace):
            self.opened.emit(result)
        else:
            self.failed.emit(result)


def own_workspace() -> str:
    """The address of the person's own workspace."""
    return str(user_data_folder() / _OWN_WORKSPACE)


def sample_workspace() -> str:
    """The address of the workspace with demo data, to look around in."""
    return str(user_data_folder() / _SAMPLE_WORKSPACE)


def own_title(address: str) -> str:
    """What a workspace is called that the program made by itself, as nobody gave it a name."""
    titles = {own_workspace(): _("My workspace"), sample_workspace(): _("Sample")}
    return titles.get(address, "")


def _open(
    address: str, prepare: Callable[[], Any], *, create: bool, password: Password | None
) -> OpenedWorkspace:
    import_sqlalchemy()
    from crm_desktop.backend.renewing import renew_later
    from crm_desktop.bootstrap import (
        keep_password,
        kept_password,
        open_backend,
        workspace_settings,
    )
    from crm_desktop.store.location import SqliteLocation, parse_location

    if address == own_workspace():
        user_data_folder().mkdir(parents=True, exist_ok=True)
    location = parse_location(address)
    secret = kept_password(location) if password is None else password.text
    backend = open_backend(location, create=create, password=secret)
    try:
        backend.feed.start()
        is_lost = False
        if password is not None and password.keep:  # only now it is known to be the right one
            is_lost = not keep_password(location, password.text)
        place = location.path if isinstance(location, SqliteLocation) else None
        settings = workspace_settings(backend)
        renew_later(backend, settings)
        title = place.stem if place is not None else location.title
        return OpenedWorkspace(backend, settings, place, title, prepare(), is_lost)
    except BaseException:
        backend.close()
        raise
