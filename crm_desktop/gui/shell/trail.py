"""The way a person came through the window: back and forward (interaction.md, section 1).

Kept by the workspace view; pure.
"""

from __future__ import annotations

from typing import NamedTuple

_MOST_STEPS = 50


class Step(NamedTuple):
    """A place by its number, and what was sought there, if anything."""

    place: int
    sought: str = ""


class Trail:
    """Steps behind and ahead of the present one. Pages keep scroll and row by themselves."""

    def __init__(self, step: Step) -> None:
        self._steps = [step]
        self._here = 0

    @property
    def here(self) -> Step:
        """The present step."""
        return self._steps[self._here]

    @property
    def can_go_back(self) -> bool:
        """Whether something lies behind."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back before."""
        return self._here < len(self._steps) - 1

    def go(self, step: Step) -> None:
        """A new step; what lay ahead is forgotten. Typing on in a search is the same step."""
        if step == self.here:
            return
        both_seek = bool(step.sought) and bool(self.here.sought)
        del self._steps[self._here + 1 :]
        if both_seek:
            self._steps[self._here] = step
        else:
            self._steps.append(step)
            del self._steps[: -_MOST_STEPS - 1]
        self._here = len(self._steps) - 1

    def back(self) -> Step:
        """Go one step back, if there is one."""
        self._here = max(0, self._here - 1)
        return self.here

    def forward(self) -> Step:
        """Go one step forward, if there is one."""
        self._here = min(len(self._steps) - 1, self._here + 1)
        return self.here
