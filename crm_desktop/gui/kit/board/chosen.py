"""What is chosen on a board at a moment, as its columns draw it. GUI thread only."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Chosen(NamedTuple):
    """The current card, the picked ones, those of which only the outline is drawn, the one that
    would take what is dragged here from elsewhere, and those that have just changed."""

    current: int | None = None
    picked: Collection[int] = frozenset()
    lifted: Collection[int] = frozenset()
    aimed: int | None = None
    lit: Collection[int] = frozenset()

    def of(self, rid: int) -> tuple[bool, ...]:
        """What of it is true of a card."""
        chosen, lit = (rid == self.current, rid in self.picked), rid in self.lit
        return (*chosen, rid in self.lifted, rid == self.aimed, lit)
