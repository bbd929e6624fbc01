"""Fields that people added stand in every export, as values that can be read again."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.custom_fields.kinds import Given, check_value
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from tests.store.workshop import create_contact, read

VALUES: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "text": ({}, "Синий", "Синий"),
    "long_text": ({}, "one\ntwo", "one\ntwo"),
    "number": ({}, 1250.5, 1250.5),
    "money": ({}, "12.50 PLN", {"minor": 1250, "currency": "PLN"}),
    "date": ({}, "2026-10-14", "2026-10-14"),
    "datetime": ({}, "2026-10-14T07:40:00.000Z", "2026-10-14T07:40:00.000Z"),
    "choice": ({"choices": ["Red", "Blue"]}, "c2", "Blue"),
    "multi_choice": ({"choices": ["Red", "Blue"]}, ["c1", "c2"], ["Red", "Blue"]),
    "yes_no": ({}, False, False),
    "link": ({}, "vektor.example", "vektor.example"),
    "phone": ({}, "+48512000114", "+48512000114"),
    "formula": ({"formula": "{number} * 2"}, None, 2501),
}


def _fill(client: Backend) -> str:
    for kind, (options, _value, _told) in VALUES.items():
        whole = {"entity": "contact", "label": kind, "type": kind, **options}
        client.execute(CreateCustomField(whole))
    empty = {"entity": "contact", "label": "Empty", "type": "text"}
    client.execute(CreateCustomField(empty))
    given = {kind: value for kind, (_options, value, _told) in VALUES.items() if value is not None}
    return create_contact(client, custom=given)


def test_json_holds_the_values_by_label(client: Backend, tmp_path: Path) -> None:
    _fill(client)
    user = {"entity": "contact", "label": "Chief", "type": "user"}
    client.execute(CreateCustomField(user))
    create_contact(client, custom={"Chief": client.actor.id})
    path = tmp_path / "people.json"
    client.ask(export_records, ExportRequest("contacts", "json", path), lambda _progress: None)
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first["custom"] == {kind: told for kind, (_options, _value, told) in VALUES.items()}
    assert second["custom"] == {"Chief": client.actor.name}


def test_a_sheet_has_a_column_for_each_filled_field_and_its_cells_give_the_values_again(
    client: Backend, tmp_path: Path
) -> None:
    person = _fill(client)
    path = tmp_path / "people.csv"
    client.ask(export_records, ExportRequest("contacts", "csv", path), lambda _progress: None)
    (row,) = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    assert "Empty" not in row
    fields = {field.id: field for field in client.ask(find_custom_fields, "contact")}
    for item in read(client, person).state["custom"]:
        field = fields[item["field"]]
        if field.type != "formula":
            assert check_value(field, row[field.name], Given("PL")) == item["value"], field.type


def test_a_deleted_field_is_left_out(client: Backend, tmp_path: Path) -> None:
    _fill(client)
    gone = [field.id for field in client.ask(find_custom_fields, "contact")]
    client.execute(DeleteCustomFields(tuple(gone)))
    path = tmp_path / "people.json"
    client.ask(export_records, ExportRequest("contacts", "json", path), lambda _progress: None)
    assert json.loads(path.read_text(encoding="utf-8"))["custom"] == {}
