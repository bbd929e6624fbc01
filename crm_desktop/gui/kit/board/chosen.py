"""What is chosen on a board at a moment, as its columns draw it. GUI thread only."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Chosen(NamedTuple):
    """The current card, the picked ones, those of which only the outline is drawn, and the one
    that would take what is dragged here from elsewhere."""

    current: int | None = None
    picked: Collection[int] = frozenset()
    lifted: Collection[int] = frozenset()
    aimed: int | None = None

    def of(self, rid: int) -> tuple[bool, bool, bool, bool]:
        """What of it is true of a card."""
        return rid == self.current, rid in self.picked, rid in self.lifted, rid == self.aimed
