"""Which card stands where on a board, and where the moved ones came from.

Pure; the board keeps one and moves in it first what it then shows. Cards are internal keys
(rids), columns go by their keys. GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """A column and a line in it, from 0."""

    column: str
    line: int


class _Origin(NamedTuple):
    """Where a card was, and which one stood below it."""

    place: Place
    below: int | None


class BoardOrder:
    """The columns from left to right and their cards from top to bottom.

    Of what is moved or removed it remembers the first origin until it is told the columns anew:
    what a page says counts more than what a person has just done.
    """

    def __init__(self) -> None:
        self.columns: dict[str, list[int]] = {}
        self._origins: dict[int, _Origin] = {}

    def set_columns(self, columns: Mapping[str, Sequence[int]]) -> None:
        """All columns anew."""
        self._origins.clear()
        self.columns = {key: list(rids) for key, rids in columns.items()}

    def place_of(self, rid: int) -> Place | None:
        """Where a card is."""
        return self.places((rid,)).get(rid)

    def places(self, rids: Collection[int]) -> dict[int, Place]:
        """Where these cards are, from the left column to the right one, from top to bottom."""
        wanted = set(rids)
        return {
            rid: Place(key, line)
            for key, column in self.columns.items()
            if not wanted.isdisjoint(column)
            for line, rid in enumerate(column)
            if rid in wanted
        }

    def below(self, place: Place, but: Collection[int] = ()) -> int | None:
        """The card at ``place`` or the next one below it that is not in ``but``."""
        left_out = set(but)
        rids = self.columns[place.column][place.line :]
        return next((rid for rid in rids if rid not in left_out), None)

    def move(self, rids: Sequence[int], column: str, before: int | None) -> bool:
        """Put cards, one below another, above ``before`` or at the end of a column; whether
        that changes anything. ``before`` is none of them."""
        moving = set(rids)
        rest = [rid for rid in self.columns[column] if rid not in moving]
        at = rest.index(before) if before in rest else len(rest)
        changed = [*rest[:at], *rids, *rest[at:]]
        if changed == self.columns[column]:
            return False
        self.remove(rids)
        self.columns[column] = changed
        return True

    def remove(self, rids: Sequence[int]) -> None:
        """Take cards off the board."""
        places = self.places(rids)
        for rid, place in places.items():
            lower = self.columns[place.column][place.line + 1 : place.line + 2]
            self._origins.setdefault(rid, _Origin(place, lower[0] if lower else None))
        self._leave_out(places)

    def take_back(self, rids: Iterable[int]) -> list[int]:
        """Put moved cards back to where they came from; which those are: the ones that were
        moved, and whose column is still there."""
        origins = {rid: self._origins.pop(rid) for rid in rids if rid in self._origins}
        origins = {rid: each for rid, each in origins.items() if each.place.column in self.columns}
        self._leave_out(origins)
        # From the lowest up: the card that stood below each is there already.
        for rid in sorted(origins, key=lambda rid: origins[rid].place.line, reverse=True):
            place, below = origins[rid]
            column = self.columns[place.column]
            column.insert(column.index(below) if below in column else place.line, rid)
        return list(origins)

    def _leave_out(self, gone: Collection[int]) -> None:
        left_out = set(gone)
        for key, column in self.columns.items():
            if not left_out.isdisjoint(column):
                self.columns[key] = [rid for rid in column if rid not in left_out]
