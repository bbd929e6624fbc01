"""Deals pass stages, are won, lost and reopened; every step is told and can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core.clock import LOCAL_ZONE, UTC, iso
from crm_desktop.core.errors import Conflict, CrmError, Invalid, NotFound
from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.deals.commands import (
    AcceptDeals,
    ArchiveDeals,
    AttachDeals,
    AttachToContact,
    CreateDeal,
    DeleteDeals,
    LoseDeals,
    MoveDeals,
    RejectDeals,
    ReopenDeals,
    UpdateDeal,
    WinDeals,
)
from crm_desktop.features.deals.queries import (
    count_deals,
    find_deals_of,
    get_deal,
    read_cards,
)
from crm_desktop.features.deals.sold.queries import find_sold
from crm_desktop.features.pipelines.commands import (
    ArchivePipelines,
    DeletePipelines,
    UpdatePipeline,
)
from crm_desktop.features.pipelines.queries import find_pipelines, get_pipeline
from tests.store.conftest import OpenClient
from tests.store.dealing import Desk, desk, reason, there
from tests.store.workshop import (
    activity_of,
    assert_search_follows_the_records,
    create_contact,
    entries_of,
    read,
    snapshot,
)


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def line(**values: Any) -> dict[str, Any]:
    return {"name": "Lamp", "quantity": "1", "price_minor": 1000, **values}


# Birth


def test_a_new_deal_is_on_top_of_the_first_stage_in_the_currency_of_its_pipeline(
    trial: Desk,
) -> None:
    trial.deal("First")
    made = trial.client.execute(CreateDeal({"title": "Second", "pipeline": trial.pipeline})).result
    deal = trial.read(made)
    assert (deal.status, deal.stage_id, deal.chance) == ("open", trial.stages["New"], 10)
    assert deal.amount is None
    assert deal.owner is not None
    assert deal.owner.id == trial.client.actor.id
    assert [visit.stage_id for visit in deal.visits] == [trial.stages["New"]]
    assert trial.titles()["New"] == ["Second", "First"]


def test_a_deal_without_pipeline_is_in_the_first_one(client: Backend) -> None:
    made = client.execute(CreateDeal({"title": "Office"})).result
    (first, *_rest) = client.ask(find_pipelines)
    assert there(client.ask(get_deal, made)).pipeline_id == first.id


def test_a_new_client_is_made_along_with_the_deal(trial: Desk) -> None:
    person = {"contact": {"family_name": "Nowak"}, "role": "decides"}
    deal = trial.read(trial.deal(company={"name": "Acme"}, contacts=[person]))
    assert deal.company is not None
    assert deal.company.name == "Acme"
    assert [(one.contact.name, one.role, one.is_primary) for one in deal.participants] == [
        ("Nowak", "decides", True)
    ]
    again = trial.read(trial.deal(company={"name": "ACME"}))
    assert again.company == deal.company


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"amount_minor": LARGEST_MINOR + 1}, "amount_minor"),
        ({"amount_minor": -LARGEST_MINOR - 1}, "amount_minor"),
        ({"amount_minor": 10**30}, "amount_minor"),
        ({"amount_minor": 1.5}, "amount_minor"),
        ({"amount_minor": True}, "amount_minor"),
        ({"currency": "zlotych polskich"}, "currency"),
        ({"chance": 101}, "chance"),
        ({"chance": -1}, "chance"),
        ({"expected_close": "2026-13-01"}, "expected_close"),
        ({"lines": [line(quantity="1.0001")]}, "lines"),
        ({"lines": [line(quantity="-1")]}, "lines"),
        ({"lines": [line(quantity="NaN")]}, "lines"),
        ({"lines": [line(quantity="1e400")]}, "lines"),
        ({"lines": [line(discount=10_001)]}, "lines"),
        ({"lines": [line(vat=-1)]}, "lines"),
        ({"lines": [line(quantity="1000000000000", price_minor=10**17)]}, "lines"),
        ({"lines": [line(price_minor=10**17), line(price_minor=10**17)]}, "lines"),
        ({"lines": [line()] * 10_001}, "lines"),
        ({"status": "won"}, "status"),
        ({"company": "nobody"}, "company"),
    ],
)
def test_what_a_field_refuses_is_named_and_nothing_is_saved(
    trial: Desk, values: dict[str, Any], field: str
) -> None:
    before = snapshot(trial.client)
    with pytest.raises(Invalid) as refused:
        trial.deal(**values)
    assert refused.value.field == field
    assert snapshot(trial.client) == before


@pytest.mark.parametrize(
    ("minor", "currency"),
    [(0, "PLN"), (-14_280_00, "RUB"), (LARGEST_MINOR, "JPY"), (10**15, "KWD"), (1, "XAU")],
)
def test_amounts_of_any_size_and_currency_come_back_as_they_were(
    trial: Desk, minor: int, currency: str
) -> None:
    deal = trial.read(trial.deal(amount_minor=minor, currency=currency))
    assert deal.amount == Money(minor, currency)
    assert trial.board().columns[0].sums == (Money(minor, currency),)


# Products


def test_the_amount_is_the_sum_of_the_products_and_can_not_be_typed_then(trial: Desk) -> None:
    lines = [
        line(quantity="84", price_minor=3400_00, discount=500, vat=2200),
        line(quantity="0.333", price_minor=100),
    ]
    deal = trial.read(trial.deal(lines=lines, amount_minor=1))
    assert deal.amount == Money(271_320_33, "PLN")
    assert deal.is_amount_from_lines
    with pytest.raises(Invalid) as refused:
        trial.client.execute(UpdateDeal(deal.id, deal.version, {"amount_minor": 5}))
    assert refused.value.field == "amount_minor"
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": lines[:1]}))
    assert trial.read(deal.id).amount == Money(271_320_00, "PLN")


def test_ten_thousand_lines_add_up(trial: Desk) -> None:
    deal = trial.read(trial.deal(lines=[line(price_minor=n) for n in range(10_000)]))
    assert len(deal.lines) == 10_000
    assert deal.amount == Money(sum(range(10_000)), "PLN")


def test_two_people_who_add_different_products_both_keep_theirs(trial: Desk) -> None:
    deal = trial.read(trial.deal(lines=[line(name="Lamp")]))
    mine, theirs = [line(name="Lamp"), line(name="Rail")], [line(name="Lamp"), line(name="Wire")]
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": theirs}))
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": mine}))
    after = trial.read(deal.id)
    assert [one.name for one in after.lines] == ["Lamp", "Wire", "Rail"]
    assert after.amount == Money(3000, "PLN")


def test_equal_lines_are_never_lost_when_two_people_change_them(trial: Desk) -> None:
    deal = trial.read(trial.deal(lines=[line(), line()]))
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": [line(), line(), line()]}))
    with pytest.raises(Conflict):
        trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": [line()]}))
    assert len(trial.read(deal.id).lines) == 3


# Moves


def test_a_move_brings_a_deal_on_top_before_another_or_to_the_end(trial: Desk) -> None:
    low, high = trial.deal("Low", "Offer"), trial.deal("High", "Offer")
    one, two, three = (trial.deal(name) for name in ("One", "Two", "Three"))
    trial.move(one, to="Offer")
    trial.move(two, to="Offer", before=low)
    trial.move(three, to="Offer", at_end=True)
    assert trial.titles()["Offer"] == ["One", "High", "Two", "Low", "Three"]
    trial.move(low, high, to="Offer", before=one)
    assert trial.titles()["Offer"] == ["Low", "High", "One", "Two", "Three"]


def test_a_move_in_its_own_stage_only_changes_places(trial: Desk) -> None:
    low, high = trial.deal("Low"), trial.deal("High")
    visits = trial.read(high).visits
    trial.move(high, to="New", at_end=True)
    assert trial.titles()["New"] == ["Low", "High"]
    assert trial.read(high).visits == visits
    trial.move(low, to="New", before=low)
    assert trial.titles()["New"] == ["Low", "High"]


def test_each_stay_in_a_stage_is_kept_with_its_beginning_and_end(trial: Desk) -> None:
    deal = trial.deal()
    for stage in ("Offer", "Contract", "Offer"):
        trial.move(deal, to=stage)
    visits = trial.read(deal).visits
    names = {key: name for name, key in trial.stages.items()}
    assert [names[one.stage_id] for one in visits] == ["New", "Offer", "Contract", "Offer"]
    assert [one.left_at for one in visits[:-1]] == [one.entered_at for one in visits[1:]]
    assert visits[-1].left_at is None


def test_a_place_between_neighbours_is_found_again_and_again(trial: Desk) -> None:
    trial.deal("Last")
    first = trial.deal("First")
    others = [trial.deal(f"{n}") for n in range(3)]
    for _round in range(30):
        for other in others:
            trial.move(other, to="New", before=first)
            trial.move(first, to="New", before=other)
    order = trial.titles()["New"]
    assert sorted(order) == ["0", "1", "2", "First", "Last"]
    assert order[-1] == "Last"


def test_two_who_move_the_same_deal_leave_it_where_the_later_one_put_it(
    trial: Desk, another_client: OpenClient
) -> None:
    deal = trial.deal()
    other = another_client()
    trial.move(deal, to="Offer")
    other.execute(MoveDeals((deal,), trial.stages["Contract"]))
    after = trial.read(deal)
    assert after.stage_id == trial.stages["Contract"]
    assert len(after.visits) == 3


def test_a_deal_that_a_colleague_deleted_is_not_moved(trial: Desk) -> None:
    deal, there = trial.deal(), trial.deal()
    trial.client.execute(DeleteDeals((deal,)))
    with pytest.raises(NotFound):
        trial.move(deal, to="Offer")
    trial.move(deal, there, to="Offer")
    assert trial.read(there).stage_id == trial.stages["Offer"]


def test_the_person_of_a_stage_takes_over(trial: Desk) -> None:
    stage = trial.stage("Lawyers", responsible=trial.client.actor.id)
    deal = trial.deal(owner=None)
    trial.move(deal, to="Lawyers")
    owner = trial.read(deal).owner
    assert owner is not None
    assert owner.id == trial.client.actor.id
    assert trial.read(deal).stage_id == stage


# Ends


def test_a_won_deal_leaves_the_board_and_is_counted(trial: Desk) -> None:
    deal = trial.deal(amount_minor=100)
    trial.client.execute(WinDeals((deal,)))
    after = trial.read(deal)
    assert (after.status, after.stage_id) == ("won", trial.stages["New"])
    assert after.closed_at is not None
    assert after.visits[-1].left_at == after.closed_at
    board = trial.board()
    assert (board.columns[0].rids, board.won, board.lost) == ((), 1, 0)


def test_a_won_deal_may_begin_anew_in_the_pipeline_that_follows(trial: Desk) -> None:
    later = desk(trial.client, "Again", name="Repeat sales")
    row = trial.row()
    change = UpdatePipeline(row.id, row.version, {"next_pipeline": later.pipeline})
    trial.client.execute(change)
    deal = trial.deal(company={"name": "Acme"}, amount_minor=500, source="Fair")
    (made,) = trial.client.execute(WinDeals((deal,), open_next=True)).result
    anew = later.read(made)
    assert (anew.title, anew.status, anew.stage_id) == ("Office", "open", later.stages["Again"])
    assert (anew.company, anew.source) == (trial.read(deal).company, "Fair")
    assert anew.amount is None


def test_nothing_begins_anew_in_a_pipeline_that_is_in_the_archive(trial: Desk) -> None:
    later = desk(trial.client, "Again", name="Repeat sales")
    row = trial.row()
    trial.client.execute(UpdatePipeline(row.id, row.version, {"next_pipeline": later.pipeline}))
    trial.client.execute(ArchivePipelines((later.pipeline,)))
    deal = trial.deal()
    assert not any(trial.client.execute(WinDeals((deal,), open_next=True)).result)
    assert trial.read(deal).status == "won"


def test_pipelines_that_would_follow_each_other_in_a_circle_are_refused(client: Backend) -> None:
    first, second, third = (desk(client, "New", name=name) for name in ("A", "B", "C"))

    def follow(one: Desk, other: Desk) -> None:
        row = one.row()
        client.execute(UpdatePipeline(row.id, row.version, {"next_pipeline": other.pipeline}))

    follow(first, second)
    follow(second, third)
    with pytest.raises(Invalid) as refused:
        follow(third, first)
    assert refused.value.field == "next_pipeline"
    follow(third, third)
    deal = third.deal()
    assert len(client.execute(WinDeals((deal,), open_next=True)).result) == 1


def test_a_lost_deal_has_its_reason_and_nobody_has_to_go_on(trial: Desk) -> None:
    person = create_contact(trial.client)
    deal = trial.deal(contacts=[{"contact": person}])
    other = trial.deal("Other")
    alone, shared = (
        trial.client.execute(
            CreateActivity({"kind": "task", "title": "Call back", "deals": deals})
        ).result
        for deals in ([deal], [deal, other])
    )
    why = reason(trial.client)
    command = LoseDeals((deal,), why, "Globex", "Cheaper by 9 %", remind_on="2027-01-14")
    trial.client.execute(command)
    after = trial.read(deal)
    assert (after.status, after.lost_reason, after.lost_detail, after.lost_comment) == (
        "lost",
        "Too dear for them",
        "Globex",
        "Cheaper by 9 %",
    )
    assert not there(activity_of(trial.client, alone)).is_open
    assert there(activity_of(trial.client, shared)).is_open
    steps = trial.client.ask(find_open, "deal", deal)
    (planned,) = [step for step in steps if step.id != shared]
    assert planned.due_on is not None
    assert planned.due_on.isoformat() == "2027-01-14"
    assert {link.id for link in planned.links} == {deal, person}


def test_a_deal_is_lost_only_for_a_reason_that_is_there(trial: Desk) -> None:
    deal = trial.deal()
    with pytest.raises(Invalid) as refused:
        trial.client.execute(LoseDeals((deal,), deal))
    assert refused.value.field == "lost_reason"
    assert trial.read(deal).status == "open"


def test_a_closed_deal_keeps_its_amount_until_it_is_reopened(trial: Desk) -> None:
    deal = trial.deal(amount_minor=100)
    trial.client.execute(WinDeals((deal,)))
    won = trial.read(deal)
    for changes in ({"amount_minor": 200}, {"currency": "EUR"}, {"lines": [line()]}):
        with pytest.raises(Invalid, match="Reopen it"):
            trial.client.execute(UpdateDeal(deal, won.version, changes))
    for command in (WinDeals((deal,)), MoveDeals((deal,), trial.stages["Offer"])):
        with pytest.raises(Invalid, match="reopen"):
            trial.client.execute(command)
    trial.client.execute(UpdateDeal(deal, won.version, {"note": "Nice", "amount_minor": 100}))
    trial.client.execute(ReopenDeals((deal,)))
    reopened = trial.read(deal)
    assert (reopened.status, reopened.closed_at) == ("open", None)
    assert [one.left_at is None for one in reopened.visits] == [False, True]
    trial.client.execute(UpdateDeal(deal, reopened.version, {"amount_minor": 200}))
    assert trial.read(deal).amount == Money(200, "PLN")


def test_an_open_deal_can_not_be_reopened(trial: Desk) -> None:
    with pytest.raises(Invalid):
        trial.client.execute(ReopenDeals((trial.deal(),)))


# What is told


def test_a_card_shows_client_tags_next_step_and_a_warning(trial: Desk) -> None:
    company = str(trial.client.execute(CreateCompany({"name": "Acme"})).result)
    deal = trial.deal(company=company, tags=[{"name": "Key"}], amount_minor=5)
    trial.client.execute(UpdateCompany(company, 1, {"blacklisted": "Debts"}))
    step = {"kind": "task", "title": "Call", "due_on": "2026-12-01", "deals": [deal]}
    trial.client.execute(CreateActivity(step))
    rid = trial.read(deal).rid
    card = trial.client.ask(read_cards, [rid])[rid]
    assert (card.client, card.is_blacklisted, card.amount) == ("Acme", True, Money(5, "PLN"))
    assert [tag.name for tag in card.tags] == ["Key"]
    assert card.next_step is not None
    assert card.next_step.title == "Call"
    assert card.next_step.links[0].name == "Office"


def test_the_deals_of_a_client_stand_open_ones_first(trial: Desk) -> None:
    person = create_contact(trial.client)
    client: dict[str, Any] = {"company": {"name": "Acme"}, "contacts": [{"contact": person}]}
    won, old, new = (trial.deal(name, **client) for name in ("Won", "Old", "New"))
    trial.client.execute(WinDeals((won,)))
    company = trial.read(old).company
    assert company is not None
    for entity, key in (("company", company.id), ("contact", person)):
        found = trial.client.ask(find_deals_of, entity, key)
        assert [card.id for card in found] == [new, old, won]
        assert trial.client.ask(count_deals, entity, [key]) == 3


def test_the_deals_of_a_client_stand_by_their_next_steps_then_by_when_they_closed(
    trial: Desk,
) -> None:
    person = create_contact(trial.client)
    names = ("later", "closed last", "soon", "closed first", "the same day", "no step")
    later, last, soon, first, same_day, stepless = (
        trial.deal(name, contacts=[{"contact": person}]) for name in names
    )
    morning = datetime(2026, 12, 1, 9, tzinfo=LOCAL_ZONE).astimezone(UTC)
    steps: dict[str, dict[str, str]] = {
        later: {"due_on": "2026-12-20"},
        soon: {"due_at": iso(morning)},
        same_day: {"due_on": "2026-12-01"},
        first: {"due_on": "2026-11-01"},  # open steps of closed deals say nothing
    }
    for deal, due in steps.items():
        step = {"kind": "task", "title": "Call", "deals": [deal], **due}
        trial.client.execute(CreateActivity(step))
    trial.client.execute(WinDeals((first,)))
    trial.client.execute(LoseDeals((last,), reason(trial.client)))
    found = [card.id for card in trial.client.ask(find_deals_of, "contact", person)]
    assert found == [same_day, soon, later, stepless, last, first]


def test_search_knows_deals_by_title_client_and_amount(trial: Desk) -> None:
    person = create_contact(trial.client, family_name="Kowalska")
    company = {"name": "Acme"}
    trial.deal(company=company, contacts=[{"contact": person}], amount_minor=1_180_000_00)
    assert_search_follows_the_records(trial.client)


def test_a_pipeline_goes_only_without_deals(trial: Desk) -> None:
    deal = trial.deal()
    with pytest.raises(Invalid, match="has deals"):
        trial.client.execute(DeletePipelines((trial.pipeline,)))
    trial.client.execute(ArchivePipelines((trial.pipeline,)))
    assert trial.pipeline in {one.id for one in trial.client.ask(find_pipelines, archived=True)}
    trial.client.execute(DeleteDeals((deal,)))
    trial.client.execute(DeletePipelines((trial.pipeline,)))
    assert trial.client.ask(get_pipeline, trial.pipeline) is None


# Undo


def test_every_command_is_one_operation_that_can_be_undone_and_redone(trial: Desk) -> None:
    intake, client = trial, trial.client
    intake.stage("Requests", is_intake=True)
    why = reason(client)
    following = desk(client, "Again", name="Repeat sales")
    row = intake.row()
    client.execute(UpdatePipeline(row.id, row.version, {"next_pipeline": following.pipeline}))
    person = create_contact(client)
    deals = [intake.deal(f"{n}", contacts=[{"contact": person}]) for n in range(4)]
    step = {"kind": "task", "title": "Call back", "deals": deals[:1]}
    client.execute(CreateActivity(step))
    requests = [intake.deal("Request", "Requests", note="?") for _ in range(4)]
    client.execute(CreateActivity({"kind": "task", "title": "Answer", "deals": requests}))
    offer = intake.stages["Offer"]
    commands: list[Any] = [
        CreateDeal({"title": "New", "company": {"name": "Acme"}}),
        UpdateDeal(deals[0], 1, {"amount_minor": 5, "lines": [], "note": "Note"}),
        MoveDeals(tuple(deals), offer, values={"note": "All", "activity": {"text": "Done"}}),
        MoveDeals((deals[0],), offer, before=deals[2]),
        WinDeals((deals[1], deals[2]), open_next=True),
        LoseDeals((deals[0],), why, remind_on="2027-01-14"),
        ReopenDeals((deals[0], deals[1])),
        AcceptDeals((requests[0],)),
        AttachDeals((requests[1],), deals[0]),
        AttachToContact((requests[3],), person),
        RejectDeals((requests[2],), why),
        ArchiveDeals((deals[3],)),
        DeleteDeals((deals[3],)),
    ]
    for command in commands:
        before = snapshot(client)
        operation = client.execute(command).operation_id
        after = snapshot(client)
        assert after != before, command
        client.execute(UndoOperation(operation))
        assert snapshot(client) == before, command
        client.execute(RedoOperation(operation))
        assert snapshot(client) == after, command
    assert_search_follows_the_records(client)


def test_the_journal_tells_a_move_as_a_change_of_the_stage(trial: Desk) -> None:
    deal = trial.deal()
    trial.move(deal, to="Offer")
    last = entries_of(trial.client, deal)[-1]
    assert last.fields["stage"] == [trial.stages["New"], trial.stages["Offer"]]
    assert read(trial.client, deal, "deal").version == 2


def test_an_error_of_a_command_leaves_nothing_half_done(trial: Desk) -> None:
    deal = trial.deal()
    before = snapshot(trial.client)
    commands: list[Any] = [
        MoveDeals((deal,), deal),
        LoseDeals((deal,), reason_id="x"),
        WinDeals((deal,), values={"amount_minor": "much"}),
        MoveDeals((deal,), trial.stages["Offer"], values={"contact": {"phones": []}, "x": 1}),
    ]
    for command in commands:
        with pytest.raises(CrmError):
            trial.client.execute(command)
        assert snapshot(trial.client) == before


def test_products_to_begin_with_are_those_of_the_client_then_of_the_pipeline(
    client: Backend,
) -> None:
    firm = client.execute(CreateCompany({"name": "Vektor"})).result
    trial, other = desk(client), desk(client)
    lines = [{"name": "Lamp", "price_minor": 100}, {"name": "Rail", "price_minor": 50}]
    other.deal("Elsewhere", lines=lines)
    other.deal("Theirs", lines=lines[:1], company=firm)
    trial.deal("Here", lines=lines)
    trial.deal("Nothing in it")
    trial.deal("Dear", lines=lines, currency="EUR")
    new = trial.deal("New", company=firm)
    found = client.ask(find_sold, new, 5)
    assert [(one.title, one.lines) for one in found] == [
        *(("Theirs", 1), ("Here", 2), ("Elsewhere", 2))
    ]
    assert found[0].amount == Money(100, "PLN")
    assert [one.title for one in client.ask(find_sold, trial.deal(), 1)] == ["Here"]
