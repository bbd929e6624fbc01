"""What an open workspace says of itself: whether it is there, is all saved, what is at work.

The banner says that a server is gone, the line at the foot of the sidebar all else; where the
whole window says what is wrong the banner is silent. Made by ``WorkspaceView``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_grave, words_for
from crm_desktop.gui.bridge.unsent import unsent_of
from crm_desktop.gui.shell.banner import Banner
from crm_desktop.gui.shell.status_line import StatusLine


class ViewHealth(QObject):
    """``read_again``: read what is shown anew, for the workspace is back."""

    def __init__(
        self, bridge: Bridge, banner: Banner, status: StatusLine, read_again: Callable[[], None]
    ) -> None:
        super().__init__(banner)
        self._bridge = bridge
        self._banner = banner
        self._status = status
        self._read_again = read_again
        banner.retry.connect(bridge.look)
        bridge.lost.connect(self._tell_lost)
        bridge.returned.connect(self._tell_returned)
        bridge.writing.connect(status.tell_writing)
        bridge.task_started.connect(status.follow)
        unsent = unsent_of(bridge)
        unsent.changed.connect(status.tell_waiting)
        status.tell_waiting(unsent.is_any)

    def kept(self) -> str:
        """The words of the banner, if it is to be seen."""
        return "" if self._banner.isHidden() else self._banner.words.text()

    def restore(self, warning: str) -> None:
        """Say again what ``kept`` gave, and show the work that is still going on."""
        if warning:
            self._banner.tell(warning)
            self._status.tell_lost(True)
        for task in self._bridge.tasks:
            self._status.follow(task)

    def _tell_lost(self, error: BaseException) -> None:
        self._status.tell_lost(True)
        if is_grave(error):
            self._banner.hide()
        else:
            self._banner.tell(words_for(error))

    def _tell_returned(self) -> None:
        self._status.tell_lost(False)
        self._banner.hide()
        self._read_again()
