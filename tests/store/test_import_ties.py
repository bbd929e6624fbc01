"""Rows that lead to others by name: further companies, parents, related people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import Counts
from tests.store.importing import bring_in, companies, outcome_of, sheet
from tests.store.workshop import create_contact


def told(client: Backend, kind: str, folder: Path) -> list[dict[str, Any]]:
    path = folder / "told.json"
    request = ExportRequest(kind, "json", path)
    client.ask(export_records, request, lambda _progress: None)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_parent_may_come_behind_and_nobody_becomes_their_own(
    client: Backend, tmp_path: Path
) -> None:
    rows = ("Daughter;Mother", "Mother;Daughter", "Alone;Alone", "Third;Holding")
    file = sheet(tmp_path, "Company;Parent company", *rows)
    supposed = bring_in(client, file, dry_run=True)
    done = bring_in(client, file)
    assert supposed.companies == done.companies == Counts(created=5)
    firms = {
        one["name"]: (one["parent"], one["note"]) for one in told(client, "companies", tmp_path)
    }
    assert firms == {
        "Daughter": ("Mother", None),
        "Mother": (None, "Parent company: Daughter"),
        "Alone": (None, "Parent company: Alone"),
        "Third": ("Holding", None),
        "Holding": (None, None),
    }
    assert outcome_of(client, file).operation_id is None


def test_related_people_are_tied_on_both_sides_and_namesakes_stand_in_the_note(
    client: Backend, tmp_path: Path
) -> None:
    for family in ("Kim", "Lis", "Lis"):
        create_contact(client, given_name="Anna", family_name=family)
    row = '"Spouse: Anna Kim\nColleague: Anna Lis\nFriend: Anna Kim"'
    done = outcome_of(client, sheet(tmp_path, "Name;Related people", f"Ivan Petrov;{row}"))
    found = {one["display_name"]: one for one in told(client, "contacts", tmp_path)}
    assert _ties(found["Ivan Petrov"]) == [("spouse", "Anna Kim")]
    assert _ties(found["Anna Kim"]) == [("spouse", "Ivan Petrov")]
    lines = ("Related people: Friend: Anna Kim", "Related people: Colleague: Anna Lis")
    assert found["Ivan Petrov"]["note"] == "\n".join(lines)
    client.execute(UndoOperation(done.operation_id))
    [kim] = (one for one in told(client, "contacts", tmp_path) if one["family_name"] == "Kim")
    assert _ties(kim) == []


def _ties(person: dict[str, Any]) -> list[tuple[str, str]]:
    return [(tie["kind"], tie["name"]) for tie in person["relations"]]


def test_a_company_worked_at_besides_is_known_by_its_name(client: Backend, tmp_path: Path) -> None:
    header = "Name;Phone;Company;Other company;Position at the other company"
    rows = ("Ivan Petrov;+79123456789;Vega;Orbita;Adviser", "Petr Ivanov;+79123456780;Orbita;;")
    done = bring_in(client, sheet(tmp_path, header, *rows))
    assert done.companies == Counts(created=2)
    assert [one["name"] for one in companies(client)] == ["Vega", "Orbita"]
    [ivan, _petr] = told(client, "contacts", tmp_path)
    links = [(one["name"], one["position"], one["primary"]) for one in ivan["companies"]]
    assert links == [("Vega", None, True), ("Orbita", "Adviser", False)]
