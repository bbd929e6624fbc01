"""``deal``: one deal told, and an unsorted request accepted, attached and rejected."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.pipelines.commands import CreateLostReason, CreatePipeline, CreateStage
from tests.journeys.program import done, run


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with an intake, in which a request of Anna waits; a deal; Ola."""
    path = tmp_path_factory.mktemp("requests") / "requests.crm"
    backend = open_backend(str(path), create=True, language="en")
    anna = backend.execute(CreateContact({"given_name": "Anna", "family_name": "Kim"})).result
    backend.execute(CreateContact({"given_name": "Ola", "family_name": "Krol"}))
    pipeline = backend.execute(CreatePipeline({"name": "Sales", "currency": "EUR"})).result
    asked = [{"entity": "deal", "field": "source"}]
    stages = (
        {"name": "Requests", "is_intake": True},
        {"name": "New"},
        {"name": "Offer", "required": asked},
    )
    ids = [backend.execute(CreateStage({"pipeline": pipeline, **one})).result for one in stages]
    backend.execute(CreateLostReason({"name": "Spam"}))
    request = {"title": "Kitchen", "stage": ids[0], "owner": None, "note": "White, please"}
    backend.execute(CreateDeal({**request, "contacts": [{"contact": anna}], "amount_minor": 5_00}))
    backend.execute(CreateDeal({"title": "Kitchen sink", "stage": ids[1]}))
    backend.close()
    return path


@pytest.fixture
def place(pattern: Path, tmp_path: Path) -> str:
    return str(shutil.copy(pattern, tmp_path / "requests.crm"))


def deal(place: str, *words: str) -> dict[str, Any]:
    return done("deal", *words, "--workspace", place, "--json").json


def refused(place: str, *words: str) -> str:
    return run("--lang", "en", "deal", *words, "--workspace", place).reason


def test_a_deal_is_told_by_its_title_or_number(place: str) -> None:
    told = deal(place, "show", "kitchen")
    assert (told["stage"], told["owner"], told["contacts"][0]["name"]) == (
        "Requests",
        None,
        "Anna Kim",
    )
    assert deal(place, "show", told["id"]) == told
    lines = done("--lang", "ru", "deal", "show", "Kitchen", "--workspace", place).out.splitlines()
    assert lines[0] == "Kitchen"
    assert "Контакт: Anna Kim" in lines
    assert "Kitchen sink" in refused(place, "show", "kitch")
    assert "Bath" in refused(place, "show", "Bath")


def test_a_request_is_accepted_once_and_taken_back_by_undo(place: str) -> None:
    told = deal(place, "accept", "Kitchen")
    assert told["stage"] == "New"
    assert told["owner"]
    assert "sorted already" in refused(place, "accept", "Kitchen")
    done("undo", "--workspace", place)
    assert deal(place, "show", "Kitchen")["stage"] == "Requests"


def test_a_stage_is_named_and_what_it_asks_for_too(place: str) -> None:
    assert "empty: source" in refused(place, "accept", "Kitchen", "--stage", "offer")
    assert "“New”, “Offer”" in refused(place, "accept", "Kitchen", "--stage", "Contract")
    told = deal(place, "accept", "Kitchen", "--stage", "offer", "--without-fields")
    assert told["stage"] == "Offer"


def test_a_request_goes_to_a_deal_or_a_contact_which_is_told(place: str) -> None:
    told = deal(place, "attach", "Kitchen", "--to-deal", "Kitchen sink")
    assert (told["title"], told["amount"]) == ("Kitchen sink", 5)
    assert told["note"] == "Request: Kitchen\n\n€5\n\nWhite, please"
    assert "no deal Kitchen" in refused(place, "show", "Kitchen office")
    done("undo", "--workspace", place)
    told = deal(place, "attach", "Kitchen", "--to-contact", "Ola")
    assert told["display_name"] == "Ola Krol"
    hits = done("search", "white please", "--workspace", place, "--json").json["results"]
    assert [(hit["kind"], hit["subtitle"]) for hit in hits] == [("activity", "Ola Krol")]


def test_a_request_is_rejected_for_a_reason_of_the_workspace(place: str) -> None:
    assert "“Spam”" in refused(place, "reject", "Kitchen", "--reason", "Rain")
    told = deal(place, "reject", "Kitchen", "--reason", "spam", "--comment", "Again")
    assert (told["status"], told["lost_reason"], told["lost_comment"]) == ("lost", "Spam", "Again")
