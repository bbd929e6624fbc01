"""Sheets into custom lists, and lists into sheets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_lists.commands import CreateEntry, CreateList, UpdateEntry
from crm_desktop.features.custom_lists.queries import find_entries, get_entry
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.features.data.entries.preview import plan_files
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.data.queries import count_hanging
from crm_desktop.integrations.tabular.reading import read_tables

SHEET = """Объекты на осень

Объект;Город;Площадь, м²;Склад;Подъезд
Речной;Казань;12 400;Химки;со двора
Софьино;Раменское;много;Тула;
;Тверь;5;;
Речной;Москва;300;;
"""


@pytest.fixture
def objects(client: Backend) -> str:
    """A list with a text, a number and a link to an entry of another list."""
    made = client.execute(CreateList({"name": "Объекты", "one": "Объект"})).result
    stores = list_entity(client.execute(CreateList({"name": "Склады"})).result)
    client.execute(CreateEntry(stores, {"name": "Химки"}))
    entity = list_entity(made)
    for label, kind, more in (
        ("Город", "text", {}),
        ("Площадь, м²", "number", {}),
        ("Склад", "record", {"target": stores}),
    ):
        given = {"entity": entity, "label": label, "type": kind, **more}
        client.execute(CreateCustomField(given))
    return entity


def bring(client: Backend, entity: str, path: Path, **options: Any) -> EntriesImported:
    found: EntriesImported = client.execute(ImportEntries((path,), entity, "RU", **options)).result
    return found


def told(client: Backend, entity: str, path: Path) -> list[dict[str, Any]]:
    """What the JSON export says of the list."""
    client.ask(export_records, ExportRequest(entity, "json", path), lambda _progress: None)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_sheet_fills_a_list_once_and_one_undo_takes_it_back(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "objects.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assert bring(client, objects, sheet, dry_run=True).entries == Counts(created=3)
    assert client.ask(find_entries, objects, "") == []
    outcome = client.execute(ImportEntries((sheet,), objects, "RU"))
    result = outcome.result
    assert (result.rows, result.entries, result.errors) == (4, Counts(created=3), 1)
    assert [(one.row_number, one.reason) for one in result.problems] == [
        (6, "The row has no title.")
    ]
    assert [(one.row_number, one.name, one.reason) for one in result.missed.cells] == [
        (5, "Софьино", "Склад: nothing is called “Тула”.")
    ]
    river, sofia, _moscow = told(client, objects, tmp_path / "out.json")
    assert river["custom"] == {"Город": "Казань", "Площадь, м²": 12_400, "Склад": "Химки"}
    assert river["note"] == "Подъезд: со двора"
    assert sofia["note"] == "Площадь, м²: много\nСклад: Тула"
    again = client.execute(ImportEntries((sheet,), objects, "RU"))
    assert (again.result.entries, again.operation_id) == (Counts(unchanged=3), None)
    client.execute(UndoOperation(outcome.operation_id))
    assert client.ask(find_entries, objects, "") == []


def test_rows_that_are_left_out_come_back_corrected_from_a_file_with_their_reasons(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    floors = {"entity": objects, "label": "Этажи", "type": "number", "required": True}
    client.execute(CreateCustomField(floors))
    first, second = tmp_path / "spring.csv", tmp_path / "autumn.csv"
    first.write_text("Объект,Этажи\nБашня,12\n,3\n", encoding="utf-8")
    second.write_text("Этажи,Объект,Город\n,Речной,Уфа\n", encoding="utf-8")
    assert bring(client, objects, first, dry_run=True).error_file is None
    result = client.execute(ImportEntries((first, second), objects, "RU")).result
    assert (result.rows, result.entries, result.errors) == (3, Counts(created=1), 2)
    assert [one.row_number for one in result.problems] == [3, 2]
    file = result.error_file
    (table,) = read_tables(file)
    assert list(table.rows[0][1:]) == ["Объект", "Этажи", "Город"]
    assert [list(row[1:]) for row in table.rows[1:]] == [["", "3", ""], ["Речной", "", "Уфа"]]
    assert all(row[0].endswith(".") for row in table.rows[1:])
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("Речной;;", "Речной;2;").replace(";;3;", ";Дом;3;"), "utf-8")
    again = bring(client, objects, file)
    assert (again.entries, again.errors, again.notes) == (Counts(created=2), 0, 0)


def test_what_is_here_stays_and_only_gets_what_it_lacks(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    entry = client.execute(
        CreateEntry(objects, {"name": "речной", "custom": {"Город": "Уфа"}})
    ).result
    sheet = tmp_path / "one.csv"
    sheet.write_text("Название,Город,Площадь\nРечной,Казань,5\n", encoding="utf-8")
    columns = {"Площадь": f"custom:{area_of(client, objects)}"}
    assert bring(client, objects, sheet, fields=columns).entries == Counts(updated=1)
    loaded = client.ask(get_entry, objects, entry)
    assert loaded is not None
    assert [item["value"] for item in loaded.state["custom"]] == ["Уфа", 5]
    with pytest.raises(Invalid):
        bring(client, objects, sheet, fields={"Этаж": "note"})


def area_of(client: Backend, entity: str) -> str:
    fields = client.ask(find_custom_fields, entity)
    return next(field.id for field in fields if field.name == "Площадь, м²")


def test_columns_become_fields_when_that_is_asked(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "new.csv"
    sheet.write_text(
        "Name,Floors,Built\nTower,12,03/04/2026\nHall,2,03/25/2026\n", encoding="utf-8"
    )
    wish = {"Floors": "custom:new", "Built": "custom:new"}
    assert bring(client, objects, sheet, fields=wish).notes == 0
    made = client.ask(find_custom_fields, objects)[-2:]
    assert [(one.name, one.type) for one in made] == [("Floors", "number"), ("Built", "date")]
    custom = {one["title"]: one["custom"] for one in told(client, objects, tmp_path / "o.json")}
    assert custom == {
        "Tower": {"Floors": 12, "Built": "2026-03-04"},
        "Hall": {"Floors": 2, "Built": "2026-03-25"},
    }


def test_a_sheet_that_was_exported_comes_back_as_the_same(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    double = {"entity": objects, "label": "Вдвое", "type": "formula"}
    client.execute(CreateCustomField(double | {"formula": "{Площадь, м²} * 2"}))
    values = {"name": "Речной", "note": "у реки", "custom": {"Город": "Уфа", "Площадь, м²": 7.5}}
    entry = client.execute(CreateEntry(objects, values)).result
    request = ExportRequest(objects, "xlsx", tmp_path / "out.xlsx", language="ru")
    assert client.ask(export_records, request, lambda _progress: None) == 1
    assert bring(client, objects, tmp_path / "out.xlsx").entries == Counts(unchanged=1)
    client.execute(UpdateEntry(objects, entry, 1, {"custom": {"Город": None}}))
    assert bring(client, objects, tmp_path / "out.xlsx").entries == Counts(updated=1)


def test_a_deletion_knows_who_refers_to_the_entry(client: Backend, objects: str) -> None:
    entry = client.execute(CreateEntry(objects, {"name": "Речной"})).result
    given = {"entity": "contact", "label": "Объект", "type": "record", "target": objects}
    place = client.execute(CreateCustomField(given)).result
    for name in ("Ким", "Ли"):
        client.execute(CreateContact({"family_name": name, "custom": {place: entry}}))
    assert client.ask(count_hanging, objects, [entry]).uses == 2


def test_of_several_files_one_that_cant_be_read_stops_all_or_is_left_out_and_named(
    client: Backend, objects: str, tmp_path: Path
) -> None:
    sheet, broken = tmp_path / "objects.csv", tmp_path / "broken.xlsx"
    sheet.write_text(SHEET)
    broken.write_bytes(b"PK\x03\x04 no workbook")
    command = ImportEntries((sheet, broken), objects, "RU")
    with pytest.raises(Invalid, match=r"^broken\.xlsx: .* None of the files was imported\.$"):
        client.execute(command)
    command = replace(command, without_unreadable=True)
    assert client.ask(plan_files, command).columns
    found: EntriesImported = client.execute(command).result
    assert found.entries.created == 3
    assert found.warnings[0].startswith("broken.xlsx: The file is damaged ")
    with pytest.raises(Invalid, match="It was not imported"):
        client.execute(replace(command, paths=(broken,)))
