"""What a window offers while its workspace can't be read: the newest backup, the same once more,
another one.

Made by ``gui/session.py`` for its window. GUI thread only; disks are read aside.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QObject

from crm_desktop.core.errors import Broken, Replaced
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.aside import Aside
from crm_desktop.gui.bridge.faults import is_grave
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.numbers import shown_moment

if TYPE_CHECKING:
    from crm_desktop.backend.care import MadeBackup
    from crm_desktop.gui.bridge.bridge import Bridge

OpenAnew = Callable[[Callable[[], str] | None], None]


class SessionLost(QObject):
    """``open_anew`` closes the window and opens the workspace once more; it is given what is to be
    done in between, which gives words about it."""

    def __init__(
        self, window: MainWindow, address: str, open_anew: OpenAnew, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._address, self._open_anew = window, address, open_anew
        self._error: BaseException | None = None
        self._retry: Callable[[], None] = self._come_back
        self._backup: MadeBackup | None = None
        self._search: Aside | None = None

    def follow(self, bridge: Bridge) -> None:
        """Stand in the window's place while the open workspace can't be read, if no waiting
        helps."""
        bridge.lost.connect(partial(self._tell_lost, bridge))
        bridge.returned.connect(self._returned)

    def tell(self, error: BaseException, retry: Callable[[], None]) -> None:
        """It can't be read, for this reason; ``retry`` tries again."""
        self._error, self._retry = error, retry
        self._show()
        if isinstance(error, Broken):
            self._abandon()
            self._search = Aside(partial(_newest_backup, self._address), self)
            self._search.done.connect(self._offer)
            self._search.start()

    def tell_again(self) -> None:
        """In the language of now, if there is something to tell."""
        if self._error is not None:
            self._show()

    def end(self) -> None:
        """The window is closed."""
        self._abandon()

    def _abandon(self) -> None:
        if self._search is not None:
            self._search.abandon()
            self._search.deleteLater()
            self._search = None

    def _tell_lost(self, bridge: Bridge, error: BaseException) -> None:
        if is_grave(error):
            self.tell(error, partial(self._try_again, bridge))
        else:
            self._come_back()  # waiting may help now: the page says so itself

    def _returned(self) -> None:
        """What a single page of a damaged file answers proves nothing."""
        if type(self._error) is not Broken:
            self._come_back()

    def _try_again(self, bridge: Bridge) -> None:
        if type(self._error) is Broken:
            self._come_back()
            self._window.commands.action("view.refresh").trigger()
        bridge.look()

    def _come_back(self) -> None:
        if self._error is not None:
            self._error = None
            self._abandon()
            self._window.show_content()

    def _offer(self, backup: MadeBackup | None) -> None:
        if self._error is not None and backup is not None:
            self._backup = backup
            self._show()

    def _show(self) -> None:
        error, backup = self._error, self._backup
        assert error is not None
        ways, more = [], ""
        if isinstance(error, Broken) and backup is not None:
            moment = QDateTime.fromSecsSinceEpoch(int(backup.made_at.timestamp()))
            more = _("Newest backup: {moment}, {place}. What lies there now is kept beside it.")
            more = more.format(moment=shown_moment(moment), place=backup.place)
            restore = partial(_restore, self._address, backup.place)
            ways = [Button(_("Restore the backup"), partial(self._open_anew, restore))]
        elif isinstance(error, Replaced):
            ways = [Button(_("Open the workspace again"), partial(self._open_anew, None))]
        self._window.show_failure(error, self._retry, ways, more)


def _newest_backup(address: str) -> MadeBackup | None:
    from crm_desktop.backend.care import newest_backup
    from crm_desktop.store.location import parse_location

    return newest_backup(parse_location(address))


def _restore(address: str, backup: Path) -> str:
    from crm_desktop.backend.care import restore_backup
    from crm_desktop.store.location import SqliteLocation, parse_location

    location = parse_location(address)
    assert isinstance(location, SqliteLocation)  # a server answers for its own damage
    kept = restore_backup(location, backup)
    return _("The backup was restored. What lay there before is kept: {place}").format(place=kept)
