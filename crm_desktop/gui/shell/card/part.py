"""What every part of a record's card is to the card around it: panes and sections alike.

A part reads for itself what it shows, follows the bridge's changes, and writes for itself; the
card only tells it which record it is about. Pages contribute parts, the card imports none of
them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.page import RecordRef

IN_BIN = msg("It lies in the recycle bin. Restore it first.")
"""Why nothing is begun about a record."""
Guard = Callable[[Callable[[], None]], None]
"""Does what it is given, perhaps only after a question."""


class CardPart(QWidget):
    """A pane of the card, or what stands under the heading of a section."""

    open_wanted = Signal(object, bool)  # RecordRef, whether in a window of its own
    count_changed = Signal(int)  # for the number beside a section's heading
    done = Signal(str)  # what was done here and can be undone, in words

    def guard(self, ask_first: Guard) -> None:
        """What plans something with the record goes through ``ask_first``: it may be somebody
        with whom nothing should be begun."""

    def lock(self, reason: str) -> None:
        """The person may change nothing of what stands here, for this reason."""

    def show_record(self, record: RecordRef) -> None:
        """Be about this record from now on; what belongs to the former one is left or kept."""
        raise NotImplementedError

    def leave_record(self) -> None:
        """Nobody sees the record any more: read nothing until one is shown again."""

    def unsaved(self) -> str:
        """What would be lost by leaving now, in words; empty when nothing would."""
        return ""

    def discard(self) -> None:
        """Leave without what ``unsaved`` told of."""

    def kept(self) -> Any:
        """What must survive going away and coming back: plain values."""
        return None

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave, before ``show_record`` is called for the same record."""


@dataclass(frozen=True)
class Section:
    """A section of the card's right column: ``make`` gives its part; with ``add`` a plus stands
    at the heading and calls it with the part, locked for whoever may not carry out ``adds``.
    ``name`` is stable, ``title`` is translated; with ``barred`` nothing can be added while the
    record is on the blacklist, and that says so. ``head``: words and icon of a button in the
    card's head that does the same as the plus."""

    name: str
    title: str
    make: Callable[[Bridge], CardPart]
    add: Callable[[CardPart], None] | None = None
    add_title: str = ""
    adds: type | None = None
    barred: str = ""
    head: tuple[str, str] | None = None
