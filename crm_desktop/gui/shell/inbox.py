"""What the bell holds: notes with something to do, kept after they have left the window.

One for each window, filled by its ``Notifications``. Kinds that the person doesn't want are left
out. GUI thread only; nothing is written down.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.clock import now
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.states import Button

MOST = 100
MENTION, DECISION, IMPORT, FAILURE = "mention", "decision", "import", "failure"
"""The kinds of notes: somebody mentioned the person; two people changed one field; an import has
ended; something couldn't be done."""
BY_SYSTEM = (MENTION,)
"""Of these the system tells too, while the person works elsewhere (interaction.md, section 16)."""


@dataclass(frozen=True)
class Kept:
    """A note in translated words, since when, and what can be done about it."""

    words: str
    moment: datetime  # UTC
    button: Button | None = None
    is_read: bool = False
    kind: str = FAILURE

    @property
    def day(self) -> date:
        """The day it came, where the person is."""
        return self.moment.astimezone().date()


class Inbox(QObject):
    """``MOST`` of them, newest first. One more takes the place of the oldest that was read, or of
    the oldest. ``muting`` gives the kinds that the person wants to hear of no more, ``silencing``
    those of which the system is to say nothing; ``announced``: the system may say these words, and
    a press on them does what the button does, or brings the window up."""

    changed = Signal()
    muting = Signal(object)  # tuple[str, ...]
    silencing = Signal(object)  # tuple[str, ...]
    announced = Signal(str, object)  # Button | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept: tuple[Kept, ...] = ()
        self.muted: frozenset[str] = frozenset()
        self.silent: frozenset[str] = frozenset()
        self.has_system = False
        """Whether there is a way by which the system can tell something."""

    def mute(self, kind: str, *, is_muted: bool) -> None:
        """Leave this kind out from now on, or take it in again."""
        muted = self.muted | {kind} if is_muted else self.muted - {kind}
        if muted != self.muted:
            self.take_muted(muted)
            self.muting.emit(tuple(sorted(muted)))

    def take_muted(self, muted: Collection[str]) -> None:
        """The person chose these kinds, here or in another window."""
        if self.muted != frozenset(muted):
            self.muted = frozenset(muted)
            self.kept = tuple(kept for kept in self.kept if kept.kind not in self.muted)
            self.changed.emit()

    def silence(self, kind: str, *, is_silent: bool) -> None:
        """Let the system say nothing of this kind from now on, or again something."""
        silent = self.silent | {kind} if is_silent else self.silent - {kind}
        if silent != self.silent:
            self.take_silent(silent)
            self.silencing.emit(tuple(sorted(silent)))

    def take_silent(self, silent: Collection[str]) -> None:
        """The person chose these kinds, here or in another window."""
        if self.silent != frozenset(silent):
            self.silent = frozenset(silent)
            self.changed.emit()

    def take_system(self, *, is_there: bool) -> None:
        """The system has a way to tell something now, or has none any more."""
        if self.has_system != is_there:
            self.has_system = is_there
            self.changed.emit()

    def announce(self, kind: str, words: str, button: Button | None) -> None:
        """Something of this kind has come just now."""
        if self.has_system and kind in BY_SYSTEM and kind not in self.muted | self.silent:
            self.announced.emit(words, button)

    @property
    def unread(self) -> int:
        """How many nobody has looked at."""
        return sum(not kept.is_read for kept in self.kept)

    def keep(
        self,
        words: str,
        button: Button | None = None,
        moment: datetime | None = None,
        *,
        kind: str = FAILURE,
    ) -> None:
        """Keep a note of that ``moment`` (UTC), or of now; one that says the same as before takes
        its place, anew."""
        if kind in self.muted:
            return
        others = [kept for kept in self.kept if kept.words != words]
        if len(others) == MOST:
            others.remove(next((one for one in reversed(others) if one.is_read), others[-1]))
        held = [Kept(words, moment or now(), button, kind=kind), *others]
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
