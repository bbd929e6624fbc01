"""Unsorted requests are accepted, attached to deals and contacts, or rejected.

Handlers; on the writer's thread, inside one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.handlers import create as create_activity
from crm_desktop.features.activities.records import ACTIVITY
from crm_desktop.features.deals.closing.handlers import close_as_lost
from crm_desktop.features.deals.commands import (
    AT_ONCE,
    AcceptDeals,
    AcceptManyDeals,
    AttachDeals,
    AttachToContact,
    MoveDeals,
    MoveManyDeals,
    RejectDeals,
)
from crm_desktop.features.deals.intake.queries import first_stage
from crm_desktop.features.deals.moving import load_deals, move
from crm_desktop.features.deals.rules import LOST, OPEN, WON
from crm_desktop.features.files.records import ATTACHMENT
from crm_desktop.features.pipelines.queries import intakes, stage_names
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.store.loading import Loaded, load_by_id
from crm_desktop.store.records import State

_ACTIVITIES = "activities:activity:write"


def accept(work: Work, command: AcceptDeals) -> None:
    """Handler of ``AcceptDeals``."""
    known = intakes(work)
    requests = require_intake(work, load_deals(work, command.deal_ids, OPEN), known)
    if command.stage_id in known:
        raise Invalid(
            msg("In this stage requests wait. Nothing was changed; choose another one."), "stage"
        )
    goals: dict[str, list[str]] = {}
    for one in requests:
        goals.setdefault(command.stage_id or _beginning(one, known), []).append(one.id)
    form = MoveManyDeals if isinstance(command, AcceptManyDeals) else MoveDeals
    for stage_id, ids in goals.items():
        how = (command.before, command.at_end, command.values, command.without_fields)
        move(work, form(tuple(ids), stage_id, *how))


def require_intake(work: Work, deals: Sequence[Loaded], known: Collection[str]) -> Sequence[Loaded]:
    """The deals, if all of them wait in one of these stages to be sorted; else ``Invalid``."""
    for one in deals:
        if one.state["stage"] not in known:
            raise _no_request(work, one, known)
    return deals


def _no_request(work: Work, deal: Loaded, known: Collection[str]) -> Invalid:
    key = deal.state["stage"]
    told = {"deal": deal.state["title"], "stage": stage_names(work, [key]).get(key, "")}
    if any(visit["stage"] in known for visit in deal.state["visits"]):
        return Invalid(
            msg(
                "“{deal}” was sorted already: it is in the stage “{stage}” now. Nothing was "
                "changed.",
                **told,
            ),
            "stage",
        )
    return Invalid(
        msg(
            "“{deal}” is no request: it is in the stage “{stage}”, where none wait. Nothing was "
            "changed.",
            **told,
        ),
        "stage",
    )


def _beginning(request: Loaded, known: Mapping[str, PipelineRow]) -> str:
    """The first stage of its pipeline that is no intake."""
    pipeline = known[request.state["stage"]]
    stage = first_stage(pipeline)
    if stage is None:
        raise Invalid(
            msg(
                "The pipeline “{pipeline}” has no stage but the intake. Nothing was changed; add "
                "a stage in the settings.",
                pipeline=pipeline.name,
            ),
            "stage",
        )
    return stage.id


def reject(work: Work, command: RejectDeals) -> None:
    """Handler of ``RejectDeals``."""
    reject_with(work, command, ())


def reject_with(work: Work, command: RejectDeals, others: Collection[str]) -> None:
    """Reject the requests; ``others`` are rejected along with them, in other transactions."""
    deals = require_intake(work, load_deals(work, command.deal_ids, OPEN), intakes(work))
    close_as_lost(work, deals, command, others)


def attach(work: Work, command: AttachDeals) -> None:
    """Handler of ``AttachDeals``."""
    if command.to_deal in command.deal_ids:
        raise Invalid(msg("A request can’t be attached to itself. Choose another deal."))
    # Locked together with the requests, so that two who attach crosswise don't wait for each other.
    there = load_deals(work, (*command.deal_ids, command.to_deal), OPEN, WON, LOST)
    goal = next((one for one in there if one.id == command.to_deal), None)
    if goal is None:
        raise NotFound(
            msg("The deal isn’t there any more: someone deleted it. Nothing was changed.")
        )
    requests = _sorted_now(work, command.deal_ids)
    state: State = goal.state
    for request in requests:
        state = {**state, **_joined(request, state)}
    work.unit.update_many("deal", [(goal, {name: state[name] for name in _GAINED})])
    _carry_over(work, requests, "deals", goal.id)
    _put_away(work, requests)


def attach_to_contact(work: Work, command: AttachToContact) -> None:
    """Handler of ``AttachToContact``."""
    work.actor.require(_ACTIVITIES)
    requests = _sorted_now(work, command.deal_ids)
    key = command.to_contact
    record = work.registry["contact"]
    goal = load_by_id(work.connection, record, [key], lock=True).get(key)
    if goal is None or goal.state["deleted_at"]:
        raise NotFound(
            msg("The contact isn’t there any more: someone deleted it. Nothing was changed.")
        )
    _carry_over(work, requests, "contacts", goal.id)
    for request in requests:
        values = {"kind": "note", "text": _told(request), "contacts": [goal.id]}
        create_activity(work, CreateActivity({**values, "done_at": iso(request.created_at)}))
    _put_away(work, requests)


def _sorted_now(work: Work, ids: Sequence[str]) -> Sequence[Loaded]:
    """The requests that are attached in one go."""
    if len(ids) > AT_ONCE:
        raise Invalid(
            msg(
                "Up to {number} requests can be attached at once. Nothing was changed; choose "
                "fewer.",
                number=AT_ONCE,
            )
        )
    return require_intake(work, load_deals(work, ids, OPEN), intakes(work))


_WORTH = ("currency", "amount_minor", "lines")
_GAINED = ("contacts", "tags", "note", "company", "source", *_WORTH)


def _joined(request: Loaded, mine: State) -> dict[str, Any]:
    """What a deal gains from a request: people, tags, a note of what was asked, what it lacks
    itself. What a closed deal came to stays."""
    theirs = request.state
    is_worthless = not mine["amount_minor"] and not mine["lines"]
    takes_worth = (
        mine["status"] == OPEN and is_worthless and (theirs["amount_minor"] or theirs["lines"])
    )
    there = {one["contact"] for one in mine["contacts"]}
    people = [
        {**one, "primary": one["primary"] and not there}
        for one in theirs["contacts"]
        if one["contact"] not in there
    ]
    notes = [text for text in (mine["note"], _told(request)) if text]
    return {
        "contacts": [*mine["contacts"], *people],
        "tags": list(dict.fromkeys((*mine["tags"], *theirs["tags"]))),
        "note": "\n\n".join(dict.fromkeys(notes)) or None,
        "company": mine["company"] or theirs["company"],
        "source": mine["source"] or theirs["source"],
        **{name: (theirs if takes_worth else mine)[name] for name in _WORTH},
    }


def _told(request: Loaded) -> str:
    """The request as a note: what it was called, what was asked, where it came from."""
    state = request.state
    amount = state["amount_minor"]
    lines = [
        _("Request: {title}").format(title=state["title"]),
        "\n".join(_told_line(line, state["currency"]) for line in state["lines"]),
        format_money(Money(amount, state["currency"])) if amount else "",
        _("Source: {source}").format(source=state["source"]) if state["source"] else "",
        state["note"] or "",
    ]
    return "\n\n".join(filter(None, lines))


def _told_line(line: State, currency: str) -> str:
    quantity = shown_decimal(Decimal(line["quantity"]))
    price = format_money(Money(line["price_minor"], currency))
    return f"{line['name']}: {' '.join(filter(None, (quantity, line['unit'])))} × {price}"


def _carry_over(work: Work, requests: Sequence[Loaded], field: str, goal: str) -> None:
    """What hung on the requests hangs on the goal, in its ``field``."""
    gone = {request.id for request in requests}
    for record in (ACTIVITY, ATTACHMENT):
        links = record.table_of("deals")
        on_them = links.c.deal_rid.in_([request.rid for request in requests])
        hanging = sa.select(links.c[f"{record.entity}_rid"]).where(on_them)
        rids = set(work.connection.execute(hanging).scalars())
        found = work.unit.load_many(record.entity, sorted(rids)).values()
        work.unit.update_many(
            record.entity, [(one, _rehung(one, gone, field, goal)) for one in found]
        )


def _rehung(one: Loaded, gone: Collection[str], field: str, goal: str) -> dict[str, list[str]]:
    deals = [key for key in one.state["deals"] if key not in gone]
    on_goal = deals if field == "deals" else one.state[field]
    return {"deals": deals, field: [*(key for key in on_goal if key != goal), goal]}


def _put_away(work: Work, requests: Sequence[Loaded]) -> None:
    """Into the recycle bin, read anew: their links have changed."""
    gone = load_deals(work, [request.id for request in requests], OPEN)
    moment = iso(now())
    work.unit.update_many("deal", [(one, {"deleted_at": moment}) for one in gone])
