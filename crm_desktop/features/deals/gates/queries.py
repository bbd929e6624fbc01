"""What the rules of gates need of the database. On reader threads for the window's question, on
the writer's for the move itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader, Work
from crm_desktop.features.activities.records import ACTIVITY as ACTIVITIES
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.deals import rules
from crm_desktop.features.deals.rows import Gate, Missing
from crm_desktop.features.deals.rules import ACTIVITY, Candidate, Way
from crm_desktop.features.pipelines.rows import PipelineRow, Requirement
from crm_desktop.store.loading import Loaded, load_fields
from crm_desktop.store.records import State

PASS = "deals:gate:write"
"""The right to move deals without the fields that a stage asks for."""

_ENTITIES = ("deal", "contact", "company")
# What says where a deal stands, and what it has, whichever stage asks.
_NAMING = {"pipeline", "stage"}
_LOOKED_AT = {"contacts", "company", "visits", "lines", "amount_minor", "currency"}
# In which field of an activity the records stand.
_HELD_IN = {"deal": "deals", "contact": "contacts", "company": "companies"}


def gate_of(
    work: Reader | Work,
    deals: Sequence[tuple[Loaded, Mapping[str, Any]]],
    pipelines: Mapping[str, PipelineRow],
    pipeline: PipelineRow | None,
    stage_id: str | None,
    *,
    with_activity: bool = False,
) -> Gate:
    """What stands between the ``deals`` (with what is about to be changed of them) and a stage of
    ``pipeline``; without a stage, between them and winning in their own ``pipelines``.
    ``with_activity``: what was done with the clients is told along with the move."""
    ways = [_way(one.state, pipelines, pipeline, stage_id) for one, _changes in deals]
    asked = _answerable(work, {need for way in ways for need in way.requirements})
    if with_activity:
        asked = {need for need in asked if need.field != ACTIVITY}
    candidates = _candidates(work, deals, asked)
    skipped: dict[str, None] = {}
    skipping: list[str] = []
    found: dict[Requirement, tuple[str, ...]] = {}
    known: dict[Requirement, None] = {}
    lacked: set[Requirement] = set()
    for way, candidate in zip(ways, candidates, strict=True):
        needs = [need for need in way.requirements if need in asked]
        skipped.update(dict.fromkeys(way.skipped))
        skipping += [candidate.id] if way.skipped else []
        for lacking in rules.missing([candidate], needs):
            ids = found.get(lacking.requirement, ())
            found[lacking.requirement] = (*ids, *lacking.deal_ids)
        known.update(dict.fromkeys(needs))
        lacked.update(need for need in needs if rules.lacks(candidate, need))
    return Gate(
        tuple(Missing(need, ids, _is_apart(need, ids, deals)) for need, ids in found.items()),
        tuple(skipped),
        work.actor.may(PASS),
        tuple(need for need in known if need not in lacked),
        tuple(skipping),
    )


def _way(
    state: State,
    pipelines: Mapping[str, PipelineRow],
    pipeline: PipelineRow | None,
    stage_id: str | None,
) -> Way:
    goal = pipeline or pipelines.get(state["pipeline"])
    if goal is None:
        return Way()
    way = rules.way_to(goal, state["stage"], stage_id)
    return replace(way, skipped=()) if goal.may_skip else way


def _answerable(work: Reader | Work, asked: Collection[Requirement]) -> set[Requirement]:
    """Without requirements of fields that are gone: nobody could fill them in."""
    found = set()
    for entity in _ENTITIES:
        known = {*work.registry[entity].fields, *rules.OTHER_NAMES, ACTIVITY}
        needs = {need for need in asked if need.entity == entity}
        if any(need.field not in known for need in needs):
            custom = fields_of(work.connection, entity)
            known |= {field.key for field in custom if not field.deleted}
        found |= {need for need in needs if need.field in known}
    return found


def fields_asked(pipelines: Iterable[PipelineRow]) -> set[str]:
    """The fields of deals that ``gate_of`` looks at on the ways of these pipelines."""
    needs = {need for one in pipelines for stage in one.stages for need in stage.required}
    return _NAMING | (_LOOKED_AT | _state_fields("deal", needs) if needs else set())


def _state_fields(entity: str, asked: Iterable[Requirement]) -> set[str]:
    """In which fields of the states of ``entity`` the requirements look."""
    names = (need.field for need in asked if need.entity == entity)
    return {rules.OTHER_NAMES.get(name, name).partition(":")[0] for name in names}


def _candidates(
    work: Reader | Work,
    deals: Sequence[tuple[Loaded, Mapping[str, Any]]],
    asked: Collection[Requirement],
) -> list[Candidate]:
    if not asked:
        return [Candidate(one.id, one.state) for one, _changes in deals]
    states = [(one, rules.with_sum({**one.state, **changes})) for one, changes in deals]
    people = _clients(work, "contact", [primary(state) for _one, state in states], asked)
    firms = _clients(work, "company", [state["company"] for _one, state in states], asked)
    active = _active(work, states) if any(need.field == ACTIVITY for need in asked) else set()
    return [
        Candidate(
            one.id,
            state,
            people.get(primary(state) or "", {}),
            firms.get(state["company"] or "", {}),
            one.id in active,
        )
        for one, state in states
    ]


def _is_apart(
    need: Requirement, ids: Sequence[str], deals: Sequence[tuple[Loaded, Mapping[str, Any]]]
) -> bool:
    """Whether these of the deals have different clients, who share no value of what is asked."""
    if need.entity == "deal" or need.field not in rules.CLIENTS_OWN or len(ids) < 2:
        return False
    lacking = frozenset(ids)
    states = [{**one.state, **changes} for one, changes in deals if one.id in lacking]
    return len({client_of(state, need.entity) for state in states}) > 1


def client_of(state: Mapping[str, Any], entity: str) -> str | None:
    """The id of the primary contact or of the company."""
    return primary(state) if entity == "contact" else state["company"]


def primary(state: Mapping[str, Any]) -> str | None:
    """The id of the primary contact."""
    return next((one["contact"] for one in state["contacts"] if one["primary"]), None)


def _clients(
    work: Reader | Work, entity: str, ids: Sequence[str | None], asked: Collection[Requirement]
) -> dict[str, State]:
    """What is asked for of the clients, by id."""
    fields = _state_fields(entity, (need for need in asked if need.field != ACTIVITY))
    if not fields:
        return {}
    wanted = sorted({key for key in ids if key})
    record = work.registry[entity]
    found = load_fields(work.connection, record, wanted, fields, lock=False)
    return {key: loaded.state for key, loaded in found.items()}


def _active(work: Reader | Work, states: Sequence[tuple[Loaded, State]]) -> set[str]:
    """The deals for which, or with whose clients, something was done in their present stage."""
    return {one.id for one, state in states if _was_active(work, one.rid, state)}


def _was_active(work: Reader | Work, rid: int, state: State) -> bool:
    visits = state["visits"]
    since = rules.moment_of(visits[-1]["entered"]) if visits else None
    if since is None:
        return False
    keys: list[tuple[str, Any]] = [("deal", rid)]
    for entity, key in (("contact", primary(state)), ("company", state["company"])):
        if key:
            table = work.registry[entity].table
            keys.append((entity, sa.select(table.c.rid).where(table.c.id == key)))
    return any(_has_done(work, entity, key, since) for entity, key in keys)


def _has_done(work: Reader | Work, entity: str, key: Any, since: Any) -> bool:
    links = ACTIVITIES.table_of(_HELD_IN[entity])
    owner = links.c[f"{entity}_rid"]
    whose = owner == key if isinstance(key, int) else owner == key.scalar_subquery()
    done = sa.select(sa.literal(1)).where(
        whose, links.c.deleted_at.is_(None), links.c.done_at >= since, links.c.kind != "note"
    )
    return work.connection.execute(done.limit(1)).first() is not None
