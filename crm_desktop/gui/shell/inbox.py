"""What the bell holds: notes with something to do, kept after they have left the window.

One for each window, filled by its ``Notifications``. GUI thread only; nothing is written down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.clock import now
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.states import Button

MOST = 100


@dataclass(frozen=True)
class Kept:
    """A note in translated words, since when, and what can be done about it."""

    words: str
    moment: datetime  # UTC
    button: Button | None = None
    is_read: bool = False

    @property
    def day(self) -> date:
        """The day it came, where the person is."""
        return self.moment.astimezone().date()


class Inbox(QObject):
    """``MOST`` of them, newest first. One more takes the place of the oldest that was read, or of
    the oldest."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept: tuple[Kept, ...] = ()

    @property
    def unread(self) -> int:
        """How many nobody has looked at."""
        return sum(not kept.is_read for kept in self.kept)

    def keep(
        self, words: str, button: Button | None = None, moment: datetime | None = None
    ) -> None:
        """Keep a note of that ``moment`` (UTC), or of now; one that says the same as before takes
        its place, anew."""
        others = [kept for kept in self.kept if kept.words != words]
        if len(others) == MOST:
            others.remove(next((one for one in reversed(others) if one.is_read), others[-1]))
        held = [Kept(words, moment or now(), button), *others]
        self._hold(tuple(sorted(held, key=lambda kept: kept.moment, reverse=True)))

    def drop(self, words: str) -> None:
        """There is nothing to do about it any more."""
        self._hold(tuple(kept for kept in self.kept if kept.words != words))

    def read(self, kept: Kept) -> None:
        """The person has seen it."""
        self._hold(tuple(replace(k, is_read=True) if k is kept else k for k in self.kept))

    def read_all(self) -> None:
        """The person has seen them all."""
        self._hold(tuple(replace(kept, is_read=True) for kept in self.kept))

    def _hold(self, kept: tuple[Kept, ...]) -> None:
        if kept != self.kept:
            self.kept = kept
            self.changed.emit()
