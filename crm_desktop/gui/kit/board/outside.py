"""What stands around a board and takes its cards too, such as a chooser of other boards.

Pages make theirs; the drag asks it at every move. GUI thread only.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint


class Outside(Protocol):
    """A place outside the board where cards can be dropped."""

    def follow(self, pointer: QPoint | None) -> str | None:
        """Cards are dragged and the pointer is here on the screen; without one they are dragged
        no longer. Gives the key of what would take them, ``""`` where nothing would, and ``None``
        where the pointer is elsewhere."""
