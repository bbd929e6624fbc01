"""The timeline of a person or company tells how their deals passed stages and ended."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.catalog import timeline
from crm_desktop.core import clock
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.deals.commands import DeleteDeals, LoseDeals
from crm_desktop.features.deals.rows import DealStep
from crm_desktop.features.deals.timeline import TIMELINE
from crm_desktop.features.timeline.queries import find_timeline
from tests.store.dealing import desk, reason
from tests.store.workshop import create_contact

START = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


def told(items: list[TimelineItem]) -> list[tuple[str, str, str]]:
    steps = [item.payload for item in items]
    assert all(isinstance(step, DealStep) for step in steps)
    return [(step.previous, step.stage, step.status) for step in steps]


def test_clients_see_how_their_deals_went_page_by_page(client: Backend) -> None:
    clock.set_source(lambda: START)
    company = str(client.execute(CreateCompany({"name": "Bursztyn"})).result)
    person = create_contact(client)
    trial = desk(client)
    whose: dict[str, Any] = {
        "company": company,
        "contacts": [{"contact": person, "role": "", "primary": True}],
    }
    office = trial.deal("Office", **whose)
    trial.deal("Somebody else's")
    for days, stage in enumerate(("Offer", "Contract"), start=1):
        clock.set_source(lambda days=days: START + timedelta(days))  # type: ignore[misc]
        trial.move(office, to=stage)
    clock.set_source(lambda: START + timedelta(9))
    client.execute(LoseDeals((office,), reason(client)))
    story = [
        ("Offer", "Contract", "lost"),
        ("Offer", "Contract", "open"),
        ("New", "Offer", "open"),
        ("", "New", "open"),
    ]
    kinds = TIMELINE[0].kinds
    for entity, key in (("company", company), ("contact", person)):
        whole = client.ask(find_timeline, timeline(), TimelineQuery(entity, key, kinds))
        assert told(whole) == story
        assert {item.about for item in whole} == {"Office"}
        query, pages = TimelineQuery(entity, key, kinds, limit=1), []
        while page := client.ask(find_timeline, timeline(), query):
            pages += page
            query = TimelineQuery(entity, key, kinds, limit=1, before=page[-1].place)
        assert pages == whole
        sought = TimelineQuery(entity, key, kinds, text="off contr")
        assert told(client.ask(find_timeline, timeline(), sought)) == story[:2]
    assert not client.ask(find_timeline, timeline(), TimelineQuery("deal", office, kinds))
    client.execute(DeleteDeals((office,)))
    assert not client.ask(find_timeline, timeline(), TimelineQuery("company", company, kinds))
