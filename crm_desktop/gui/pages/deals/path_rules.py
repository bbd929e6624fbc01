"""Where a deal is on its way: its stages, how long it stayed in each, what is said of them. Pure
but for the language.

Worked out on reader threads, drawn by ``stage_path``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.deals.rows import DealRow, StageVisit
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.pages.deals.words import days_between, short_length, spoken_days
from crm_desktop.gui.shell.numbers import shown_number

PASSED, CURRENT, AHEAD, LOST = "passed", "current", "ahead", "lost"


@dataclass(frozen=True)
class PathStage:
    """A stage as the path shows it: its state is one of the four above; ``length`` is the time
    spent in it, short; ``spoken`` tells all for the ear."""

    id: str
    name: str
    state: str
    length: str
    spoken: str
    is_rotting: bool = False
    instruction: str = ""


@dataclass(frozen=True)
class DealPath:
    """The stages in order; ``note`` says how long the deal has been in work; ``is_open``: it may
    be moved."""

    stages: tuple[PathStage, ...] = ()
    note: str = ""
    is_open: bool = True


def make_path(deal: DealRow, pipeline: PipelineRow, now: datetime) -> DealPath:
    """The path of the deal as it is ``now``."""
    order = [stage.id for stage in pipeline.stages]
    here = order.index(deal.stage_id) if deal.stage_id in order else -1
    spent = time_spent(deal.visits, now if deal.status == "open" else deal.closed_at or now)
    stages = []
    for number, stage in enumerate(pipeline.stages):
        state = _state(deal.status, number, here)
        length = spent.get(stage.id)
        days = length // timedelta(days=1) if length is not None else None
        begin = now - length if length is not None else now
        rots = stage.rot_days is not None and state == CURRENT
        stages.append(
            PathStage(
                stage.id,
                stage.name,
                state,
                short_length(begin, now) if length is not None else "",
                _spoken(number, len(order), stage.name, state, days),
                rots and days is not None and days > (stage.rot_days or 0),
                stage.instruction,
            )
        )
    return DealPath(tuple(stages), _note(deal, now), deal.status == "open")


def time_spent(visits: Sequence[StageVisit], until: datetime) -> Mapping[str, timedelta]:
    """How long the deal stayed in each stage, all its visits together."""
    spent: dict[str, timedelta] = {}
    for visit in visits:
        stay = max((visit.left_at or until) - visit.entered_at, timedelta())
        spent[visit.stage_id] = spent.get(visit.stage_id, timedelta()) + stay
    return spent


def _state(status: str, number: int, here: int) -> str:
    if status == "won" or number < here:
        return PASSED
    if number == here:
        return LOST if status == "lost" else CURRENT
    return AHEAD


def _spoken(number: int, count: int, name: str, state: str, days: int | None) -> str:
    """``Stage 4 of 5: Approval, current, 2 days`` (interaction.md, section 21)."""
    words = _("Stage {number} of {count}: {name}").format(
        number=shown_number(number + 1), count=shown_number(count), name=isolated(name)
    )
    states = {
        PASSED: _(
            "passed",
        ),
        CURRENT: _("current"),
        LOST: _("lost here"),
    }
    parts = [words, states.get(state, "")]
    if days is not None:
        parts.append(spoken_days(days))
    return ", ".join(filter(None, parts))


def _note(deal: DealRow, now: datetime) -> str:
    """``In work for 11 days``; of a closed deal how long it took."""
    begin = min((visit.entered_at for visit in deal.visits), default=deal.created_at)
    end = deal.closed_at or now
    days = days_between(begin, end)
    shown = shown_number(days)
    if deal.status == "won":
        return ngettext("Won in {number} day", "Won in {number} days", days).format(number=shown)
    if deal.status == "lost":
        return ngettext("Lost after {number} day", "Lost after {number} days", days).format(
            number=shown
        )
    words = ngettext("In work for {number} day", "In work for {number} days", days)
    return words.format(number=shown)


def with_average(path: DealPath, average: int | None) -> str:
    """``In work for 11 days, 24 on average``; of closed deals only how long they took."""
    if average is None or not path.is_open:
        return path.note
    words = _("{in_work}, {number} on average")
    return words.format(in_work=path.note, number=shown_number(average))
