"""The exports of other programs, through the command line into a workspace and out again: every
field of the keys, nobody twice, nobody lost. On both engines."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.program import EXPORTS, done, exported

RUSSIAN = ("amocrm_contacts_ru", "bitrix24_contact_ru", "outlook_classic_ru")
SAMPLES = (*RUSSIAN, "google_new", "hubspot_contacts")
# amoCRM's file lists the companies as rows of their own, the others only mention them.
ROWS = {"amocrm_contacts_ru": 128}

Record = dict[str, Any]


def key_of(name: str) -> list[Record]:
    people = json.loads((EXPORTS / f"{name}.key.json").read_text(encoding="utf-8"))
    return [person | {"phones": sorted(person["phones"])} for person in people]


def bring_in(name: str, workspace: str) -> Record:
    region = "US" if name == "hubspot_contacts" else "RU"
    path = EXPORTS / f"{name}.csv"
    words = ("import", path, "--workspace", workspace, "--region", region, "--json")
    return done("--lang", "ru", *words).json


def as_in_key(contact: Record) -> Record:
    return {
        "family": contact["family_name"] or "",
        "given": contact["given_name"] or "",
        "phones": sorted(phone["value"] for phone in contact["phones"]),
        "email": "".join(email["value"] for email in contact["emails"]),
        "company": "".join(company["name"] for company in contact["companies"]),
    }


def sorted_people(people: list[Record]) -> list[str]:
    return sorted(json.dumps(person, sort_keys=True, ensure_ascii=False) for person in people)


@pytest.mark.parametrize("name", SAMPLES)
def test_everybody_of_a_sample_comes_out_as_the_key_says(
    workspace_url: str, tmp_path: Path, name: str
) -> None:
    key = key_of(name)
    told = bring_in(name, workspace_url)
    firms = {person["company"] for person in key if person["company"]}
    assert (told["rows"], told["errors"], told["notes"]) == (ROWS.get(name, len(key)), 0, 0)
    assert told["contacts"] == {"created": len(key), "updated": 0, "unchanged": 0}
    assert told["companies"] == {"created": len(firms), "updated": 0, "unchanged": 0}
    people = exported(workspace_url, "contacts", tmp_path)
    assert [as_in_key(person) for person in people] == key
    companies = exported(workspace_url, "companies", tmp_path)
    assert {company["name"] for company in companies} == firms
    assert len(companies) == len(firms)
    assert bring_in(name, workspace_url)["operation"] is None


def test_all_samples_in_one_workspace_are_the_union_without_doubles(
    workspace_url: str, tmp_path: Path
) -> None:
    """The three Russian files hold the same 120 people, Google's half of them and 30 Poles,
    HubSpot's 90 others."""
    told = {name: bring_in(name, workspace_url)["contacts"]["created"] for name in SAMPLES}
    assert told == dict(zip(SAMPLES, (120, 0, 0, 30, 90), strict=True))
    people = exported(workspace_url, "contacts", tmp_path)
    union = {line for name in SAMPLES for line in sorted_people(key_of(name))}
    assert sorted_people([as_in_key(person) for person in people]) == sorted(union)
    names = [company["name"] for company in exported(workspace_url, "companies", tmp_path)]
    assert sorted(names) == sorted({json.loads(line)["company"] for line in union} - {""})
    assert [bring_in(name, workspace_url)["operation"] for name in SAMPLES] == [None] * 5
    assert done("check", "--workspace", workspace_url, "--json").json["problems"] == []


@pytest.mark.parametrize("order", [SAMPLES[::-1], SAMPLES[2:] + SAMPLES[:2]])
def test_the_order_of_the_files_does_not_matter(tmp_path: Path, order: tuple[str, ...]) -> None:
    workspace = str(tmp_path / "w.crm")
    for name in order:
        bring_in(name, workspace)
    assert Counter(len(key_of(name)) for name in RUSSIAN) == {120: 3}
    assert len(exported(workspace, "contacts", tmp_path)) == 240
    assert len(exported(workspace, "companies", tmp_path)) == 14


def test_what_else_the_files_tell_is_kept_and_one_completes_the_other(
    workspace_url: str, tmp_path: Path
) -> None:
    bring_in("amocrm_contacts_ru", workspace_url)
    [alexey] = [p for p in exported(workspace_url, "contacts", tmp_path) if "VIP" in p["tags"]][:1]
    told = ("display_name", "position", "tags", "owner", "note", "middle_name", "created_at")
    note = "Просит перезвонить\nпосле 15:00; скидка 7 %"
    came = ["Алексей Кузнецов", "Бухгалтер, гл.", ["VIP"], "Анна Соколова", note, None]
    assert [alexey[name] for name in told] == [*came, "2026-01-05T22:30:00.000Z"]
    bring_in("bitrix24_contact_ru", workspace_url)
    [again] = [p for p in exported(workspace_url, "contacts", tmp_path) if p["id"] == alexey["id"]]
    changed = {name for name in again if again[name] != alexey[name]}
    assert changed <= {"middle_name", "display_name", "status", "source", "updated_at"}
    assert (again["middle_name"], again["status"], again["source"]) == (
        again["middle_name"] or None,
        "client",
        "Звонок",
    )


def test_an_export_in_every_format_comes_back_without_changing_anything(tmp_path: Path) -> None:
    workspace_url = str(tmp_path / "w.crm")

    def people() -> list[Record]:
        return [
            {**person, "updated_at": None}
            for person in exported(workspace_url, "contacts", tmp_path)
        ]

    for name in ("amocrm_contacts_ru", "hubspot_contacts"):
        bring_in(name, workspace_url)
    before = people()
    for form in ("csv", "xlsx", "vcf"):
        path = tmp_path / f"all.{form}"
        words = ("--workspace", workspace_url, "--format", form, "--out", path)
        done("--lang", "ru", "export", "contacts", *words)
        back = done("import", path, "--workspace", workspace_url, "--json").json
        # Only a card has an id of its own, and it is remembered.
        assert (back["operation"] is None) == (form != "vcf")
        assert back["contacts"]["created"] == 0
        assert people() == before
        again = done("import", path, "--workspace", workspace_url, "--json").json
        assert (again["operation"], again["contacts"]["unchanged"]) == (None, 210)
