"""A stage lets deals in that have what it asks for, and asks for just what they lack."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median
from typing import Any

import pytest

from crm_desktop.backend.access import ROLES
from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Forbidden, Invalid
from crm_desktop.core.values.money import Money
from crm_desktop.features.activities.commands import CreateActivity, FinishActivity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.deals.commands import MoveDeals, WinDeals
from crm_desktop.features.deals.queries import WON, find_gate
from crm_desktop.features.deals.rows import Gate
from crm_desktop.features.deals.rules import StageCloses
from crm_desktop.features.pipelines.commands import UpdatePipeline, UpdateStage
from tests.store.dealing import Desk, desk, there
from tests.store.workshop import create_contact, read, snapshot


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def require(trial: Desk, stage: str, *fields: tuple[str, str]) -> None:
    row = there(trial.row().stage(trial.stages[stage]))
    wanted = [{"entity": entity, "field": field} for entity, field in fields]
    trial.client.execute(UpdateStage(row.id, row.version, {"required": wanted}))


def forbid_skipping(trial: Desk) -> None:
    row = trial.row()
    trial.client.execute(UpdatePipeline(row.id, row.version, {"may_skip": False}))


def gate(trial: Desk, *deals: str, stage: str) -> Gate:
    return trial.client.ask(find_gate, deals, trial.stages.get(stage, stage))


def lacking(found: Gate) -> list[str]:
    return [f"{one.requirement.entity}.{one.requirement.field}" for one in found.missing]


def custom_field(trial: Desk, entity: str, label: str = "Area") -> str:
    values = {"entity": entity, "label": label, "type": "number"}
    return str(trial.client.execute(CreateCustomField(values)).result)


def company_of(trial: Desk, name: str) -> str:
    return str(trial.client.execute(CreateCompany({"name": name})).result)


def test_a_stage_asks_only_for_what_is_missing_of_deal_person_and_company(trial: Desk) -> None:
    area, size = custom_field(trial, "deal"), custom_field(trial, "company", "Size")
    person = create_contact(trial.client, position="Director")
    deal = trial.deal(amount_minor=0, contacts=[{"contact": person}], company={"name": "Acme"})
    require(
        trial,
        "Offer",
        ("deal", "amount"),
        ("deal", "expected_close"),
        ("deal", "lines"),
        ("deal", f"custom:{area}"),
        ("contact", "position"),
        ("contact", "phones"),
        ("company", f"custom:{size}"),
    )
    found = gate(trial, deal, stage="Offer")
    assert lacking(found) == [
        "deal.expected_close",
        "deal.lines",
        f"deal.custom:{area}",
        "contact.phones",
        f"company.custom:{size}",
    ]
    known = [f"{one.entity}.{one.field}" for one in found.known]
    assert known == ["deal.amount", "contact.position"]
    before = snapshot(trial.client)
    with pytest.raises(StageCloses) as closed:
        trial.move(deal, to="Offer")
    assert closed.value.gate == found
    assert snapshot(trial.client) == before
    answers: dict[str, Any] = {
        "expected_close": "2026-10-30",
        "amount_minor": 7,
        "lines": [{"name": "Lamp", "quantity": "1", "price_minor": 5}],
        "custom": {area: 338},
        "contact": {"phones": [{"value": "+48 512 000 111"}], "position": "Nobody"},
        "company": {"custom": {size: 12}},
    }
    trial.move(deal, to="Offer", values=answers)
    after = trial.read(deal)
    assert (after.stage_id, after.custom) == (trial.stages["Offer"], {area: 338})
    assert after.amount == Money(5, "PLN")
    state = read(trial.client, person).state
    assert (state["position"], len(state["phones"])) == ("Director", 1)
    assert gate(trial, deal, stage="Offer").is_open


def test_of_several_deals_the_gate_names_those_that_lack_something(trial: Desk) -> None:
    require(trial, "Offer", ("deal", "source"), ("deal", "note"))
    first, second = trial.deal(source="Fair"), trial.deal(note="Note")
    found = gate(trial, first, second, stage="Offer")
    assert {one.requirement.field: one.deal_ids for one in found.missing} == {
        "source": (second,),
        "note": (first,),
    }
    trial.move(first, second, to="Offer", values={"source": "Web", "note": "Both"})
    assert [trial.read(one).source for one in (first, second)] == ["Fair", "Web"]
    assert [trial.read(one).note for one in (first, second)] == ["Both", "Note"]


def test_what_is_each_clients_own_is_never_written_to_two_of_them(trial: Desk) -> None:
    require(trial, "Offer", ("company", "tax_ids"), ("company", "industry"))
    acme, other = company_of(trial, "Acme"), company_of(trial, "Zenith")
    first, second, third = (trial.deal(company=one) for one in (acme, other, acme))
    together = gate(trial, first, second, stage="Offer")
    assert {one.requirement.field: one.is_apart for one in together.missing} == {
        "tax_ids": True,
        "industry": False,
    }
    assert not any(one.is_apart for one in gate(trial, first, third, stage="Offer").missing)
    before = snapshot(trial.client)
    answers = {
        "company": {"tax_ids": [{"kind": "nip", "value": "5260250274"}], "industry": "Light"}
    }
    with pytest.raises(Invalid) as refused:
        trial.move(first, second, to="Offer", values=answers)
    assert refused.value.field == "tax_ids"
    assert snapshot(trial.client) == before
    trial.move(first, third, to="Offer", values=answers)
    assert trial.read(third).stage_id == trial.stages["Offer"]


def test_of_a_client_who_is_not_there_the_gate_asks_before_their_fields(trial: Desk) -> None:
    require(trial, "Offer", ("contact", "phones"), ("deal", "contacts"), ("company", "legal_name"))
    deal = trial.deal()
    found = gate(trial, deal, stage="Offer")
    assert lacking(found) == ["deal.contacts", "deal.company"]
    assert [one.deal_ids for one in found.missing] == [(deal,), (deal,)]
    assert found.known == ()
    firm = company_of(trial, "Acme")
    chosen = {
        "contacts": [{"contact": create_contact(trial.client), "role": "", "primary": True}],
        "company": firm,
    }
    with pytest.raises(StageCloses) as closed:
        trial.move(deal, to="Offer", values=chosen)
    assert lacking(closed.value.gate) == ["contact.phones", "company.legal_name"]
    company: dict[str, str] = {"id": firm, "legal_name": "Acme sp. z o.o."}
    phones = {"phones": [{"value": "+48512000111"}]}
    trial.move(deal, to="Offer", values={**chosen, "company": company, "contact": phones})
    after = trial.read(deal)
    assert after.stage_id == trial.stages["Offer"]
    assert there(after.company).id == firm
    assert read(trial.client, firm, "company").state["legal_name"] == "Acme sp. z o.o."


def test_a_company_that_a_stage_asks_for_goes_along_with_the_move(trial: Desk) -> None:
    require(trial, "Offer", ("deal", "company"))
    deal, company = trial.deal(), company_of(trial, "Acme")
    trial.move(deal, to="Offer", values={"company": company})
    assert there(trial.read(deal).company).id == company


@pytest.mark.parametrize(
    ("entity", "values", "words"),
    [
        ("contact", {"phones": [{"value": "+48512000111"}]}, "no contact"),
        ("company", {"legal_name": "Acme"}, "no company"),
    ],
)
def test_values_of_a_client_who_is_not_there_are_refused_not_dropped(
    trial: Desk, entity: str, values: dict[str, Any], words: str
) -> None:
    require(trial, "Offer", (entity, next(iter(values))))
    deal = trial.deal()
    before = snapshot(trial.client)
    with pytest.raises(StageCloses):
        trial.move(deal, to="Offer", values={entity: values})
    with pytest.raises(Invalid, match=words):
        trial.move(deal, to="Offer", values={entity: values}, without_fields=True)
    with pytest.raises(Invalid, match=words):
        trial.client.execute(WinDeals((deal,), values={entity: values}, without_fields=True))
    assert snapshot(trial.client) == before


def test_a_custom_field_of_the_contact_is_asked_for_and_written(trial: Desk) -> None:
    area = custom_field(trial, "contact")
    require(trial, "Offer", ("contact", f"custom:{area}"))
    person = create_contact(trial.client)
    deal = trial.deal(contacts=[{"contact": person}])
    assert lacking(gate(trial, deal, stage="Offer")) == [f"contact.custom:{area}"]
    trial.move(deal, to="Offer", values={"contact": {"custom": {area: 12}}})
    (item,) = read(trial.client, person).state["custom"]
    assert (item["field"], item["value"]) == (area, 12)
    assert gate(trial, deal, stage="Offer").is_open


def test_something_must_have_been_done_since_the_deal_came_to_its_stage(trial: Desk) -> None:
    require(trial, "Contract", ("deal", "activity"))
    person = create_contact(trial.client)
    deal = trial.deal(contacts=[{"contact": person}])

    def done(**links: list[str]) -> None:
        values = {"kind": "call", "title": "Call", **links}
        made = trial.client.execute(CreateActivity(values)).result
        assert lacking(gate(trial, deal, stage="Contract")) == ["deal.activity"]
        trial.client.execute(FinishActivity(made, "Agreed"))

    done(deals=[deal])
    assert gate(trial, deal, stage="Contract").is_open
    time.sleep(0.005)
    trial.move(deal, to="Offer")
    assert lacking(gate(trial, deal, stage="Contract")) == ["deal.activity"]
    done(contacts=[person])
    assert gate(trial, deal, stage="Contract").is_open


def test_what_was_done_may_be_told_along_with_the_move(trial: Desk) -> None:
    require(trial, "Offer", ("deal", "activity"))
    deal = trial.deal()
    trial.move(deal, to="Offer", values={"activity": {"kind": "note", "text": "They agreed"}})
    assert trial.read(deal).stage_id == trial.stages["Offer"]


def test_going_back_is_free(trial: Desk) -> None:
    require(trial, "New", ("deal", "source"))
    forbid_skipping(trial)
    deal = trial.deal(stage="Contract")
    assert gate(trial, deal, stage="New").is_open
    trial.move(deal, to="New")


def test_who_skips_stages_answers_for_all_of_them(trial: Desk) -> None:
    require(trial, "Offer", ("deal", "source"))
    require(trial, "Contract", ("deal", "note"))
    deal = trial.deal()
    assert lacking(gate(trial, deal, stage="Contract")) == ["deal.source", "deal.note"]
    assert gate(trial, deal, stage="Contract").skipped == ()


def test_a_pipeline_may_forbid_to_skip_stages(trial: Desk) -> None:
    forbid_skipping(trial)
    deal = trial.deal()
    assert gate(trial, deal, stage="Contract").skipped == (trial.stages["Offer"],)
    for without_fields in (False, True):
        with pytest.raises(StageCloses, match="stage by stage"):
            trial.move(deal, to="Contract", without_fields=without_fields)
    trial.move(deal, to="Offer")
    trial.move(deal, to="Contract")


def test_winning_asks_for_the_fields_of_all_stages_on_the_way(trial: Desk) -> None:
    require(trial, "Contract", ("deal", "note"))
    forbid_skipping(trial)
    deal = trial.deal()
    assert lacking(gate(trial, deal, stage=WON)) == ["deal.note"]
    with pytest.raises(StageCloses):
        trial.client.execute(WinDeals((deal,)))
    trial.client.execute(WinDeals((deal,), values={"note": "Signed"}))
    assert trial.read(deal).status == "won"


def test_only_who_may_passes_without_the_fields(
    trial: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(trial, "Offer", ("deal", "source"))
    deal = trial.deal()
    owner = trial.client.actor
    monkeypatch.setitem(ROLES, "seller", ("deals:deal:*", "*:read"))
    trial.client.actor = replace(owner, role="seller")
    assert not gate(trial, deal, stage="Offer").may_pass
    with pytest.raises(Forbidden):
        trial.move(deal, to="Offer", without_fields=True)
    trial.client.actor = owner
    assert gate(trial, deal, stage="Offer").may_pass
    trial.move(deal, to="Offer", without_fields=True)
    assert trial.read(deal).source == ""


def test_a_field_that_was_deleted_closes_no_gate(trial: Desk) -> None:
    area = custom_field(trial, "deal")
    require(trial, "Offer", ("deal", f"custom:{area}"), ("deal", "no_such_field"))
    trial.client.execute(DeleteCustomFields((area,)))
    assert gate(trial, trial.deal(), stage="Offer").is_open


def test_a_deal_of_another_pipeline_is_asked_for_the_fields_of_the_stage_alone(
    trial: Desk,
) -> None:
    require(trial, "Offer", ("deal", "source"))
    require(trial, "Contract", ("deal", "note"))
    forbid_skipping(trial)
    other = desk(trial.client, name="Other")
    deal = other.deal()
    assert lacking(gate(trial, deal, stage="Contract")) == ["deal.note"]
    command = MoveDeals((deal,), trial.stages["Contract"], values={"note": "From there"})
    trial.client.execute(command)
    assert trial.read(deal).pipeline_id == trial.pipeline


def test_the_gate_costs_hardly_more_than_reading_the_deal(trial: Desk) -> None:
    require(trial, "Offer", ("deal", "amount"), ("contact", "phones"), ("company", "tax_ids"))
    deal = trial.deal()
    spent: dict[str, list[float]] = {"gate": [], "deal": []}
    for _ in range(20):
        for name, ask in (
            ("gate", lambda: gate(trial, deal, stage="Offer")),
            ("deal", lambda: trial.read(deal)),
        ):
            began = time.process_time()
            ask()
            spent[name].append(time.process_time() - began)
    assert median(spent["gate"]) < 4 * median(spent["deal"])
