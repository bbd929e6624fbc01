"""A part of a page and whether it could be read: what every part does when it couldn't.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for_part
from crm_desktop.gui.kit.unread import Unread


class UnreadPart(Unread):
    """``is_read``: whether what the part is about was read at least once. What was, stays when it
    can't be read again."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.is_read = False

    def begin(self) -> None:
        """The part is about something else now."""
        self.is_read = False
        self.hide()

    def note_read(self) -> None:
        """It could be read."""
        self.is_read = True
        self.hide()

    def note_failed(self, error: BaseException) -> bool:
        """It couldn't: say so here, or in a note where it was read before; gives whether here."""
        if self.is_read:
            self._bridge.tell_failed_reading(error)
        else:
            self.tell(words_for_part(error))
        return not self.is_read
