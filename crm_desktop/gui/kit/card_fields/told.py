"""What the fields of a card tell whoever owns their pane. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal


class Told(QObject):
    """What rows tell by the name of their field; one for all rows of a pane, since to connect
    each of them would take longer than to show them.

    ``kept`` is a value that shall be saved, as its editor loads it and as commands take it;
    ``typed``: there is something to lose; ``restored``: editing ended without a change;
    ``left``: the field was left; ``followed``: kind and id of the record that shall be opened, and
    whether in a window of its own.
    """

    opened = Signal(str)
    kept = Signal(str, object, object)
    typed = Signal(str)
    restored = Signal(str)
    left = Signal(str)
    copied = Signal(str)
    followed = Signal(str, str, bool)
    menu_wanted = Signal(str, QPoint)
