"""What a pipeline to start from is made of, and a reason for which deals are lost.

Their texts are no words of the window: they become the workspace's own records, which people
rename, so each is written in the language of the workspace once. ``usual`` has them all. Pure,
any thread.
"""

from __future__ import annotations

from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.pipelines.rows import Requirement

CURRENCIES = {"ru": "RUB", "pl": "PLN", "en": "USD"}
"""What a pipeline counts in until the person chooses, by the language of the workspace."""


@dataclass(frozen=True)
class Words:
    """One text in the languages of the program."""

    en: str
    ru: str
    pl: str

    def of(self, language: str) -> str:
        """The text in ``language``; English for one that the program doesn't speak."""
        return {"ru": self.ru, "pl": self.pl}.get(language, self.en)


@dataclass(frozen=True)
class StageTemplate:
    """A stage of a template; the fields mean what those of ``StageRow`` mean."""

    name: Words
    colour: str
    probability: int
    rot_days: int
    instruction: Words
    required: tuple[Requirement, ...] = ()

    def values(self, language: str) -> dict[str, Any]:
        """What ``CreateStage`` takes, but for the pipeline."""
        return {
            "name": self.name.of(language),
            "colour": self.colour,
            "probability": self.probability,
            "rot_days": self.rot_days,
            "instruction": self.instruction.of(language),
            "required": [{"entity": r.entity, "field": r.field} for r in self.required],
        }


@dataclass(frozen=True)
class PipelineTemplate:
    """A pipeline to start from. ``code`` is stable: commands name it."""

    code: str
    name: Words
    stages: tuple[StageTemplate, ...]
    may_skip: bool = True

    def values(self, language: str) -> dict[str, Any]:
        """What ``CreatePipeline`` takes, but for the currency."""
        return {
            "name": self.name.of(language),
            "asks_next_step": True,
            "may_skip": self.may_skip,
        }


@dataclass(frozen=True)
class ReasonTemplate:
    """A reason for which deals are lost."""

    name: Words
    asks_detail: bool = False

    def values(self, language: str) -> dict[str, Any]:
        """What ``CreateLostReason`` takes."""
        return {"name": self.name.of(language), "asks_detail": self.asks_detail}
