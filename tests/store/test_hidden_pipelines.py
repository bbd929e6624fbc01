"""A pipeline for chosen people: nobody else meets it or its deals, wherever they look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend import access
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.change_log import LogFilter, find_older
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.catalog import timeline
from crm_desktop.core import clock
from crm_desktop.core.errors import Forbidden, Invalid, NotFound
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    FinishActivity,
    UpdateActivity,
)
from crm_desktop.features.activities.queries import count_activities
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.custom_fields.columns import custom_texts
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_fields.conversion import preview_type_change
from crm_desktop.features.custom_fields.queries import names_of
from crm_desktop.features.custom_fields.uses.queries import count_uses, find_uses
from crm_desktop.features.data.bulk.commands import ChangeMany
from crm_desktop.features.data.bulk.queries import preview_change
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.deals import columns
from crm_desktop.features.deals.chance.queries import find_pace
from crm_desktop.features.deals.clients.queries import open_with
from crm_desktop.features.deals.commands import (
    ArchiveManyDeals,
    CreateDeal,
    MoveDeals,
    UpdateDeal,
    WinDeals,
)
from crm_desktop.features.deals.queries import (
    count,
    count_deals,
    find_deals_of,
    get_deal,
    read_board,
    read_cards,
    read_forecast,
)
from crm_desktop.features.deals.timeline import TIMELINE
from crm_desktop.features.files.commands import (
    AttachFiles,
    DeleteAttachments,
    LinkAttachment,
    RenameAttachment,
)
from crm_desktop.features.files.queries import count_files, find_files
from crm_desktop.features.pipelines.commands import CreateStage, UpdatePipeline
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.products.commands import CreatePriceList, SetRate, SetVatRates
from crm_desktop.features.recurring.queries import read_clients, read_recurring
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import TEXT_KINDS
from crm_desktop.features.timeline.changes import CHANGE, find_changes
from crm_desktop.features.timeline.field_history import find_field_history
from crm_desktop.features.timeline.queries import find_birth, find_timeline
from crm_desktop.features.views.values import values_of
from crm_desktop.filters.ast import EVERYTHING, Quantifier, Related
from crm_desktop.filters.binding import bind
from tests.store.conftest import OpenClient
from tests.store.dealing import Desk, context, desk, there
from tests.store.importing import bring_in, sheet
from tests.store.workshop import Write, activity_of, create_contact

NOW = clock.now()
TITLES = {"Secret Bursztyn", "Whispered", "Owners"}


@dataclass
class Office:
    """The head's client and a seller's, a pipeline of the head's own and one for all."""

    head: Backend
    seller: Backend
    own: Desk
    common: Desk
    company: str
    person: str
    field: str  # of deals, for a company
    sold: str  # in the same pipeline
    deal: str  # in the head's own pipeline
    note: str  # of that deal
    file: str  # of that deal
    folder: Path

    def show_to(self, *viewers: str) -> None:
        """Let these people see the pipeline besides the head."""
        row = self.own.row()
        change = UpdatePipeline(row.id, row.version, {"viewers": list(viewers)})
        self.head.execute(change)


