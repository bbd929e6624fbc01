"""Writes of deals themselves; on the writer's thread, inside one transaction. How they pass
stages stands in ``moving``, how they end in ``closing``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common import checks
from crm_desktop.features.common.lifecycle import set_moment, set_moments
from crm_desktop.features.common.links import require_links
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.handlers import create as create_company
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.handlers import create as create_contact
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.deals.checks import CHECKS, LOSS_CHECKS
from crm_desktop.features.deals.commands import (
    ArchiveDeals,
    ArchiveManyDeals,
    CreateDeal,
    DeleteDeals,
    UpdateDeal,
)
from crm_desktop.features.deals.places.queries import top_of
from crm_desktop.features.deals.rules import LOST, OPEN, entered, with_sum
from crm_desktop.features.pipelines.handlers import stage_there
from crm_desktop.features.pipelines.queries import find_pipelines, get_pipeline
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.features.tags.handlers import with_tags_made
from crm_desktop.store.loading import load_fields
from crm_desktop.store.records import State

_LOCKED = ("amount_minor", "currency", "lines")


def create(work: Work, command: CreateDeal) -> str:
    """Handler of ``CreateDeal``."""
    given = _with_clients_made(work, with_tags_made(work, command.values))
    pipeline, stage = place_of(work, given.pop("pipeline", None), given.pop("stage", None))
    usual = {"title": None, "currency": pipeline.currency, "owner": work.actor.id}
    values = checks.checked({**usual, **given}, CHECKS, None)
    values = with_custom(work, "deal", values, None)
    require_links(work, "deal", values)
    if not stage.is_intake:  # a request is no deal yet, and none may get lost
        _require_unlisted(work, values)
    return insert(work, pipeline, stage, values)


def _require_unlisted(work: Work, values: Mapping[str, Any]) -> None:
    """``Invalid`` for a deal that would begin with a client on the blacklist."""
    mains = [one["contact"] for one in values.get("contacts") or () if one["primary"]]
    for field, entity, ids in (
        ("company", "company", [values["company"]] if values.get("company") else []),
        ("contacts", "contact", mains),
    ):
        record = work.registry[entity]
        found = load_fields(work.connection, record, ids, ("blacklisted",), lock=False)
        if any(one.state["blacklisted"] is not None for one in found.values()):
            raise Invalid(
                msg("No new deals: the client is on the blacklist. Nothing was saved."), field
            )


def insert(work: Work, pipeline: PipelineRow, stage: StageRow, values: Mapping[str, Any]) -> str:
    """A new open deal of checked ``values`` on top of its column; gives its id."""
    place = {
        "pipeline": pipeline.id,
        "stage": stage.id,
        "status": OPEN,
        "position": top_of(work, pipeline.rid, stage.rid),
        "visits": entered((), stage.id, iso(now())),
    }
    return work.unit.insert("deal", {**values, **place})


def place_of(
    work: Work, pipeline_id: str | None, stage_id: str | None
) -> tuple[PipelineRow, StageRow]:
    """The pipeline and stage of a new deal: those that are asked for, or else the first."""
    if stage_id:
        pipeline_id = str(stage_there(work, stage_id).state["pipeline"])
    known = find_pipelines(work)
    pipeline = get_pipeline(work, pipeline_id) if pipeline_id else next(iter(known), None)
    if pipeline is None and pipeline_id:
        raise NotFound(
            msg("The pipeline isn’t there any more. Nothing was saved; choose another one.")
        )
    if pipeline is not None and stage_id and (stage := pipeline.stage(stage_id)) is not None:
        return pipeline, stage
    return first_place(None if stage_id else pipeline)


def first_place(pipeline: PipelineRow | None) -> tuple[PipelineRow, StageRow]:
    """Where new deals of a pipeline begin; ``Invalid`` where it has no stage."""
    stages = pipeline.stages if pipeline is not None else ()
    stage = next((one for one in stages if not one.is_intake), next(iter(stages), None))
    if pipeline is None or stage is None:
        raise Invalid(
            msg(
                "There is no stage that the deal could be in. Nothing was saved; add a pipeline "
                "with stages in the settings."
            ),
            "stage",
        )
    return pipeline, stage


def update(work: Work, command: UpdateDeal) -> None:
    """Handler of ``UpdateDeal``."""
    before = work.unit.load("deal", command.deal_id).state
    known = {**CHECKS, **LOSS_CHECKS} if before["status"] == LOST else CHECKS
    given = _with_clients_made(work, with_tags_made(work, command.changes))
    changes = checks.checked(given, known, None)
    changes = with_custom(work, "deal", changes, None, command.deal_id)
    _require_unlocked(before, changes)
    _require_own_amount(before, changes)
    require_links(work, "deal", changes)
    work.unit.update("deal", command.deal_id, changes, command.base_version)


def _require_unlocked(before: State, changes: Mapping[str, Any]) -> None:
    """What a closed deal came to stays (interaction.md, section 7)."""
    if before["status"] == OPEN:
        return
    for name in _LOCKED:
        if name in changes and changes[name] != before[name]:
            raise Invalid(
                msg(
                    "The deal is closed, so its amount and products can’t be changed. Reopen it "
                    "first; nothing was saved."
                ),
                name,
            )


def _require_own_amount(before: State, changes: Mapping[str, Any]) -> None:
    """Of a deal with products the amount is their sum."""
    after = with_sum({**before, **changes})
    if (
        after["lines"]
        and changes.get("amount_minor", after["amount_minor"]) != (after["amount_minor"])
    ):
        raise Invalid(
            msg(
                "The amount is the sum of the deal’s products. Nothing was saved; change the "
                "products instead."
            ),
            "amount_minor",
        )


# Clients who are new too


def _with_clients_made(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with ids where the company was given by name (``{"name": …}``: the oldest one
    called so, or a new one) and where people were given by their own values."""
    made = dict(values)
    company = made.get("company")
    if isinstance(company, Mapping):
        made["company"] = _company(work, company)
    people = made.get("contacts")
    if isinstance(people, (list, tuple)):
        made["contacts"] = [_person(work, one, made.get("company")) for one in people]
    return made


def _company(work: Work, given: Mapping[str, Any]) -> str:
    name = str(given.get("name") or "")
    folded = fold(name)
    known = companies.find_by_name(work, [folded]).get(folded) if folded else None
    if known is not None:
        return str(known.id)
    work.actor.require("companies:company:write")
    return create_company(work, CreateCompany({"name": name}))


def _person(work: Work, item: Any, company: Any) -> Any:
    given = item.get("contact") if isinstance(item, Mapping) else None
    if not isinstance(given, Mapping):
        return item
    work.actor.require("contacts:contact:write")
    values = dict(given)
    if company and "companies" not in values:
        values["companies"] = [{"company": company}]
    return {**item, "contact": create_contact(work, CreateContact(values))}


def archive(work: Work, command: ArchiveDeals) -> None:
    """Handler of ``ArchiveDeals``."""
    set_moment(work, "deal", command.deal_ids, "archived_at", command.archived)


def archive_many(long: LongWork, command: ArchiveManyDeals) -> None:
    """Handler of ``ArchiveManyDeals``."""
    set_moments(long, "deal", command.deal_ids, "archived_at", command.archived)


def delete(work: Work, command: DeleteDeals) -> None:
    """Handler of ``DeleteDeals``."""
    set_moment(work, "deal", command.deal_ids, "deleted_at", command.deleted)
