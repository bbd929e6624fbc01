"""Unsorted requests wait in the intake until somebody accepts, attaches or rejects them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_done, find_open
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import DeleteContacts
from crm_desktop.features.deals import commands
from crm_desktop.features.deals.commands import (
    AcceptDeals,
    AcceptManyDeals,
    AttachDeals,
    AttachToContact,
    DeleteDeals,
    LoseDeals,
    RejectDeals,
    RejectManyDeals,
    WinDeals,
)
from crm_desktop.features.deals.intake.queries import find_homes, find_requests
from crm_desktop.features.deals.intake.rows import Home, RequestRow, Tie
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.features.deals.rules import StageCloses
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.features.files.queries import find_files
from crm_desktop.features.pipelines.commands import UpdateStage
from tests.store.conftest import OpenClient
from tests.store.dealing import Desk, desk, reason
from tests.store.workshop import create_contact, phone, snapshot


@pytest.fixture
def intake(client: Backend) -> Desk:
    """A pipeline with an intake stage before the others."""
    trial = desk(client)
    trial.stage("Requests", is_intake=True)
    return trial


def request(intake: Desk, title: str = "Request", **values: Any) -> str:
    """A request that nobody has looked at yet; gives its id."""
    return intake.deal(title, "Requests", **{"owner": None, **values})


def owner_of(intake: Desk, deal: str) -> str | None:
    owner = intake.read(deal).owner
    return owner.id if owner is not None else None


# The stage


def test_the_intake_stands_first_and_there_is_one(intake: Desk) -> None:
    (first, *_rest) = intake.row().stages
    assert first.id == intake.stages["Requests"]
    with pytest.raises(Invalid):
        intake.stage("More requests", is_intake=True)


def test_who_waits_to_be_sorted_is_told_with_where_it_would_begin(intake: Desk) -> None:
    first, second, deal = request(intake, "A"), request(intake, "B"), intake.deal("C")
    lost = request(intake, "D")
    intake.client.execute(LoseDeals((lost,), reason(intake.client)))
    found = intake.client.ask(find_requests, (second, deal, lost, first))
    new = intake.stages["New"]
    assert found == [RequestRow(second, "B", new, "New"), RequestRow(first, "A", new, "New")]


# Accepted


def test_a_request_that_is_accepted_is_of_whoever_accepted_it(intake: Desk) -> None:
    one = request(intake)
    intake.client.execute(AcceptDeals((one,)))
    assert intake.read(one).stage_id == intake.stages["New"]
    assert owner_of(intake, one) == intake.client.actor.id


def test_moved_out_of_the_intake_a_request_of_nobody_is_taken_too(intake: Desk) -> None:
    one, stays = request(intake), request(intake)
    intake.move(one, to="Offer")
    assert owner_of(intake, one) == intake.client.actor.id
    intake.move(stays, to="Requests", at_end=True)
    assert owner_of(intake, stays) is None
    nobodys = intake.deal("Deal", "New", owner=None)
    intake.move(nobodys, to="Offer")
    assert owner_of(intake, nobodys) is None


def test_the_person_of_a_stage_takes_a_request_over_and_who_has_one_keeps_it(
    intake: Desk, another_client: OpenClient
) -> None:
    colleague = intake.client.actor.id
    given, free = request(intake, owner=colleague), request(intake)
    intake.stage("Lawyers", responsible=colleague)
    intake.client.execute(AcceptDeals((free,), intake.stages["Lawyers"]))
    intake.client.execute(AcceptDeals((given,), intake.stages["Offer"]))
    assert (owner_of(intake, free), owner_of(intake, given)) == (colleague, colleague)


def test_a_request_comes_where_it_is_dropped_through_the_gate_of_its_stage(intake: Desk) -> None:
    offer = next(one for one in intake.row().stages if one.name == "Offer")
    needs = {"required": [{"entity": "deal", "field": "source"}]}
    low = intake.deal("Low", "Offer", source="Fair")
    intake.client.execute(UpdateStage(offer.id, offer.version, needs))
    one = request(intake)
    with pytest.raises(StageCloses) as closed:
        intake.client.execute(AcceptDeals((one,), offer.id))
    assert [asked.requirement.field for asked in closed.value.gate.missing] == ["source"]
    intake.client.execute(AcceptDeals((one,), offer.id, before=low, values={"source": "Site"}))
    assert intake.titles()["Offer"] == ["Request", "Low"]
    assert intake.read(one).source == "Site"


def test_what_a_colleague_accepted_first_is_told_with_its_stage(
    intake: Desk, another_client: OpenClient
) -> None:
    one, why = request(intake, "Kitchen"), reason(intake.client)
    another_client().execute(AcceptDeals((one,), intake.stages["Offer"]))
    home, person = intake.deal(), create_contact(intake.client)
    before = snapshot(intake.client)
    told: list[Any] = [
        AcceptDeals((one,)),
        RejectDeals((one,), why),
        AttachDeals((one,), home),
        AttachToContact((one,), person),
    ]
    for command in told:
        with pytest.raises(
            Invalid, match="“Kitchen” was sorted already: it is in the stage “Offer” now"
        ):
            intake.client.execute(command)
    assert snapshot(intake.client) == before


def test_a_deal_that_never_was_a_request_is_not_said_to_be_sorted_already(intake: Desk) -> None:
    deal = intake.deal("Office", "Offer")
    with pytest.raises(Invalid, match="“Office” is no request: it is in the stage “Offer”"):
        intake.client.execute(AcceptDeals((deal,)))


def test_nothing_is_accepted_into_an_intake_or_where_there_is_no_other_stage(
    intake: Desk,
) -> None:
    lone = desk(intake.client, "Only")
    requests = lone.row().stages[0]
    lone.client.execute(UpdateStage(requests.id, requests.version, {"is_intake": True}))
    one = lone.deal("Request", "Only")
    with pytest.raises(Invalid, match="no stage but the intake"):
        intake.client.execute(AcceptDeals((one,)))
    with pytest.raises(Invalid, match="requests wait"):
        intake.client.execute(AcceptDeals((request(intake),), requests.id))


# Rejected


def test_a_request_is_rejected_with_a_reason(intake: Desk) -> None:
    one = request(intake)
    intake.client.execute(RejectDeals((one,), reason(intake.client), comment="Spam"))
    after = intake.read(one)
    assert (after.status, after.lost_reason, after.lost_comment) == (
        "lost",
        "Too dear for them",
        "Spam",
    )
    with pytest.raises(Invalid) as refused:
        intake.client.execute(RejectDeals((request(intake),), "no reason"))
    assert refused.value.field == "lost_reason"


# Attached


def test_a_request_that_belongs_to_a_deal_gives_it_all_it_has(intake: Desk) -> None:
    client = intake.client
    person, another = create_contact(client), create_contact(client)
    deal = intake.deal("Office", contacts=[{"contact": person}], note="By phone")
    whose = [{"contact": another}]
    first = request(intake, contacts=whose, note="From the site", tags=[{"name": "Hot"}])
    second = request(intake, contacts=whose, note="Once more")
    for title, deals in (("Answer", [first]), ("Both", [first, second, deal])):
        client.execute(CreateActivity({"kind": "task", "title": title, "deals": deals}))
    client.execute(AttachDeals((first, second), deal))
    after = intake.read(deal)
    assert [(one.contact.id, one.is_primary) for one in after.participants] == [
        (person, True),
        (another, False),
    ]
    told = ("By phone", "Request: Request", "From the site", "Request: Request", "Once more")
    assert after.note == "\n\n".join(told)
    assert [tag.name for tag in after.tags] == ["Hot"]
    steps = client.ask(find_open, "deal", deal)
    assert {step.title: [link.id for link in step.links] for step in steps} == {
        "Answer": [deal],
        "Both": [deal],
    }
    assert intake.read(first).is_deleted
    assert intake.read(second).is_deleted


def test_a_deal_without_an_amount_takes_that_of_a_request_with_its_products(
    intake: Desk,
) -> None:
    client = intake.client
    lamp = {"name": "Lamp", "quantity": "2.5", "unit": "pcs", "price_minor": 10_00}
    first = request(intake, "Lamps", currency="EUR", lines=[lamp])
    second = request(intake, "Cable", amount_minor=7_00)
    empty, priced, won = intake.deal(), intake.deal(amount_minor=5_00), intake.deal()
    client.execute(WinDeals((won,)))
    client.execute(AttachDeals((first, second), empty))
    after = intake.read(empty)
    assert (after.amount, [line.name for line in after.lines]) == (Money(25_00, "EUR"), ["Lamp"])
    seven = format_money(Money(7_00, "PLN")).replace("\xa0", " ")
    assert str(after.note).replace("\xa0", " ").endswith(f"Request: Cable\n\n{seven}")
    client.execute(UndoOperation())
    for goal, amount in ((priced, Money(5_00, "PLN")), (won, None)):
        client.execute(AttachDeals((first,), goal))
        after = intake.read(goal)
        assert (after.amount, len(after.lines)) == (amount, 0)
        assert "Lamp: 2.5 pcs × " in str(after.note)
        client.execute(UndoOperation())


def test_a_request_without_a_deal_becomes_part_of_a_persons_history(
    intake: Desk, tmp_path: Path
) -> None:
    client = intake.client
    person, another, deal = create_contact(client), create_contact(client), intake.deal()
    one = request(
        intake, "Kitchen", note="White, with a lamp", amount_minor=250_000_00, source="Site"
    )
    step = {"kind": "task", "title": "Answer", "deals": [one, deal], "contacts": [another]}
    client.execute(CreateActivity(step))
    plan = tmp_path / "plan.txt"
    plan.write_text("A plan", encoding="utf-8")
    client.execute(AttachFiles((plan,), {"deals": (one,)}))
    before = snapshot(client)
    client.execute(AttachToContact((one,), person))
    (step_after,) = client.ask(find_open, "contact", person)
    assert {link.id for link in step_after.links} == {deal, person, another}
    assert [file.name for file in client.ask(find_files, "contact", person)] == ["plan.txt"]
    (note,) = client.ask(find_done, TimelineQuery("contact", person))
    assert note.moment == intake.read(one).created_at
    amount = format_money(Money(250_000_00, "PLN")).replace("\xa0", " ")
    told = ("Request: Kitchen", amount, "Source: Site", "White, with a lamp")
    assert note.payload.text == "\n\n".join(told)
    assert intake.read(one).is_deleted
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_nothing_is_attached_where_it_can_not_be(
    intake: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = intake.client
    deal, gone, person = intake.deal(), intake.deal(), create_contact(client)
    one, other = request(intake), request(intake)
    client.execute(DeleteDeals((gone,)))
    client.execute(DeleteContacts((person,)))
    before = snapshot(client)
    refused: list[tuple[type[Exception], Any]] = [
        (Invalid, AttachDeals((one,), one)),
        (Invalid, AttachDeals((deal,), one)),
        (NotFound, AttachDeals((one,), gone)),
        (NotFound, AttachDeals((gone,), deal)),
        (NotFound, AttachToContact((one,), person)),
    ]
    for error, command in refused:
        with pytest.raises(error):
            client.execute(command)
    monkeypatch.setattr("crm_desktop.features.deals.intake.handlers.AT_ONCE", 1)
    with pytest.raises(Invalid, match="Up to 1 requests"):
        client.execute(AttachDeals((one, other), deal))
    assert snapshot(client) == before


# Where a request may belong


def homes(intake: Desk, *ids: str) -> list[tuple[str, Tie]]:
    found: list[Home] = intake.client.ask(find_homes, ids)
    return [(one.name, one.tie) for one in found]


def test_deals_of_the_client_are_proposed_first_the_open_ones_before_the_closed(
    intake: Desk,
) -> None:
    client = intake.client
    firm = str(client.execute(CreateCompany({"name": "Acme"})).result)
    person = create_contact(client, given_name="Vera", family_name="Kim")
    whose = [{"contact": person}]
    lost = intake.deal("Lost", contacts=whose)
    client.execute(LoseDeals((lost,), reason(client)))
    intake.deal("Open", "Offer", contacts=whose, amount_minor=5_00)
    intake.deal("Of the company", company=firm)
    client.execute(DeleteDeals((intake.deal("Gone", contacts=whose),)))
    one = request(intake, contacts=whose, company=firm)
    request(intake, "Another request", contacts=whose)
    assert homes(intake, one) == [
        ("Open", Tie.CLIENT),
        ("Lost", Tie.CLIENT),
        ("Of the company", Tie.CLIENT),
        ("Vera Kim", Tie.CLIENT),
    ]
    first: Home = intake.client.ask(find_homes, (one,))[0]
    assert (first.client, first.stage, first.amount) == ("Vera Kim", "Offer", Money(5_00, "PLN"))


def test_who_has_the_same_phone_e_mail_or_name_is_proposed_after_that(intake: Desk) -> None:
    client = intake.client
    names = {"given_name": "Jan", "family_name": "Nowak"}
    writer = create_contact(client, **names, phones=[phone(1)], emails=[{"value": "j@n.pl"}])
    same_mail = create_contact(
        client, given_name="Jola", family_name="Cicha", emails=[{"value": "J@N.pl"}]
    )
    create_contact(client, **names, middle_name="Maria")
    create_contact(client, given_name="Janina", family_name="Ostrowska", phones=[phone(1)])
    intake.deal("By mail", contacts=[{"contact": same_mail}])
    one = request(intake, contacts=[{"contact": writer}])
    assert homes(intake, one) == [
        ("Jan Nowak", Tie.CLIENT),
        ("Janina Ostrowska", Tie.PHONE),
        ("By mail", Tie.EMAIL),
        ("Jola Cicha", Tie.EMAIL),
        ("Jan Nowak", Tie.NAME),
    ]
    assert homes(intake, request(intake)) == []


# Many


def test_of_thousands_those_that_a_colleague_sorted_are_left_out(
    intake: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    client, why = intake.client, reason(intake.client)
    ids = {title: request(intake, title) for title in "edcba"}
    intake.move(ids["c"], to="Contract")
    accepted = client.execute(AcceptManyDeals(tuple(ids[t] for t in "abc"))).result
    assert accepted == ManyDone(2)
    assert intake.titles()["New"] == ["a", "b"]
    assert {owner_of(intake, ids[title]) for title in "ab"} == {client.actor.id}
    assert client.execute(RejectManyDeals(tuple(ids.values()), why)).result == ManyDone(2)
    assert intake.titles() == {
        "Requests": [],
        "New": ["a", "b"],
        "Offer": [],
        "Contract": ["c"],
    }
    client.execute(UndoOperation())
    assert intake.titles()["Requests"] == ["d", "e"]
    assert commands.for_any_number(AcceptDeals(("x",) * 201)) == AcceptManyDeals(("x",) * 201)
