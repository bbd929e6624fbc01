"""The way a person came through the window: back and forward (interaction.md, section 1).

Kept by ``gui/shell/way.py``; pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.core.late_dataclass import dataclass

_MOST_STEPS = 50
_MOST_LISTED = 10


class Step(NamedTuple):
    """A place by its number, and what was sought there, or the record opened from there as
    (entity, id), if anything."""

    place: int
    sought: str = ""
    record: tuple[str, str] | None = None


@dataclass(frozen=True)
class Among:
    """The list a record was opened from: its internal keys in their order, and the record's
    line, -1 while that isn't known; ``is_whole``: no more of the list will become known."""

    rids: Sequence[int]
    line: int = -1
    is_whole: bool = True


@dataclass()
class Visit:
    """A step with what belongs to it: its ``title`` for the list of places, the state in which
    its page was left, and for a record the list it came from."""

    step: Step
    title: str = ""
    kept: Any = None
    among: Among | None = None


class Trail:
    """Steps behind and ahead of the present one."""

    def __init__(self, step: Step, among: Among | None = None) -> None:
        self._visits = [Visit(step, among=among)]
        self._here = 0

    @property
    def here(self) -> Step:
        """The present step."""
        return self.visit.step

    @property
    def visit(self) -> Visit:
        """The present step with what belongs to it."""
        return self._visits[self._here]

    @property
    def can_go_back(self) -> bool:
        """Whether something lies behind."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back before."""
        return self._here < len(self._visits) - 1

    def go(self, step: Step, among: Among | None = None) -> None:
        """A new step; what lay ahead is forgotten. Typing on in a search is the same step."""
        if step == self.here:
            return
        both_seek = bool(step.sought) and bool(self.here.sought)
        joins = both_seek and step.record is None and self.here.record is None
        del self._visits[self._here + 1 :]
        if joins:
            self._visits[self._here] = Visit(step)
        else:
            self._visits.append(Visit(step, among=among))
            del self._visits[: -_MOST_STEPS - 1]
        self._here = len(self._visits) - 1

    def read_on(self, known: Sequence[int], whole: Sequence[int]) -> None:
        """``whole`` is the list of which only ``known`` was there when records were opened from
        it."""
        for visit in self._visits:
            among = visit.among
            if among is not None and among.rids is known:
                try:
                    line = whole.index(known[among.line]) if among.line >= 0 else -1
                except ValueError:  # it left the list meanwhile: it keeps the neighbours it had
                    visit.among = Among(known, among.line)
                else:
                    visit.among = Among(whole, line)

    def replace(self, step: Step, among: Among | None = None) -> None:
        """Another record of the same list takes the place of the present one."""
        self._visits[self._here] = Visit(step, among=among)

    def back(self) -> Step:
        """Go one step back, if there is one."""
        return self.move(-1)

    def forward(self) -> Step:
        """Go one step forward, if there is one."""
        return self.move(+1)

    def move(self, steps: int) -> Step:
        """Go so many steps back (below zero) or forward, as far as there are any."""
        self._here = min(len(self._visits) - 1, max(0, self._here + steps))
        return self.here

    def behind(self) -> list[Visit]:
        """The last ten places, the latest first."""
        return self._visits[max(0, self._here - _MOST_LISTED) : self._here][::-1]
