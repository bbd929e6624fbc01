"""What an import remembers of the records that it met, from portion to portion.

Used by ``portions`` on the import's own thread, and in the process where it plans. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_desktop.features.data.importing.commands import Counts, PossibleDuplicate
from crm_desktop.features.data.importing.drafts import Tie
from crm_desktop.features.data.importing.planning import CREATED, UNCHANGED
from crm_desktop.features.data.importing.tied_cells import PICTURE

Fates = Sequence[tuple[str, str]]
"""(id, what became of the record by its name in ``Counts``)."""


class Tied(NamedTuple):
    """A record of a ``row`` (by its number), by entity and id, and what it leads to by name."""

    entity: str
    id: str
    row: int
    ties: Sequence[Tie]


class Noted(NamedTuple):
    """What became of the records of a portion. ``at_firms`` is who works where: (shown name,
    company id)."""

    people: Fates
    firms: Fates
    at_firms: Sequence[tuple[str, str]]
    namesakes: Sequence[PossibleDuplicate]
    ties: Sequence[Tied] = ()


@dataclass
class Memory:
    """``occurrences`` counts the equal rows of a sheet, which only their number tells apart."""

    possible_duplicates: list[PossibleDuplicate] = field(default_factory=list)
    ties: list[Tied] = field(default_factory=list)
    occurrences: Counter[str] = field(default_factory=Counter)
    _people: dict[str, str] = field(default_factory=dict)
    _firms: dict[str, str] = field(default_factory=dict)
    # Who was written at which companies, by digests of both.
    _at_firms: set[int] = field(default_factory=set)

    @property
    def contacts(self) -> Counts:
        """What became of people so far."""
        return Counts(**Counter(self._people.values()))

    @property
    def companies(self) -> Counts:
        """What became of companies so far."""
        return Counts(**Counter(self._firms.values()))

    def note(self, noted: Noted) -> None:
        """Remember what became of each record: once in an import, the most that happened."""
        _note(self._people, noted.people)
        _note(self._firms, noted.firms)
        self._at_firms.update(map(hash, noted.at_firms))
        self.possible_duplicates += noted.namesakes
        self.ties += noted.ties

    def take_pictured(self) -> list[Tied]:
        """The records whose rows tell of a picture, since this was asked last."""
        pictured = [one for one in self.ties if any(tie.kind == PICTURE for tie in one.ties)]
        told = (
            one._replace(ties=[tie for tie in one.ties if tie.kind != PICTURE]) for one in self.ties
        )
        self.ties = [one for one in told if one.ties]
        return pictured

    def forget(self, at_firms: Iterable[tuple[str, str]]) -> None:
        """These (shown name, company id) weren't written there after all."""
        self._at_firms.difference_update(map(hash, at_firms))

    def made(self, firm_id: str) -> bool:
        """Whether the import itself made the company, so that it knows who works there."""
        return self._firms.get(firm_id) == CREATED

    def wrote(self, name: str, firm_id: str) -> bool:
        """Whether the import wrote a person who is called so at the company."""
        return hash((name, firm_id)) in self._at_firms


def _note(known: dict[str, str], fates: Fates) -> None:
    for key, fate in fates:
        if known.setdefault(key, fate) == UNCHANGED:
            known[key] = fate
