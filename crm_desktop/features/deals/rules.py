"""Pure decisions about deals: what they come to, what a stage asks for, how they pass stages.

Called by handlers and queries; any thread.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values import money
from crm_desktop.features.deals.rows import Gate, Missing
from crm_desktop.features.pipelines.rows import PipelineRow, Requirement
from crm_desktop.store.records import State

OPEN, WON, LOST = "open", "won", "lost"
STATUSES = (OPEN, WON, LOST)

ACTIVITY = "activity"
"""The field of a requirement that something was done with the client since the deal came."""

OTHER_NAMES = {"amount": "amount_minor", "products": "lines"}
"""Fields of requirements that states call otherwise."""

CLIENTS_OWN = frozenset(
    {"name", "legal_name", "tax_ids", "bank_accounts", "birthday"}
    | {"phones", "emails", "messengers", "sites", "addresses"}
)
"""Fields that no two clients share: one answer would be wrong for all of them but one."""

CLIENT_OF = {
    "contact": Requirement("deal", "contacts"),
    "company": Requirement("deal", "company"),
}
"""The requirement of a deal that it has the client at all."""

_EMPTY: tuple[Any, ...] = (None, "", [], {})


class StageCloses(Invalid):
    """The deals may not enter the stage yet; ``gate`` says what is missing."""

    def __init__(self, message: Message, gate: Gate) -> None:
        super().__init__(message)
        self.gate = gate


# Sums


def line_total(line: Mapping[str, Any]) -> int:
    """What a line comes to in minor units, VAT included."""
    quantity = Decimal(line["quantity"])
    return money.line_total(quantity, line["price_minor"], line["discount"], line["vat"]).gross


def with_sum(state: State) -> State:
    """The state with the sum of its lines as its amount, if it has lines."""
    if not state["lines"]:
        return state
    try:
        total = money.require_amount(sum(map(line_total, state["lines"])))
    except Invalid as error:
        raise Invalid(error.message, "lines") from error
    return state if total == state["amount_minor"] else {**state, "amount_minor": total}


def spoken_amount(state: State) -> str:
    """The whole units of the amount, as people type them to find a deal."""
    if not state["amount_minor"]:
        return ""
    return str(abs(state["amount_minor"]) // 10 ** money.currency_digits(state["currency"]))


# Stages passed


def entered(visits: Sequence[State], stage_id: str, moment: str) -> list[State]:
    """The visits with the present one ended and one of ``stage_id`` begun at ``moment``."""
    return [*left(visits, moment), {"stage": stage_id, "entered": moment, "left": None}]


def left(visits: Sequence[State], moment: str) -> list[State]:
    """The visits with the present one ended at ``moment``; a clock that was put back ends it when
    it began."""
    if not visits or visits[-1]["left"] is not None:
        return [*visits]
    present = visits[-1]
    return [*visits[:-1], {**present, "left": max(moment, present["entered"])}]


def seconds_of(visit: Mapping[str, Any]) -> int | None:
    """How long a visit took; nothing while it lasts."""
    if visit["left"] is None:
        return None
    return round((moment_of(visit["left"]) - moment_of(visit["entered"])).total_seconds())


def moment_of(text: str) -> datetime:
    """The moment that ``core.clock.iso`` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# Months


def day_in(month: str, day: str | None) -> str | None:
    """The same day (``2026-10-30``) of another month (``2026-11``), or its last one; of no day
    the last of the month, of no month no day. ``Invalid`` for what is no month."""
    if not month:
        return None
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Invalid(
            msg("{value} isn’t a month. Nothing was saved.", value=month), "expected_close"
        ) from None
    last = monthrange(first.year, first.month)[1]
    wanted = date.fromisoformat(day).day if day else last
    return first.replace(day=min(wanted, last)).isoformat()


# Gates


@dataclass(frozen=True)
class Candidate:
    """A deal before a gate: its state and those of its primary contact and its company (empty
    without one), and whether something was done with the client since it is in its stage."""

    id: str
    deal: Mapping[str, Any]
    contact: Mapping[str, Any] = field(default_factory=dict)
    company: Mapping[str, Any] = field(default_factory=dict)
    has_activity: bool = False


def value_of(candidate: Candidate, asked: Requirement) -> Any:
    """What the candidate has in the place that is asked for."""
    if asked.field == ACTIVITY:
        return candidate.has_activity or None
    states = {"deal": candidate.deal, "contact": candidate.contact, "company": candidate.company}
    state = states[asked.entity]
    prefix, colon, key = asked.field.partition(":")
    if prefix == "custom" and colon:
        items = state.get("custom") or ()
        return next((item["value"] for item in items if item["field"] == key), None)
    return state.get(OTHER_NAMES.get(asked.field, asked.field))


def lacks(candidate: Candidate, asked: Requirement) -> bool:
    """Whether the candidate has nothing in the place that is asked for."""
    return value_of(candidate, asked) in _EMPTY


def missing(
    candidates: Sequence[Candidate], requirements: Collection[Requirement]
) -> tuple[Missing, ...]:
    """What the candidates lack, each requirement once, in their order. Without a client it is
    the client that is missing: its fields would have nowhere to go."""
    found: dict[Requirement, dict[str, None]] = {}
    for asked in dict.fromkeys(requirements):
        for one in candidates:
            if lacks(one, asked):
                found.setdefault(_first_asked(one, asked), {})[one.id] = None
    return tuple(Missing(asked, tuple(ids)) for asked, ids in found.items())


def _first_asked(candidate: Candidate, asked: Requirement) -> Requirement:
    """The requirement, or the client itself where there is none to have it."""
    clients = {"contact": candidate.contact, "company": candidate.company}
    if asked.field == ACTIVITY or clients.get(asked.entity, candidate.deal):
        return asked
    return CLIENT_OF[asked.entity]


@dataclass(frozen=True)
class Way:
    """What lies between a deal and where it goes: what is asked for on the way, and the ids of
    the stages passed over."""

    requirements: tuple[Requirement, ...] = ()
    skipped: tuple[str, ...] = ()


def way_to(pipeline: PipelineRow, here: str, there: str | None) -> Way:
    """The way from the stage ``here`` to the stage ``there`` of ``pipeline``, or to winning.

    Going back is free. Who skips stages, where the pipeline allows it, and who wins answers for
    all stages on the way. Who comes from another pipeline or out of the intake has skipped
    nothing.
    """
    stages = [stage for stage in pipeline.stages if not stage.is_intake]
    places = {stage.id: place for place, stage in enumerate(stages)}
    if there is not None and there not in places:
        return Way()  # the intake asks for nothing
    goal = len(stages) if there is None else places[there]
    start = places.get(here)
    if start is not None and goal <= start:
        return Way()
    if start is None:
        start = goal - 1 if there is not None else -1
    passed = stages[start + 1 : goal]
    reached = stages[goal : goal + 1]
    asked = tuple(asked for stage in (*passed, *reached) for asked in stage.required)
    return Way(asked, () if there is None else tuple(stage.id for stage in passed))
