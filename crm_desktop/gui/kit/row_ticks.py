"""Which rows are ticked: kept by their internal keys, so ticks survive sorting and scrolling.

Used by ``RowTable`` on the GUI thread; pure otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

from crm_desktop.gui.kit.paint.marks import Ticked


class Ticks:
    """A set of keys with a place from which ranges are reckoned."""

    def __init__(self) -> None:
        self._keys: set[int] = set()
        self._stretched: set[int] = set()  # which the last range has ticked
        self.anchor: int | None = None

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def keys(self) -> frozenset[int]:
        """The ticked rows."""
        return frozenset(self._keys)

    def flip(self, key: int) -> None:
        """Tick a row, or take its tick away; ranges begin here."""
        self.begin_range(key)
        self._keys ^= {key}

    def begin_range(self, anchor: int | None) -> None:
        """Ranges are reckoned from here, or from nowhere yet; what is ticked stays so."""
        self._stretched = set()
        self.anchor = anchor

    def stretch(self, keys: Iterable[int]) -> None:
        """Let the range from the anchor have these: what it had ticked besides is given back."""
        self._keys -= self._stretched
        self._stretched = set(keys) - self._keys
        self._keys |= self._stretched

    def add(self, keys: Iterable[int]) -> None:
        """Tick these too; they are no part of a range."""
        added = set(keys)
        self._keys |= added
        self._stretched -= added

    def drop(self, keys: Iterable[int]) -> None:
        """Take the ticks of these away."""
        gone = set(keys)
        self._keys -= gone
        self._stretched -= gone

    def besides(self, keys: Iterable[int]) -> frozenset[int]:
        """The ticked rows that are none of these."""
        return frozenset(self._keys.difference(keys))

    def clear(self) -> None:
        """Tick none."""
        self._keys.clear()
        self.begin_range(None)

    def box(self, number: int, unseen: int = 0) -> Ticked:
        """What the header's box shows over ``number`` rows, when so many of the ticked ones are
        none of them: ``unseen``."""
        seen = len(self._keys) - unseen
        if not seen:
            return Ticked.OFF
        return Ticked.ON if seen >= number else Ticked.SOME
