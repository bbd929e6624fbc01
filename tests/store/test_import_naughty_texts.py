"""Strings that break programs, in every text field: through an import and through the commands.
They come back as they were, or as the documented cleaning leaves them, or are refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import check_workspace
from crm_desktop.core.errors import Invalid
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.search.queries import search
from tests.factories.tiers import postgresql_when_long
from tests.store.importing import bring_in, companies, people, tag_names
from tests.store.workshop import assert_search_follows_the_records, change, read

KEPT = (
    "Robert'); DROP TABLE contact;--",
    "1' OR '1'='1",
    "%_\\ 100 % {0} {name} %s $$ ${jndi:x}",
    "<script>alert(1)</script><!--",
    "👩‍👩‍👧‍👦 ❤️",
    "日本語 العربية עברית ไทย",
    "z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "null",
    "NaN",
    "true",
    "-1E+02",
    "=1+1",
    '=HYPERLINK("http://x";"y")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+9)",
    "C:\\new\\table",
    "''",
    '"quoted" «ёлочки» „lapki”',
    "ﬁ ﬂ ½ ™ Å",
    "x" * 5000,
)
CHANGED_BY_CLEANING = ("\u202eнаоборот\u202c", "a\x00b", "a\udcffb", "é", "a\u200bb", "\ufeffBOM")
TEXT_FIELDS = ("family_name", "given_name", "middle_name", "position", "source", "note")


def naughty(text: str) -> bool:
    """Whether the database could not even take it."""
    return "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


def created(client: Backend, values: dict[str, Any]) -> dict[str, Any] | None:
    """The person as it stands, ``None`` if it was refused."""
    try:
        person = client.execute(CreateContact({"family_name": "Ким", **values})).result
    except Invalid:
        return None
    loaded = client.ask(get_contact, person)
    assert loaded is not None
    return loaded.state


def test_commands_keep_naughty_texts_or_refuse_them(client: Backend) -> None:
    for text in KEPT:
        for field in TEXT_FIELDS:
            state = created(client, {field: text})
            assert state is None or state[field] == text, (field, text)
    assert check_workspace(client).problems == ()
    assert_search_follows_the_records(client)


def test_commands_clean_or_refuse_what_no_database_takes(client: Backend) -> None:
    for text in CHANGED_BY_CLEANING:
        for field in TEXT_FIELDS:
            state = created(client, {field: text})
            assert state is None or not naughty(state[field] or ""), (field, text)
    assert check_workspace(client).problems == ()


LISTS = {
    "phones": "value",
    "emails": "value",
    "messengers": "value",
    "sites": None,
    "addresses": "text",
    "languages": None,
    "relations": "kind",
    "source_ids": "value",
}


def test_lists_with_naughty_items_are_refused_or_kept_whole(client: Backend) -> None:
    for field, name in LISTS.items():
        for text in (*KEPT[:6], *CHANGED_BY_CLEANING, "", "\x00"):
            created(client, {field: [{name: text} if name else text]})
            created(client, {field: text})
    assert check_workspace(client).problems == ()


WRONG_KINDS: tuple[dict[str, Any], ...] = (
    {"no_such_field": "x"},
    {"family_name": 7},
    {"family_name": ["a"]},
    {"phones": 7},
    {"phones": [7]},
    {"phones": [None]},
    {"emails": {"value": "a@example.com"}},
    {"birthday": "yesterday"},
    {"birthday": 19840318},
    {"consent": "yes"},
)


def test_values_of_another_kind_are_refused(client: Backend) -> None:
    for values in WRONG_KINDS:
        with pytest.raises(Invalid):
            client.execute(CreateContact({"family_name": "Ким", **values}))
    assert people(client) == []


def test_an_update_refuses_or_keeps_naughty_texts(client: Backend) -> None:
    person = client.execute(CreateContact({"family_name": "Ким"})).result
    for text in (*KEPT, *CHANGED_BY_CLEANING):
        try:
            change(client, person, read(client, person).version, note=text)
        except Invalid:
            continue
        note = read(client, person).state["note"]
        assert note == text or (text in CHANGED_BY_CLEANING and not naughty(note or "")), text
    assert_search_follows_the_records(client)


def test_companies_take_the_same_texts(client: Backend) -> None:
    for text in (*KEPT, *CHANGED_BY_CLEANING):
        try:
            client.execute(CreateCompany({"name": "ООО «Свет»", "note": text, "legal_name": text}))
        except Invalid:
            continue
    assert check_workspace(client).problems == ()


def test_searching_for_naughty_texts_finds_or_not_but_never_fails(client: Backend) -> None:
    for text in KEPT:
        created(client, {"note": text})
    for text in (
        *KEPT,
        *CHANGED_BY_CLEANING,
        "\ud800",
        "\x00",
        '"',
        "*",
        "NEAR(",
        " ",
        "a" * 10**6,
    ):
        client.ask(search, text)
    [hit] = client.ask(search, "DROP TABLE")
    assert hit.title == "Ким"


def test_an_import_brings_naughty_texts_in_as_they_are(client: Backend, tmp_path: Path) -> None:
    path = tmp_path / "naughty.csv"
    # Cells of nothing but these are what sheets write for 'empty' and for 'text follows'.
    texts = [text for text in KEPT if text not in {"null", "NaN", "''"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Фамилия", "Телефон", "Должность", "Заметка", "Теги", "Прочее"])
        for number, text in enumerate(texts):
            writer.writerow([f"Ким{number}", f"+7912000{number:04}", text, text, "опт", text])
    result = bring_in(client, path)
    assert (result.contacts.created, result.errors) == (len(texts), 0)
    for person, text in zip(people(client), texts, strict=True):
        assert text in person["note"], text
        assert f"Прочее: {text}" in person["note"], text
        assert person["position"] in {text, None}
        assert tag_names(client, person) == ["опт"]
    assert bring_in(client, path).contacts.unchanged == len(texts)
    assert_search_follows_the_records(client)
    out = tmp_path / "out.jsonl"
    client.ask(export_records, ExportRequest("contacts", "json", out, False, "ru"), lambda _p: None)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["note"] for line in lines] == [person["note"] for person in people(client)]


@postgresql_when_long
def test_an_import_survives_bytes_that_are_no_text_and_enormous_cells(
    client: Backend, tmp_path: Path
) -> None:
    path = tmp_path / "naughty.csv"
    rows = [
        "Фамилия;Телефон;Заметка;Компания;Теги;Ответственный".encode(),
        b"Kim\x00\x01;+79120000001;a\x00b;\x00;\x00;\x00",
        "Ким;+79120000002;\u202eоборот;\u202eСвет;\u202e;\u202e".encode(),
        b"Kim;+79120000003;" + b"y" * 1_000_000 + b";" + b"z" * 20_000 + b";t;o",
        ("Ким;+79120000004;" + "👩‍👩‍👧‍👦" * 500 + ";'; DROP;x;y").encode(),
        b";;;;;",
        b"=1+1;+79120000005;@SUM(A1);=cmd;-1;+1",
    ]
    path.write_bytes(b"\r\n".join(rows) + b"\r\n")
    result = bring_in(client, path)
    assert result.contacts.created + result.errors == 5
    assert max(len(person["note"] or "") for person in people(client)) >= 20_000
    assert all("\x00" not in str(record) for record in [*people(client), *companies(client)])
    assert check_workspace(client).problems == ()
    assert bring_in(client, path).contacts.unchanged == result.contacts.created
    assert_search_follows_the_records(client)
