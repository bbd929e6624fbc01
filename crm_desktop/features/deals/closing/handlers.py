"""How deals end and begin anew: won, lost, reopened.

Handlers; on the writer's thread, inside one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import _, msg
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.handlers import create as create_activity
from crm_desktop.features.activities.records import ACTIVITY
from crm_desktop.features.common import checks
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.deals import checks as deal_checks
from crm_desktop.features.deals.answers import require_clients, with_answers
from crm_desktop.features.deals.checks import LOSS_CHECKS
from crm_desktop.features.deals.commands import (
    LoseDeals,
    RejectDeals,
    ReopenDeals,
    WinDeals,
    WinManyDeals,
)
from crm_desktop.features.deals.gates.queries import gate_of, primary
from crm_desktop.features.deals.handlers import first_place, insert, place_of
from crm_desktop.features.deals.moving import (
    load_deals,
    pipelines_by_id,
    require_open,
)
from crm_desktop.features.deals.places.queries import top_of
from crm_desktop.features.deals.rules import LOST, OPEN, WON, entered, left
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.commands import DeletePipelines
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.pipelines.records import PIPELINE
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.store.loading import Loaded

_ACTIVITIES = "activities:activity:write"


def win(work: Work, command: WinDeals) -> list[str]:
    """Handler of ``WinDeals``."""
    deals = load_deals(work, command.deal_ids, OPEN)
    answered = with_answers(work, deals, command.values)
    pipelines = pipelines_by_id(work)
    gate = gate_of(
        work,
        [(one, answered.get(one.id, {})) for one in deals],
        pipelines,
        None,
        None,
        with_activity="activity" in command.values,
    )
    require_open(work, gate, "", without_fields=command.without_fields)
    if not isinstance(command, WinManyDeals):  # of many, each portion is only a part
        require_clients(deals, answered, command.values)
    moment = iso(now())
    closed = {"status": WON, "closed_at": moment}
    work.unit.update_many(
        "deal",
        [
            (
                one,
                {
                    **answered.get(one.id, {}),
                    **closed,
                    "visits": left(one.state["visits"], moment),
                },
            )
            for one in deals
        ],
    )
    if not command.open_next:
        return []
    made = (
        _begun_anew(work, pipelines, {**one.state, **answered.get(one.id, {})}) for one in deals
    )
    return [key for key in made if key is not None]


_CARRIED = ("title", "currency", "company", "contacts", "owner", "source", "tags")


def _begun_anew(
    work: Work, pipelines: Mapping[str, PipelineRow], won: Mapping[str, Any]
) -> str | None:
    """The deal with the same client in the pipeline that follows, if one follows."""
    own = pipelines.get(won["pipeline"])
    following = pipelines.get(own.next_pipeline) if own and own.next_pipeline else None
    if following is None or following.is_archived:
        return None
    goal, stage = first_place(following)
    carried = {name: won[name] for name in _CARRIED}
    return insert(work, goal, stage, carried)


def lose(work: Work, command: LoseDeals) -> None:
    """Handler of ``LoseDeals``."""
    lose_with(work, command, ())


def lose_with(work: Work, command: LoseDeals, others: Collection[str]) -> None:
    """Lose the deals; ``others`` are lost along with them, in other transactions."""
    deals = load_deals(work, command.deal_ids, OPEN)
    day = deal_checks.day(command.remind_on)
    close_as_lost(work, deals, command, others)
    if day is not None:
        for one in deals:
            _plan_return(work, one, day)


def close_as_lost(
    work: Work,
    deals: Sequence[Loaded],
    why: LoseDeals | RejectDeals,
    others: Collection[str],
) -> None:
    """Close open deals for a reason; ``others`` are closed along with them, in other
    transactions."""
    known = (*find_lost_reasons(work), *find_lost_reasons(work, archived=True))
    if not any(reason.id == why.reason_id for reason in known):
        raise Invalid(msg("Choose why the deal was lost. Nothing was changed yet."), "lost_reason")
    given = {
        "lost_reason": why.reason_id,
        "lost_detail": why.detail,
        "lost_comment": why.comment,
    }
    moment = iso(now())
    loss = {**checks.checked(given, LOSS_CHECKS, None), "status": LOST, "closed_at": moment}
    work.unit.update_many(
        "deal", [(one, {**loss, "visits": left(one.state["visits"], moment)}) for one in deals]
    )
    _close_steps(work, deals, others, moment)


def _close_steps(work: Work, deals: Sequence[Loaded], others: Collection[str], moment: str) -> None:
    """Nobody has to do what was planned for lost deals alone: these and ``others``."""
    ids = {one.id for one in deals}.union(others)
    links = ACTIVITY.table_of("deals")
    still_open = sa.select(links.c.activity_rid).where(
        links.c.deal_rid.in_([one.rid for one in deals]),
        links.c.deleted_at.is_(None),
        links.c.done_at.is_(None),
    )
    steps = work.unit.load_many("activity", set(work.connection.execute(still_open).scalars()))
    alone = [one for one in steps.values() if ids.issuperset(one.state["deals"])]
    if alone:
        work.actor.require(_ACTIVITIES)
    closed = [
        (one, {"done_at": moment, "result": one.state["result"] or _("The deal was lost.")})
        for one in alone
    ]
    work.unit.update_many("activity", closed)


def _plan_return(work: Work, lost: Loaded, day: str) -> None:
    """A task to come back to the client."""
    work.actor.require(_ACTIVITIES)
    state, person = lost.state, primary(lost.state)
    values = {
        "kind": "task",
        "title": _("Come back to the client: {deal}").format(deal=state["title"][:150]),
        "due_on": day,
        "owner": state["owner"] or work.actor.id,
        "deals": [lost.id],
        "contacts": [person] if person else [],
        "companies": [state["company"]] if state["company"] else [],
    }
    create_activity(work, CreateActivity(values))


def reopen(work: Work, command: ReopenDeals) -> None:
    """Handler of ``ReopenDeals``."""
    moment = iso(now())
    pipelines = pipelines_by_id(work)
    for one in load_deals(work, command.deal_ids, WON, LOST):
        own = pipelines.get(one.state["pipeline"])
        if own is None:
            raise NotFound(
                msg(
                    "The pipeline of “{deal}” isn’t there any more. Nothing was changed; bring it "
                    "back from the recycle bin first.",
                    deal=one.state["title"],
                )
            )
        stage = own.stage(one.state["stage"]) or place_of(work, own.id, None)[1]
        back = {
            "status": OPEN,
            "closed_at": None,
            "lost_reason": None,
            "lost_detail": None,
            "lost_comment": None,
            "stage": stage.id,
            "visits": entered(one.state["visits"], stage.id, moment),
            "position": top_of(work, own.rid, stage.rid),
        }
        work.unit.update_many("deal", [(one, back)])


def delete_pipelines(work: Work, command: DeletePipelines) -> None:
    """Handler of ``DeletePipelines``."""
    if command.deleted:
        _require_empty(work, command.pipeline_ids)
    set_moment(work, "pipeline", command.pipeline_ids, "deleted_at", command.deleted)


def _require_empty(work: Work, ids: Collection[str]) -> None:
    pipeline = PIPELINE.table
    having = (
        sa.select(pipeline.c.name)
        .join_from(pipeline, deal, deal.c.pipeline_rid == pipeline.c.rid)
        .where(pipeline.c.id.in_(ids), deal.c.deleted_at.is_(None))
    )
    found = work.connection.execute(having.limit(1)).scalar()
    if found is not None:
        raise Invalid(
            msg(
                "The pipeline “{name}” has deals. It was kept; move the deals first, or put the "
                "pipeline into the archive.",
                name=found,
            )
        )
