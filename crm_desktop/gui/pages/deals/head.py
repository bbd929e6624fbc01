"""What the head of a deal's card tells, read in one go on a reader's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.core.values.money import Money
from crm_desktop.features.activities.queries import next_steps_of
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.deals.intake.queries import first_stage
from crm_desktop.features.deals.intake.rows import RequestRow
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.queries import get_pipeline
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.pages.deals.path_rules import DealPath, make_path
from crm_desktop.gui.pages.deals.words import long_day, money_words, weighted
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import (
    Blacklist,
    CardHead,
    HeadGroup,
    HeadPart,
    HeadTag,
)
from crm_desktop.gui.shell.page import RecordRef

ENTITY = "deal"
OPEN, WON, LOST = "open", "won", "lost"


@dataclass(frozen=True)
class DealFacts:
    """The deal, where it is on its way, what it is worth weighted; ``pipeline`` and ``stage`` are
    names; ``request``: it is one that waits to be sorted."""

    deal: DealRow
    path: DealPath
    weighted: Money | None
    pipeline: str
    stage: str
    request: RequestRow | None = None


def read_head(reader: Reader, deal_id: str) -> CardHead | None:
    """The head of the deal, or ``None`` if it is gone."""
    deal = get_deal(reader, deal_id)
    if deal is None:
        return None
    record = RecordRef(ENTITY, deal_id)
    facts = _facts(reader, deal)
    return CardHead(
        record,
        deal.rid,
        deal.version,
        deal.title,
        tuple(_parts(deal)),
        tuple(HeadTag(tag.id, tag.name, _colour(tag.colour)) for tag in deal.tags),
        deal.owner.id if deal.owner else "",
        _blacklist(reader, deal),
        deal.is_archived,
        deal.is_deleted,
        tuple(_copied(deal)),
        heads.favourite_of(reader, record),
        facts,
        HeadGroup(deal.pipeline_id, facts.pipeline),
    )


def lacks_step(reader: Reader, deal_id: str) -> bool:
    """Whether the deal is open without a next step in a pipeline that asks for one when a deal
    moves."""
    deal = get_deal(reader, deal_id)
    if deal is None or deal.status != OPEN or next_steps_of(reader, ENTITY, [deal.rid]):
        return False
    pipeline = get_pipeline(reader, deal.pipeline_id)
    return pipeline is not None and pipeline.asks_next_step


def _facts(reader: Reader, deal: DealRow) -> DealFacts:
    pipeline = get_pipeline(reader, deal.pipeline_id)
    stage = pipeline.stage(deal.stage_id) if pipeline is not None else None
    is_open = deal.status == OPEN
    path = DealPath(is_open=is_open)
    if pipeline is not None:
        path = make_path(deal, pipeline, clock.now())
    return DealFacts(
        deal,
        path,
        weighted(deal),
        pipeline.name if pipeline else "",
        stage.name if stage else "",
        _request(deal, pipeline) if is_open and stage is not None and stage.is_intake else None,
    )


def _request(deal: DealRow, pipeline: PipelineRow | None) -> RequestRow | None:
    if pipeline is None:
        return None
    first = first_stage(pipeline)
    return RequestRow(deal.id, deal.title, first.id if first else "", first.name if first else "")


def _parts(deal: DealRow) -> list[HeadPart]:
    parts = []
    if deal.company is not None:
        company = deal.company
        parts.append(HeadPart(company.name, RecordRef("company", company.id), icon="buildings"))
    for one in deal.participants:
        if one.is_primary:
            person = RecordRef("contact", one.contact.id)
            parts.append(HeadPart(one.contact.name, person, icon="" if parts else "user"))
    if deal.owner is not None:
        parts.append(HeadPart(deal.owner.name, person=deal.owner.id))
    said = _closing(deal)
    if said:
        parts.append(HeadPart(said))
    return parts


def _closing(deal: DealRow) -> str:
    """``closing on 30 October``; of a closed deal when, and why it was lost."""
    if deal.status == OPEN:
        if deal.expected_close is None:
            return ""
        return _("closing on {day}").format(day=long_day(deal.expected_close))
    day = long_day(_local(deal.closed_at)) if deal.closed_at else ""
    if deal.status == WON:
        return _("won on {day}").format(day=day) if day else _("won")
    reason = ": ".join(filter(None, (deal.lost_reason, deal.lost_detail)))
    return _("lost on {day}, {reason}").format(day=day, reason=isolated(reason))


def _local(moment: datetime) -> date:
    return moment.astimezone(clock.LOCAL_ZONE).date()


def _blacklist(reader: Reader, deal: DealRow) -> Blacklist | None:
    """The company, or the main contact, is on the list."""
    clients = [("company", deal.company)] if deal.company else []
    clients += [("contact", one.contact) for one in deal.participants if one.is_primary]
    for entity, client in clients:
        loaded = (get_company if entity == "company" else get_contact)(reader, client.id)
        if loaded is not None and loaded.state["blacklisted"]:
            words = _("{name} is on the blacklist").format(name=isolated(client.name))
            reason = loaded.state["blacklisted"]
            told = heads.with_origin(reader, RecordRef(entity, client.id), reason)
            return Blacklist(words, told, is_own=False)
    return None


def _copied(deal: DealRow) -> list[tuple[str, str]]:
    found = [(_("Title"), deal.title)]
    if deal.amount is not None:
        found.append((_("Amount"), money_words(deal.amount)))
    return found


def _colour(number: int) -> str:
    return TAG_COLOURS[number % len(TAG_COLOURS)]
