"""What others do waits where it would move rows under the pointer or under an open cell.

Part of ``ListPage`` (interaction.md, section 17). GUI thread only.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListView
from crm_desktop.gui.kit.order_changes import OrderChange
from crm_desktop.gui.shell.numbers import shown_number

# What the person did comes back as a change a moment later; it is not kept waiting.
_OWN_SECONDS = 3.0


class HeldChanges(QObject):
    """Holds back and tells above the list how many records wait to be shown."""

    def __init__(self, bridge: Bridge, view: ListView) -> None:
        super().__init__(view)
        self._view = view
        self._own_until = 0.0
        self._waiting: set[str] = set()
        self._is_editing = False
        self._has_own = False  # something the person wrote waits for the end of editing
        view.model.holds = self._holds
        view.model.held.connect(self._tell_waiting)
        view.model.order_known.connect(self._forget_shown)
        view.refresh_wanted.connect(view.model.show_held)
        bridge.written.connect(self._note_own)

    def note(self, ids: Iterable[str]) -> None:
        """These records were changed by somebody."""
        self._waiting |= set(ids)

    def begin_editing(self) -> None:
        """A cell is open: its row stays, whatever was written."""
        self._is_editing = True

    def end_editing(self) -> None:
        """It is closed: what the person wrote is shown at once."""
        self._is_editing = False
        if self._has_own:
            self._has_own = False
            self._note_own(None)

    def _note_own(self, _written: object) -> None:
        """What the person did is shown at once."""
        if self._is_editing:
            self._has_own = True
            return
        self._own_until = time.monotonic() + _OWN_SECONDS
        self._view.model.show_held()

    def _holds(self, change: OrderChange) -> bool:
        """Rows don't move under the pointer because of what others do."""
        table = self._view.table
        if self._is_editing:
            return True
        if not table.is_worked_in or time.monotonic() < self._own_until:
            return False
        seen = table.lines_on_screen
        spans = (*change.removed, *change.inserted)
        return change.wholesale or any(a < seen.stop and b >= seen.start for a, b in spans)

    def _tell_waiting(self, held: OrderChange | None) -> None:
        if held is None or self._has_own:
            self._waiting.clear()
            self._view.tell_waiting("")
            return
        number = held.moved or max(1, len(self._waiting))
        words = ngettext("Updated: {number} record", "Updated: {number} records", number)
        self._view.tell_waiting(words.format(number=shown_number(number)))

    def _forget_shown(self, is_stale: bool) -> None:
        if not is_stale and self._view.waiting.isHidden():
            self._waiting.clear()
