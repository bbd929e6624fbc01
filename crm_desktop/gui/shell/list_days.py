"""Lists when another day begins: what they say and hold of days is told anew, in its place.

Made by the workspace's view. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.page import Page


class ListDays(QObject):
    """Follows the days for the lists among the pages that ``pages`` gives."""

    def __init__(
        self, bridge: Bridge, pages: Callable[[], Sequence[Page]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        bridge.day_changed.connect(self._begin_day)

    def _begin_day(self) -> None:
        for page in self._pages():
            shown = page.shown_list
            if shown is not None and shown.list.model.is_loaded:
                model = shown.list.model
                model.tell_changed(0, max(0, model.rowCount() - 1))
                model.read_again()
                shown.views.count_views()
