"""Writes of bulk changes, portion by portion; they run on threads of long commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from crm_desktop.backend.ahead import in_portions
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.features.activities import handlers as activities
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.lifecycle import set_moments
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.reach import within_reach
from crm_desktop.features.custom_fields.handlers import with_custom_changed
from crm_desktop.features.data.bulk import rules
from crm_desktop.features.data.bulk.commands import (
    ChangeMany,
    DeleteMany,
    JoinCompany,
    PlanMany,
    TagMany,
)
from crm_desktop.features.tags.handlers import with_known_tags, with_tags_made
from crm_desktop.store.journal import Moment
from crm_desktop.store.loading import Loaded, load_by_id
from crm_desktop.store.packed import Packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import (
    change_quietly,
    is_quiet,
    load_quietly,
    pays_ahead,
    prepare_quietly,
)

PLAN = "activities:activity:write"
# The list of an activity in which records of an entity stand.
_LISTS = {"contact": "contacts", "company": "companies", "deal": "deals"}


def _within_reach(handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The handler for whoever sees all the records of the command."""
    return within_reach(handler, "", "ids")


@_within_reach
def change_many(long: LongWork, command: ChangeMany) -> int:
    """Handler of ``ChangeMany``."""
    long.actor.require(rules.WRITE[command.entity])
    values = rules.checked(command.entity, command.values, command.region)
    what = command.entity, command.region, values
    return in_portions(long, command.ids, partial(_change, what), partial(_prepare, what))


_What = tuple[str, str | None, Mapping[str, Any]]
"""The kind of the records, the country of phones without one, the values that they are to get."""


def _prepare(
    what: _What, ids: Sequence[str], work: Work, moment: Moment
) -> Packed | Prepared | None:
    entity, _region, values = what
    record = work.registry[entity]
    if not pays_ahead(work.unit, record, [values]):
        return None
    _require_links(work, entity, values)
    loaded = load_quietly(work.unit, record, ids, [values], lock=False)
    changes = _own_values(work, what, [*loaded.values()])
    return prepare_quietly(work.unit, record, moment, changes)


def _change(what: _What, ids: Sequence[str], work: Work) -> int:
    entity, _region, values = what
    record = work.registry[entity]
    _require_links(work, entity, values)
    if is_quiet(work.unit, record, values):
        loaded = load_quietly(work.unit, record, ids, [values])
        return len(change_quietly(work.unit, entity, _own_values(work, what, [*loaded.values()])))
    whole = load_by_id(work.connection, record, ids, lock=True)
    return len(work.unit.update_many(entity, _own_values(work, what, [*whole.values()])))


def _require_links(work: Work, entity: str, values: Mapping[str, Any]) -> None:
    require_links(work, entity, {k: v for k, v in values.items() if k != "custom"})


def _own_values(
    work: Work, what: _What, loaded: Sequence[Loaded]
) -> list[tuple[Loaded, Mapping[str, Any]]]:
    """Custom values are a list that each record has otherwise; nobody is their own parent."""
    entity, region, values = what
    owns = [{k: v for k, v in values.items() if v != one.id} for one in loaded]
    if "custom" in values:
        lists = [one.state["custom"] for one in loaded]
        changed = with_custom_changed(work, entity, values["custom"], region, lists)
        owns = [{**own, "custom": items} for own, items in zip(owns, changed, strict=True)]
    return [*zip(loaded, owns, strict=True)]


@_within_reach
def tag_many(long: LongWork, command: TagMany) -> int:
    """Handler of ``TagMany``."""
    long.actor.require(rules.WRITE[command.entity])
    return in_portions(long, command.ids, partial(_tag, command), partial(_prepare_tags, command))


def _prepare_tags(
    command: TagMany, ids: Sequence[str], work: Work, moment: Moment
) -> Packed | Prepared | None:
    """Behind the first portion, which has made the tags that were not there."""
    record = work.registry[command.entity]
    add = with_known_tags(work, command.add)
    if add is None or not pays_ahead(work.unit, record, [{"tags": add}]):
        return None
    require_links(work, command.entity, {"tags": add})
    loaded = load_quietly(work.unit, record, ids, [{"tags": add}], lock=False)
    return prepare_quietly(work.unit, record, moment, _tagged(command, add, [*loaded.values()]))


def _tag(command: TagMany, ids: Sequence[str], work: Work) -> int:
    add = with_tags_made(work, {"tags": command.add})["tags"]
    require_links(work, command.entity, {"tags": add})
    loaded = load_quietly(work.unit, work.registry[command.entity], ids, [{"tags": add}])
    changes = _tagged(command, add, [*loaded.values()])
    return len(change_quietly(work.unit, command.entity, changes))


def _tagged(
    command: TagMany, add: Sequence[str], loaded: Sequence[Loaded]
) -> list[tuple[Loaded, Mapping[str, Any]]]:
    changes: list[tuple[Loaded, Mapping[str, Any]]] = []
    for one in loaded:
        kept = [tag for tag in one.state["tags"] if tag not in command.remove]
        changes.append((one, {"tags": kept + [tag for tag in add if tag not in kept]}))
    return changes


def join_company(long: LongWork, command: JoinCompany) -> int:
    """Handler of ``JoinCompany``."""
    return int(within_reach(_join_all, "contact", "ids")(long, command))


def _join_all(long: LongWork, command: JoinCompany) -> int:
    long.actor.require(rules.WRITE["contact"])
    return in_portions(long, command.ids, partial(_join, command.company_id))


def _join(company: str, ids: Sequence[str], work: Work) -> int:
    first = {"company": company, "position": "", "primary": True}
    require_links(work, "contact", {"companies": [first]})
    loaded = load_by_id(work.connection, work.registry["contact"], ids, lock=True)
    changes: list[tuple[Loaded, Mapping[str, Any]]] = []
    for one in loaded.values():
        links = one.state["companies"]
        there = next((link for link in links if link["company"] == company), first)
        others = [{**link, "primary": False} for link in links if link["company"] != company]
        changes.append((one, {"companies": [{**there, "primary": True}, *others]}))
    return len(work.unit.update_many("contact", changes))


@_within_reach
def plan_many(long: LongWork, command: PlanMany) -> int:
    """Handler of ``PlanMany``."""
    long.actor.require(PLAN)
    if command.for_each:
        return in_portions(long, command.ids, partial(_plan, command))
    plan = partial(_create, command, list(command.ids))
    long.portion_anew(plan)
    return 1


def _plan(command: PlanMany, ids: Sequence[str], work: Work) -> int:
    for one in load_by_id(work.connection, work.registry[command.entity], ids):
        _create(command, [one], work)
    return len(ids)


def _create(command: PlanMany, ids: Sequence[str], work: Work) -> None:
    linked = {_LISTS[command.entity]: list(ids)}
    activities.create(work, CreateActivity({**command.values, **linked}))


@_within_reach
def delete_many(long: LongWork, command: DeleteMany) -> None:
    """Handler of ``DeleteMany``."""
    long.actor.require(rules.DELETE[command.entity])
    set_moments(long, command.entity, command.ids, "deleted_at", command.deleted)
