"""Whether something typed lies here only, to be sent when the workspace can be written again.

One for each bridge (``unsent_of``). Whoever tries again and again says so, the foot of the sidebar
shows it. GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.gui.bridge.bridge import Bridge


class Unsent(QObject):
    """``changed`` tells that something waits now, or nothing any more."""

    changed = Signal(bool)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._waiting: set[int] = set()

    @property
    def is_any(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def tell(self, who: QObject, *, waits: bool) -> None:
        """Whether ``who`` has something to send; one that is destroyed has not."""
        key = id(who)
        if waits and key not in self._waiting:
            who.destroyed.connect(partial(self._tell, key, False))
        self._tell(key, waits)

    def _tell(self, key: int, waits: bool, _gone: object = None) -> None:
        before = self.is_any
        if waits:
            self._waiting.add(key)
        else:
            self._waiting.discard(key)
        if self.is_any != before:
            self.changed.emit(self.is_any)


def unsent_of(bridge: Bridge) -> Unsent:
    """That of this bridge."""
    found = bridge.findChild(Unsent)
    return found if found is not None else Unsent(bridge)
