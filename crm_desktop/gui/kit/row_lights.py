"""Which cells are tinted because their value has just become another one.

Used by ``RowTable`` on the GUI thread.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from crm_desktop.gui.kit.timers import single_shot

_SHOWN_SECONDS = 2.0


class Lights(QObject):
    """Cells by the internal key of their row and their section; ``went_out`` tells that some
    are tinted no longer."""

    went_out = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lit: dict[int, tuple[float, frozenset[int]]] = {}
        self._timer = single_shot(self, self._put_out)

    def __bool__(self) -> bool:
        return bool(self._lit)

    def light(self, key: int, sections: Collection[int]) -> None:
        """Tint these cells of a row for two seconds from now."""
        _since, others = self._lit.pop(key, (0.0, frozenset[int]()))
        self._lit[key] = (time.monotonic(), others.union(sections))
        if not self._timer.isActive():
            self._timer.start(int(_SHOWN_SECONDS * 1000))

    def sections(self, key: int | None) -> Collection[int]:
        """The tinted cells of a row."""
        return self._lit[key][1] if key in self._lit else ()

    def keys(self) -> frozenset[int]:
        """The rows with tinted cells."""
        return frozenset(self._lit)

    def _put_out(self) -> None:
        """Rows lie in the order of their light."""
        now = time.monotonic()
        old = [key for key, (since, _s) in self._lit.items() if now - since >= _SHOWN_SECONDS]
        for key in old:
            del self._lit[key]
        if self._lit:
            oldest = next(iter(self._lit.values()))[0]
            self._timer.start(max(1, int((_SHOWN_SECONDS - (now - oldest)) * 1000) + 1))
        self.went_out.emit()
