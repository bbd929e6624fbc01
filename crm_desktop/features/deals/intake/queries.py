"""Reads of unsorted requests: which deals are such, and where they may belong. On reader threads;
the stages of intake also on the writer's, inside a handler."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.reach import require_seen, seen
from crm_desktop.features.common.similar import Reason
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.queries import find_list_rows
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.similar import ContactDraft, find_similar
from crm_desktop.features.deals.intake.rows import Home, RequestRow, Tie
from crm_desktop.features.deals.queries import find_hits
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.features.deals.tables import deal, deal_contact
from crm_desktop.features.pipelines.queries import intakes
from crm_desktop.features.pipelines.records import STAGE
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.records import RecordType

_stage = STAGE.table

WAITS = deal.c.stage_rid.in_(sa.select(_stage.c.rid).where(_stage.c.is_intake))
"""The condition that a deal stands in an intake stage."""

MOST_HOMES = 8
"""More than a person looks through before typing."""

# Of a client so many deals: the open ones, and the last that were closed.
_MOST_DEALS = 4
_MOST_PEOPLE = 3
_TIES = {Reason.PHONE: Tie.PHONE, Reason.EMAIL: Tie.EMAIL}
_AT_HAND = (unindexed(deal.c.archived_at).is_(None), unindexed(deal.c.deleted_at).is_(None))


def first_stage(pipeline: PipelineRow) -> StageRow | None:
    """Where an accepted request begins."""
    return next((stage for stage in pipeline.stages if not stage.is_intake), None)


def find_requests(reader: Reader, deal_ids: Sequence[str]) -> list[RequestRow]:
    """Those of the deals that wait to be sorted, in the order asked for."""
    require_seen(reader, "deal", deal_ids)
    found = load_by_id(reader.connection, DEAL, deal_ids)
    known = intakes(reader) if found else {}
    requests = []
    for key in deal_ids:
        state = found[key].state if key in found else {}
        pipeline = known.get(state.get("stage", ""))
        if pipeline is None or state["status"] != OPEN or state["deleted_at"]:
            continue
        stage = first_stage(pipeline)
        told = (stage.id, stage.name) if stage is not None else ("", "")
        requests.append(RequestRow(key, state["title"], *told))
    return requests


def count_waiting(reader: Reader, rids: Sequence[int]) -> int:
    """How many of the deals with these internal keys wait to be sorted."""
    open_ones = (unindexed(deal.c.status) == OPEN, unindexed(deal.c.deleted_at).is_(None))
    wanted = sa.select(sa.func.count()).where(one_of(deal.c.rid, "rids"), WAITS, *open_ones)
    return int(reader.connection.execute(wanted, {"rids": list(rids)}).scalar_one())


def find_homes(reader: Reader, deal_ids: Sequence[str]) -> list[Home]:
    """Deals and contacts to which these requests may belong, the surest first: those of their own
    clients, and of people with the same phone, e-mail or name. Requests are none of them."""
    require_seen(reader, "deal", deal_ids)
    states = [one.state for one in load_by_id(reader.connection, DEAL, deal_ids).values()]
    people = list(dict.fromkeys(item["contact"] for one in states for item in one["contacts"]))
    firms = list(dict.fromkeys(filter(None, (one["company"] for one in states))))
    homes: dict[tuple[str, str], Home] = {}
    for home in _ranked(reader, people[:_MOST_PEOPLE], firms):
        homes.setdefault((home.entity, home.id), home)
    return list(homes.values())[:MOST_HOMES]


def _ranked(reader: Reader, people: Sequence[str], firms: Sequence[str]) -> Iterator[Home]:
    """By what they have in common with the request; of each kind the deals before the people."""
    yield from _deals(reader, Tie.CLIENT, _of_people(people))
    yield from _deals(reader, Tie.CLIENT, deal.c.company_rid.in_(_rids_of(COMPANY, firms)))
    yield from _people(reader, Tie.CLIENT, people)
    alike = list(_alike(reader, people))
    for tie in (Tie.PHONE, Tie.EMAIL, Tie.NAME):
        ids = [key for reason, key in alike if reason is tie]
        yield from _deals(reader, tie, _of_people(ids))
        yield from _people(reader, tie, ids)


def _alike(reader: Reader, people: Sequence[str]) -> Iterator[tuple[Tie, str]]:
    """Who may be one of these people, entered twice."""
    for loaded in load_by_id(reader.connection, CONTACT, people).values():
        state = loaded.state
        draft = ContactDraft(
            " ".join(filter(None, (state["given_name"], state["family_name"]))),
            tuple(item["value"] for item in state["phones"]),
            tuple(item["value"] for item in state["emails"]),
            except_id=loaded.id,
        )
        for one in find_similar(reader, draft):
            yield _TIES.get(one.reason, Tie.NAME), one.id


def _rids_of(record: RecordType, ids: Sequence[str]) -> sa.Select[Any]:
    return sa.select(record.table.c.rid).where(record.table.c.id.in_([UUID(key) for key in ids]))


def _of_people(ids: Sequence[str]) -> sa.ColumnElement[bool]:
    takes_part = deal_contact.c.contact_rid.in_(_rids_of(CONTACT, ids))
    return deal.c.rid.in_(sa.select(deal_contact.c.deal_rid).where(takes_part))


def _deals(reader: Reader, tie: Tie, whose: sa.ColumnElement[bool]) -> Iterator[Home]:
    wanted = (
        sa.select(deal.c.rid)
        .where(whose, *_AT_HAND, sa.not_(WAITS), seen(reader, DEAL))
        .order_by(
            (unindexed(deal.c.status) == OPEN).desc(),
            deal.c.closed_at.desc().nulls_last(),
            deal.c.created_at.desc(),
        )
        .limit(_MOST_DEALS)
    )
    rids = list(reader.connection.execute(wanted).scalars())
    hits = {hit.rid: hit for hit in find_hits(reader, rids)} if rids else {}
    for hit in (hits[rid] for rid in rids if rid in hits):
        yield Home("deal", hit.id, hit.name, tie, hit.client, hit.status, hit.stage, hit.amount)


def _people(reader: Reader, tie: Tie, ids: Sequence[str]) -> Iterator[Home]:
    if not ids:
        return
    rids = list(reader.connection.execute(_rids_of(CONTACT, ids)).scalars())
    rows = {row.id: row for row in find_list_rows(reader, rids)}
    for row in (rows[key] for key in ids if key in rows):
        yield Home("contact", row.id, row.name, tie, row.company)
