"""Which cards colleagues have just changed, so that the board lights them up for a moment.

Kept by a board of deals; GUI thread only.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject

from crm_desktop.features.deals.rows import DealCardRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.pages.deals.reads import ENTITY

# What the person did comes back as a change a moment later; what others did has been read by then.
_SECONDS = 2.0


class News(QObject):
    """Notes what others changed; what is written in this window is no news in it."""

    def __init__(self, bridge: Bridge, related: Collection[str], parent: QObject) -> None:
        super().__init__(parent)
        self._related = related
        self._ids: frozenset[str] = frozenset()
        self._until = self._own_until = 0.0
        self._is_about_all = self._is_writing = False
        bridge.written.connect(self._note_own)
        bridge.writing.connect(self._note_writing)

    def _note_own(self, _written: object) -> None:
        self._own_until = time.monotonic() + _SECONDS

    def _note_writing(self, is_writing: bool) -> None:
        self._is_writing = is_writing

    def note(self, changes: Changes) -> None:
        """Somebody changed something: the cards of it are about to be read."""
        now = time.monotonic()
        if self._is_writing or now < self._own_until:
            return
        is_old = now >= self._until
        ids = changes.by_entity[ENTITY].ids if ENTITY in changes.by_entity else ()
        self._ids = frozenset(ids) | (frozenset() if is_old else self._ids)
        about_all = changes.touch(self._related)
        self._is_about_all = about_all or (self._is_about_all and not is_old)
        self._until = now + _SECONDS

    def among(self, rows: Mapping[int, DealCardRow]) -> set[int]:
        """The internal keys of those of the deals that others may have changed."""
        if time.monotonic() >= self._until:
            return set()
        return {rid for rid, row in rows.items() if self._is_about_all or row.id in self._ids}