@pytest.fixture
def office(another_client: OpenClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    head, seller = another_client(), another_client()
    may = ("deals:deal:*", "activities:*", "files:*", "data:*", "history:*", "*:read")
    monkeypatch.setitem(access.ROLES, "seller", may)
    values = {"full_name": "Vera", "account": "vera", "role": "seller", "active": True}
    vera = str(head.execute(Write(lambda unit: unit.insert("user", values))).result)
    table = head.registry["user"].table
    rid = head.ask(lambda r: r.connection.execute(table.select()).all())[-1].rid
    seller.actor = replace(seller.actor, rid=rid, id=vera, name="Vera", role="seller")
    own, common = desk(head, name="Owners"), desk(head, name="All")
    company = str(head.execute(CreateCompany({"name": "Bursztyn"})).result)
    person = create_contact(head)
    partner = {"entity": "deal", "label": "Partner", "type": "record", "target": "company"}
    field = str(head.execute(CreateCustomField(partner)).result)
    sold = [own.deal("Sold Bursztyn", company=company, amount_minor=100) for _time in range(2)]
    for days, key in zip((40, 10), sold, strict=True):
        clock.set_source(lambda days=days: NOW - timedelta(days))  # type: ignore[misc]
        head.execute(WinDeals((key,)))
    clock.set_source(lambda: NOW)
    linked: dict[str, Any] = {
        "company": company,
        "contacts": [{"contact": person, "role": None, "primary": True}],
        "custom": {"Partner": company},
    }
    deal = own.deal("Secret Bursztyn", amount_minor=100, **linked)
    told = head.execute(CreateActivity({"kind": "note", "text": "Whispered", "deals": [deal]}))
    plan = tmp_path / "blueprint.txt"
    plan.write_text("plan", encoding="utf-8")
    (file,) = head.execute(AttachFiles((plan,), {"deals": (deal,)})).result.ids
    kept = (str(told.result), file, tmp_path)
    made = Office(head, seller, own, common, company, person, field, sold[0], deal, *kept)
    made.show_to(head.actor.id)
    return made


def rids(client: Backend, key: str) -> list[int]:
    table = client.registry["deal"].table
    found = client.ask(lambda r: r.connection.execute(table.select()).all())
    return [row.rid for row in found if str(row.id) == key]


def exported(client: Backend, office: Office) -> int:
    """How many deals a file gets, asked for all and for each by itself."""
    table = office.head.registry["deal"].table
    rids = client.ask(lambda r: r.connection.execute(sa.select(table.c.rid)).scalars().all())
    path = office.folder / "deals.json"
    asked = (ExportRequest("deals", "json", path), ExportRequest("deals", "json", path, rids=rids))
    return sum(client.ask(export_records, one, lambda _progress: None) for one in asked)


def met(client: Backend, office: Office) -> dict[str, Any]:
    """What a person finds of the pipeline and its deals, place by place."""
    keys = rids(office.head, office.deal)
    having = bind(Related("deals", Quantifier.ANY, EVERYTHING), "company", client.catalogues)
    with_deals = ListOrder(filter=having, context=context())
    done = Related("deals", Quantifier.ANY, Related("activities", Quantifier.ANY, EVERYTHING))
    with_done = replace(with_deals, filter=bind(done, "company", client.catalogues))
    return {
        "pipelines": "Owners" in [one.name for one in client.ask(find_pipelines)],
        "card": client.ask(get_deal, office.deal) is not None,
        "board": sum(len(c.rids) for c in client.ask(read_board, office.own.pipeline).columns),
        "cards": len(client.ask(read_cards, keys)),
        "forecast": sum(len(month.rids) for month in client.ask(read_forecast, None)),
        "list": len(client.ask(columns.find_order, WHOLE_LIST)),
        "counted": client.ask(count),
        "of the client": len(client.ask(find_deals_of, "company", office.company)),
        "open with the client": len(client.ask(open_with, [office.company])),
        "found": len(client.ask(search, "secret")),
        "told": len(client.ask(search, "whispered", kinds=TEXT_KINDS)),
        "attached": len(client.ask(search, "blueprint", kinds=TEXT_KINDS)),
        "clients with deals": client.ask(companies.count, with_deals),
        "clients with notes of deals": client.ask(companies.count, with_done),
        "exported": exported(client, office),
        "recurring": client.ask(read_recurring, NOW.date()).count,
    }


def told(client: Backend, office: Office) -> dict[str, Any]:
    """What else a person can read of the deals: what was done to them, and what names them."""
    keys, deal = rids(office.head, office.deal), office.deal
    story = TimelineQuery("deal", deal, limit=9)
    change = partial(preview_change, entity="deal", rids=keys, values={"source": "Fair"})
    logged = client.ask(find_older, LogFilter(), None, 99)
    becoming = client.ask(preview_type_change, office.field, "text")
    return {
        "timeline": len(client.ask(find_timeline, timeline(), story)) > 0,
        "history of a field": len(client.ask(find_field_history, "deal", office.sold, "status")),
        "birth": client.ask(find_birth, "deal", deal) is not None,
        "change log": {one.record for one in logged} & TITLES,
        "values": len(client.ask(values_of, "deal", f"custom:{office.field}")),
        "used by": len(client.ask(find_uses, "company", office.company, 9)[0]),
        "used": client.ask(count_uses, "company", [office.company]),
        "columns": len(client.ask(columns.find_more, keys, ["company"])),
        "own columns": len(client.ask(custom_texts, "deal", keys, [f"custom:{office.field}"])),
        "pace": client.ask(find_pace, office.own.pipeline) is not None,
        "name": len(client.ask(names_of, "deal", [deal])),
        "preview of a type": becoming.examples,
        "bulk preview": client.ask(change, region="PL").names,
        "note": activity_of(client, office.note) is not None,
        "files": len(client.ask(find_files, "deal", deal)),
        "counted of a contact": client.ask(count_deals, "contact", [office.person]),
        "notes counted": client.ask(count_activities, "deal", [deal]),
        "files counted": client.ask(count_files, "deal", [deal]),
    }


def test_a_person_who_is_not_chosen_meets_nothing_of_it(office: Office) -> None:
    seen = {"pipelines": True, "card": True, "board": 1, "cards": 1, "forecast": 1, "list": 3}
    seen |= {
        "counted": 3,
        "of the client": 3,
        "open with the client": 1,
        "found": 1,
        "recurring": 1,
    }
    seen |= {"told": 1, "attached": 1, "exported": 6, "clients with deals": 1}
    seen |= {"clients with notes of deals": 1}
    assert met(office.head, office) == seen
    assert met(office.seller, office) == {place: type(n)(0) for place, n in seen.items()}
    office.show_to(office.head.actor.id, office.seller.actor.id)
    assert met(office.seller, office) == seen
    office.show_to()
    assert met(office.seller, office) == seen


def test_a_client_buys_as_often_as_a_person_sees_them_buy(office: Office) -> None:
    both = str(office.head.execute(CreateCompany({"name": "Dąb"})).result)
    common = str(office.head.execute(CreateCompany({"name": "Lipa"})).result)
    bought = [(office.common, common, 100), (office.common, both, 95), (office.own, both, 70)]
    bought += [(office.common, both, 40), (office.common, common, 30), (office.common, both, 10)]
    for place, company, days in bought:
        key = place.deal("Sold", company=company, amount_minor=100)
        clock.set_source(lambda days=days: NOW - timedelta(days))  # type: ignore[misc]
        office.head.execute(WinDeals((key,)))
    clock.set_source(lambda: NOW)

    def cycles(client: Backend) -> list[tuple[str, int, int]]:
        board = client.ask(read_recurring, NOW.date())
        keys = [key for column in board.columns for key in column.keys]
        told = client.ask(read_clients, keys)
        return [(told[key].name, told[key].cycle.occasions, told[key].cycle.days) for key in keys]

    assert cycles(office.head) == [("Bursztyn", 2, 30), ("Dąb", 4, 30), ("Lipa", 2, 70)]
    assert cycles(office.seller) == [("Dąb", 3, 43), ("Lipa", 2, 70)]
    board = office.seller.ask(read_recurring, NOW.date())
    assert sum(money.minor for column in board.columns for money in column.sums) == 200


def test_nor_is_such_a_person_told_of_it_elsewhere(office: Office) -> None:
    everything, nothing = told(office.head, office), told(office.seller, office)
    assert all(everything.values()), everything
    assert not any(nothing.values()), nothing


def test_what_was_done_with_the_client_too_is_told_without_the_deal(office: Office) -> None:
    links = {"deals": [office.deal], "companies": [office.company]}
    made = office.head.execute(CreateActivity({"kind": "note", "text": "Met", **links})).result
    told = activity_of(office.seller, str(made))
    assert told is not None
    assert [link.entity for link in told.links] == ["company"]
    office.seller.execute(UpdateActivity(told.id, told.version, {"deals": []}))
    kept = there(activity_of(office.head, told.id)).links
    assert [link.entity for link in kept] == ["company", "deal"]


def test_nor_can_such_a_person_change_its_deals_or_put_others_there(office: Office) -> None:
    stage = next(iter(office.own.stages.values()))
    other = office.common.deal()
    commands: list[Any] = [
        UpdateDeal(office.deal, 1, {"title": "Mine"}),
        MoveDeals((office.deal,), next(iter(office.common.stages.values()))),
        MoveDeals((other,), stage),
        WinDeals((other, office.deal)),
        CreateDeal({"title": "Mine", "pipeline": office.own.pipeline}),
        CreateDeal({"title": "Mine", "stage": stage}),
        ArchiveManyDeals((office.deal,)),
        CreateActivity({"kind": "note", "text": "Mine", "deals": [office.deal]}),
        ChangeMany("deal", (office.deal,), {"owner": office.seller.actor.id}),
        UpdateActivity(office.note, 1, {"text": "Mine"}),
        FinishActivity(office.note),
        DeleteActivities((office.note,)),
        RenameAttachment(office.file, 1, "mine.txt"),
        LinkAttachment(office.file, "company", office.company),
        DeleteAttachments((office.file,)),
    ]
    for command in commands:
        with pytest.raises(NotFound):
            office.seller.execute(command)
    assert office.own.read(office.deal).version == 1


def test_nor_take_back_what_others_did_there(office: Office) -> None:
    seen = office.common.deal("Sold on")
    moved = office.head.execute(MoveDeals((seen,), next(iter(office.own.stages.values()))))
    done = office.head.ask(find_older, LogFilter(), None, 99)
    hidden = [one.id for one in done if one.record in TITLES]
    assert len(hidden) >= len(TITLES)
    for operation in (moved.operation_id, *hidden):
        with pytest.raises(Forbidden, match="chosen people"):
            office.seller.execute(UndoOperation(operation))
    office.head.execute(UndoOperation(moved.operation_id))
    assert "Sold on" in str(office.common.titles())


def test_nor_what_others_set_up_for_everybody(office: Office) -> None:
    settings = office.common.row()
    renamed = office.head.execute(UpdatePipeline(settings.id, settings.version, {"name": "Both"}))
    stage = office.head.execute(CreateStage({"pipeline": settings.id, "name": "Later"}))
    settings_of_goods = (
        SetVatRates((800,)),
        SetRate("USD", "2026-10-14", "90"),
        CreatePriceList({"name": "Wholesale", "currency": "EUR"}),
    )
    rates = [office.head.execute(command).operation_id for command in settings_of_goods]
    for operation in (renamed.operation_id, stage.operation_id, *rates):
        with pytest.raises(Forbidden, match="role"):
            office.seller.execute(UndoOperation(operation))
        office.head.execute(UndoOperation(operation))
        with pytest.raises(Forbidden, match="role"):
            office.seller.execute(RedoOperation(operation))
    assert office.common.row().name == "All"


def test_what_an_import_of_ones_own_brought_can_be_taken_back(office: Office) -> None:
    mine = sheet(office.folder, "Сделка;Этап;Воронка", "Mine;First;Garage")
    bring_in(office.seller, mine)
    assert "Garage" in [one.name for one in office.seller.ask(find_pipelines)]
    office.seller.execute(UndoOperation())
    assert "Garage" not in [one.name for one in office.seller.ask(find_pipelines)]


def test_nor_by_a_file_that_names_them(office: Office) -> None:
    again = sheet(office.folder, "ID;Сделка;Сумма;Этап;Воронка", f"{office.deal};Mine;5;New;All")
    assert bring_in(office.seller, again).deals == Counts(unchanged=1)
    assert office.own.read(office.deal).version == 1
    with pytest.raises(Invalid, match="Owners"):
        bring_in(office.seller, sheet(office.folder, "Сделка;Этап;Воронка", "Mine;New;Owners"))
    assert len(office.own.board().columns[0].rids) == 1


def test_winning_may_still_begin_a_deal_where_others_go_on(office: Office) -> None:
    row = office.common.row()
    office.head.execute(UpdatePipeline(row.id, row.version, {"next_pipeline": office.own.pipeline}))
    won = office.common.deal("Handed over")
    assert office.seller.execute(WinDeals((won,), open_next=True)).result
    assert "Handed over" in str(office.own.titles())


def test_a_deal_that_comes_out_of_it_tells_nothing_of_its_stages(office: Office) -> None:
    office.head.execute(MoveDeals((office.deal,), office.common.stages["New"]))
    story = TimelineQuery("company", office.company, TIMELINE[0].kinds)
    steps = [item.payload for item in office.seller.ask(find_timeline, timeline(), story)]
    assert [(step.previous, step.stage) for step in steps] == [("", "New")]
    assert len(office.head.ask(find_timeline, timeline(), story)) > len(steps)


def test_nor_what_a_deal_was_called_that_is_gone_for_good(office: Office) -> None:
    made = office.head.execute(CreateDeal({"title": "Whispered", "pipeline": office.own.pipeline}))
    links = {"deals": [made.result], "companies": [office.company]}
    done = office.head.execute(CreateActivity({"kind": "note", "text": "Met", **links})).result
    office.head.execute(UpdateActivity(done, 1, {"deals": []}))
    office.head.execute(UndoOperation(made.operation_id))
    story = TimelineQuery("activity", done, frozenset({CHANGE}))

    def left(client: Backend) -> list[Any]:
        [change] = client.ask(find_changes, story)
        return [field.old for field in change.payload.fields]

    assert left(office.head) == [["Whispered"]]
    assert left(office.seller) == [[""]]
