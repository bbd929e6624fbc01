"""What is exported comes back: into an empty workspace, from every format, in every language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import REGIONS, open_backend
from crm_desktop.core.i18n import _, set_language
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import ImportFiles, ImportResult
from tests.factories.tiers import LANGUAGES

Json = dict[str, Any]
Open = Callable[[str], Backend]

KINDS = ("companies", "contacts")
SEED_OF_DIFFERENT_NAMES = 3


@pytest.fixture
def open_workspace() -> Iterator[Open]:
    opened: list[Backend] = []

    def open_one(address: str) -> Backend:
        opened.append(open_backend(address, create=True))
        return opened[-1]

    yield open_one
    for backend in opened:
        backend.close()


def export(backend: Backend, kind: Any, format_: Any, folder: Path, language: str = "en") -> Path:
    path = folder / f"{kind}.{format_}"
    request = ExportRequest(kind, format_, path, archived=True, language=language)
    backend.ask(export_records, request, lambda _progress: None)
    return path


def records(backend: Backend, kind: str, folder: Path) -> list[Json]:
    lines = export(backend, kind, "json", folder).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def bring_in(backend: Backend, path: Path, language: str) -> ImportResult:
    result = backend.execute(ImportFiles((path,), REGIONS[language], language)).result
    assert isinstance(result, ImportResult)
    return result


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_brings_everything_back(
    workspace_url: str, open_workspace: Open, tmp_path: Path, language: str
) -> None:
    set_language(language)
    source = open_workspace(workspace_url)
    source.execute(FillWithDemo(language))
    before = {kind: records(source, kind, tmp_path) for kind in KINDS}
    assert [len(before[kind]) for kind in KINDS] == [60, 300]
    for format_ in ("csv", "xlsx"):
        target = open_workspace(str(tmp_path / f"{format_}.db"))
        for kind in KINDS:
            result = bring_in(target, export(source, kind, format_, tmp_path, language), language)
            assert result.errors == 0
            after = records(target, kind, tmp_path)
            assert comparable(after) == comparable(map(as_sheets_hold, before[kind]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_bring_back_what_cards_can_hold(
    open_workspace: Open, tmp_path: Path, language: str
) -> None:
    set_language(language)
    source = open_workspace(str(tmp_path / "source.db"))
    # With this seed no two companies have one name: without tax numbers they would be one.
    source.execute(FillWithDemo(language, seed=SEED_OF_DIFFERENT_NAMES))
    target = open_workspace(str(tmp_path / "target.db"))
    for kind in KINDS:
        bring_in(target, export(source, kind, "vcf", tmp_path), language)
        before, after = (records(each, kind, tmp_path) for each in (source, target))
        assert comparable(map(as_cards_hold, after)) == comparable(map(as_cards_hold, before))


NAUGHTY = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "-5", "O'Brien", "'quoted", "''",
    "Robert'); DROP TABLE contact;--", "<script>alert(1)</script>", "a;b,c", '"quoted"', "„x”",
    "😀 مرحبا", "NULL", "None", "true", "0", "1e5", "007", "2026-10-14", "a::: b", "{x}", "%s",
    "_x0041_", "ﬃ", "ООО «Ромашка», Москва", "https://x.example/?a=1,2;b", "x" * 300,
)  # fmt: skip


@pytest.mark.parametrize("format_", ["csv", "xlsx", "vcf"])
def test_naughty_texts_come_back_unchanged(
    open_workspace: Open, tmp_path: Path, format_: str
) -> None:
    source = open_workspace(str(tmp_path / "source.db"))
    for number, text in enumerate(NAUGHTY):
        values = {
            "family_name": text,
            "given_name": f"No. {number}",
            "position": text,
            "note": f"{text}\n{text}",
            "phones": [{"value": f"+48512{number:06}"}],
        }
        source.execute(CreateContact(values))
    target = open_workspace(str(tmp_path / "target.db"))
    bring_in(target, export(source, "contacts", format_, tmp_path), "en")
    kept = ("family_name", "given_name", "position", "note", "phones")
    before, after = (
        {tuple(str(record[key]) for key in kept) for record in records(each, "contacts", tmp_path)}
        for each in (source, target)
    )
    # A card does not say of what type a number without one is.
    assert after == before


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_several_values_of_a_field_come_back_with_their_types(
    open_workspace: Open, tmp_path: Path, format_: str
) -> None:
    source = open_workspace(str(tmp_path / "source.db"))
    values = {
        "given_name": "Jan",
        "phones": [
            {"value": "+48512000001", "type": "mobile"},
            {"value": "+48512000002", "type": "mobile"},
            {"value": "+48221234567", "type": "work", "extension": "12", "primary": True},
            {"value": "+48221234568", "type": "work"},
            {"value": "+48221234569", "type": "fax"},
        ],
        "emails": [
            {"value": "jan@x.example", "type": "work"},
            {"value": "praca@x.example", "type": "work"},
            {"value": "dom@y.example", "type": "home", "primary": True},
        ],
        "messengers": [
            {"service": "telegram", "value": "jan"},
            {"service": "telegram", "value": "jan_2"},
            {"service": "viber", "value": "+48512000001"},
        ],
        "sites": ["jan.example", "https://x.example/a?b=c"],
        "languages": ["pl", "en"],
        "birthday": "--03-18",
    }
    source.execute(CreateContact(values))
    target = open_workspace(str(tmp_path / "target.db"))
    bring_in(target, export(source, "contacts", format_, tmp_path), "pl")
    [before], [after] = (records(each, "contacts", tmp_path) for each in (source, target))
    for field in ("phones", "emails"):
        assert by_value(after[field]) == by_value(before[field])
    for field in ("messengers", "sites", "languages", "birthday"):
        assert after[field] == before[field]


def by_value(items: list[Json]) -> dict[str, Json]:
    return {item["value"]: item for item in items}


def as_sheets_hold(record: Json) -> Json:
    """The record after its way through a sheet: a company's address is its legal, its actual or
    another one."""
    if "companies" in record:
        return record
    return {**record, "addresses": [{**item, "type": "actual"} for item in record["addresses"]]}


def comparable(found: Any) -> list[Json]:
    """Without ids and times of change, in an order of its own."""
    left_out = {"id", "updated_at"}
    plain = [{k: v for k, v in record.items() if k not in left_out} for record in found]
    for record in plain:
        record["note"] = sorted((record["note"] or "").split("\n"))
        record["companies"] = [{**c, "id": None} for c in record.get("companies", ())]
        ties = ({**tie, "id": None} for tie in record.get("relations", ()))
        record["relations"] = sorted(ties, key=lambda tie: (tie["kind"], tie["name"]))
    return sorted(plain, key=lambda record: json.dumps(record, ensure_ascii=False, sort_keys=True))


def as_cards_hold(record: Json) -> Json:
    """What an electronic card has a place for: of an address the parts, of companies the first,
    and the others in its note."""
    held = ("name", "family_name", "given_name", "middle_name", "position", "birthday", "tags")
    card = {key: record.get(key) for key in (*held, "phones", "emails", "sites", "note")}
    first, others = record.get("companies", [])[:1], record.get("companies", [])[1:]
    card["companies"] = [{"name": link["name"]} for link in first]
    told = (", ".join(filter(None, (link["name"], link["position"]))) for link in others)
    lines = (card["note"], *(f"{_('Company')}: {one}" for one in told))
    card["note"] = "\n".join(filter(None, lines)) or None
    card["addresses"] = [
        {key: value for key, value in item.items() if key not in {"text", "type"}}
        for item in record["addresses"]
    ]
    return card
