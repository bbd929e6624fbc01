"""Search finds people and companies by any scrap, best first, alike on both engines.

The order is design/interaction.md, section 9: whole words, beginnings, inner matches, another
keyboard layout or alphabet, one-letter typos; inside each the most recently touched first.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.features.files.commands import AttachFiles, DeleteAttachments
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import (
    ACTIVITY,
    ALL_KINDS,
    COMPANY,
    CONTACT,
    FILE,
    PRODUCT,
    TEXT_KINDS,
    SearchHit,
)


@pytest.fixture
def office(client: Backend) -> Backend:
    """A small office: three people and a company."""
    vektor = add_company(
        client,
        name="ООО «Вектор Плюс»",
        tax_ids=[{"kind": "inn", "value": "7707083893"}],
        phones=[{"value": "+7 812 555-04-40"}],
        bank_accounts=[{"iban": "PL61109010140000071219812874"}],
    )
    add(
        client,
        "Марина",
        "Ким",
        phones=[{"value": "8 (912) 831-20-21"}],
        emails=[{"value": "M.Kim@vektor.example"}],
        companies=[{"company": vektor}],
        note="Просит перезвонить после обеда",
    )
    add(client, "Пётр", "Ёлкин", middle_name="Сергеевич")
    add(client, "Zofia", "Łapińska", phones=[{"value": "+48 600 555 114"}])
    return client


def add(client: Backend, given: str, family: str, **values: Any) -> str:
    command = CreateContact({"given_name": given, "family_name": family, **values}, "RU")
    return str(client.execute(command).result)


def add_company(client: Backend, **values: Any) -> str:
    return str(client.execute(CreateCompany(values, "RU")).result)


def titles(client: Backend, text: str, **options: Any) -> list[str]:
    return [hit.title for hit in client.ask(search, text, **options)]


def first(client: Backend, text: str) -> SearchHit:
    return client.ask(search, text)[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("к", "Марина Ким"),
        ("ки", "Марина Ким"),
        ("КИМ МАРИНА", "Марина Ким"),
        ("арин", "Марина Ким"),
        ("kim marina", "Марина Ким"),
        ("rbv", "Марина Ким"),
        ("8 (912) 831", "Марина Ким"),
        ("+7 912 831-20-21", "Марина Ким"),
        ("2021", "Марина Ким"),
        ("912831", "Марина Ким"),
        ("ким 831-20-21", "Марина Ким"),
        ("8 (912) 831 ким", "Марина Ким"),
        ("марина +7 912 831-20-21 ким", "Марина Ким"),
        ("m.kim@vek", "Марина Ким"),
        ("M.KIM@VEKTOR.EXAMPLE", "Марина Ким"),
        ("перезвонить", "Марина Ким"),
        ("елкин", "Пётр Ёлкин"),
        ("ёлкин петр", "Пётр Ёлкин"),
        ("сергеевич", "Пётр Ёлкин"),
        ("lapinska", "Zofia Łapińska"),
        ("łap", "Zofia Łapińska"),
        ("0048600555", "Zofia Łapińska"),
        ("7707083893", "ООО «Вектор Плюс»"),
        ("ИНН 7707083893", "ООО «Вектор Плюс»"),
        ("RU7707 083 893", "ООО «Вектор Плюс»"),
        ("812 555 04 40", "ООО «Вектор Плюс»"),
        ("PL61 1090 1014 0000 0712 1981 2874", "ООО «Вектор Плюс»"),
        ("pl6110901014", "ООО «Вектор Плюс»"),
        ("19812874", "ООО «Вектор Плюс»"),
    ],
)
def test_any_scrap_finds(office: Backend, typed: str, found: str) -> None:
    assert titles(office, typed)[0] == found


def test_tags_find_their_records_alone_and_beside_words_of_the_names(office: Backend) -> None:
    tagged = [{"name": "Постоянный клиент"}]
    add(office, "Анна", "Ким", tags=tagged)
    add_company(office, name="Постоянство", tags=tagged)
    both = ["Постоянство", "Анна Ким"]
    assert titles(office, "постоян") == both
    assert titles(office, "gjcnjzy") == both, "in the wrong layout"
    assert titles(office, "клиент") == both
    assert titles(office, "клиент", kinds=(CONTACT,)) == both[1:]
    assert titles(office, "ким клиент") == both[1:]
    assert titles(office, "ёлкин клиент") == []


def test_a_company_name_finds_its_people_too(office: Backend) -> None:
    assert set(titles(office, "вектор")) == {"ООО «Вектор Плюс»", "Марина Ким"}


def test_a_renamed_company_is_found_with_its_people_under_the_new_name(office: Backend) -> None:
    company = office.ask(search, "вектор", kinds=("company",))[0]
    office.execute(UpdateCompany(company.id, 1, {"name": "Горизонт"}))
    assert set(titles(office, "горизонт")) == {"Горизонт", "Марина Ким"}
    assert titles(office, "вектор плюс") == []


def test_whole_words_come_before_beginnings_before_inner_matches(client: Backend) -> None:
    add(client, "Анна", "Иван")
    add(client, "Анна", "Иванова")
    add(client, "Анна", "Поливанова")
    add(client, "Анна", "Иван")
    assert titles(client, "иван") == ["Анна Иван", "Анна Иван", "Анна Иванова", "Анна Поливанова"]


@pytest.mark.parametrize("limit", [4, 2])
def test_a_number_is_found_alike_whether_few_or_many_hold_its_last_digits(
    client: Backend, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    for name, note in (
        ("Inside", "91234567890"),
        ("Begun", "12345678"),
        ("Older", "89121234567"),
        ("Newer", "79121234567"),
        ("Whole", "1234567"),
        ("Other", "0034567"),
    ):
        add(client, name, "Kim", note=note)
    expected = [f"{name} Kim" for name in ("Whole", "Begun", "Newer", "Older", "Inside")]
    assert titles(client, "1234567") == expected
    monkeypatch.setattr("crm_desktop.store.search_index._FEW_ENDS", 2)
    assert titles(client, "1234567", limit=limit) == expected[:limit]


def test_other_alphabet_comes_after_what_was_typed(client: Backend) -> None:
    add(client, "Ivan", "Smith")
    add(client, "Иван", "Петров")
    assert titles(client, "ivan") == ["Ivan Smith", "Иван Петров"]


def test_the_most_recently_touched_comes_first(client: Backend) -> None:
    older = add(client, "Анна", "Белова")
    add(client, "Анна", "Чернова")
    assert titles(client, "анна") == ["Анна Чернова", "Анна Белова"]
    client.execute(UpdateContact(older, 1, {"position": "директор"}))
    assert titles(client, "анна") == ["Анна Белова", "Анна Чернова"]


def test_a_typo_is_forgiven_only_if_nothing_else_was_found(office: Backend) -> None:
    assert titles(office, "лапинска") == ["Zofia Łapińska"]
    assert titles(office, "lapinzka") == ["Zofia Łapińska"]
    assert titles(office, "перезвонит") == ["Марина Ким"]
    add(office, "Anna", "Lapinzka")
    assert titles(office, "lapinzka") == ["Anna Lapinzka"]


@pytest.mark.parametrize("typed", ["ёлкин 831-20-21", "ким 831-20-22", "NIP 7707083893 ким"])
def test_a_number_beside_words_must_stand_where_they_stand(office: Backend, typed: str) -> None:
    assert titles(office, typed) == []


def test_products_notes_and_files_are_found_with_one_wrong_letter_too(
    office: Backend, tmp_path: Path
) -> None:
    office.execute(CreateProduct({"name": "Каркасный дом", "sku": "KD-150"}))
    kim = first(office, "ким").id
    note = {"kind": "note", "text": "Просит **смету** до пятницы", "contacts": [kim]}
    office.execute(CreateActivity(note))
    path = tmp_path / "Планировка.pdf"
    path.write_bytes(b"%PDF")
    office.execute(AttachFiles((path,), {"contacts": (kim,)}))

    def found(text: str, kinds: Collection[str] = ALL_KINDS) -> list[str]:
        return [hit.kind for hit in office.ask(search, text, kinds=kinds)]

    for typed in ("каркосный", "кракасный дом", "карасный"):
        assert found(typed) == [PRODUCT]
    assert found("смнту", TEXT_KINDS) == found("пятницв смету", TEXT_KINDS) == [ACTIVITY]
    assert found("планеровка", TEXT_KINDS) == found("планировкс") == [FILE]
    assert found("карнизный") == found("сметана", TEXT_KINDS) == []


def test_no_text_is_guessed_where_a_name_was_typed_right(office: Backend) -> None:
    kim = first(office, "ким").id
    office.execute(CreateActivity({"kind": "note", "text": "Про лектор", "contacts": [kim]}))
    assert [hit.kind for hit in office.ask(search, "лектро", kinds=TEXT_KINDS)] == [ACTIVITY]
    assert office.ask(search, "вектор", kinds=TEXT_KINDS) == []


def test_archived_people_are_found_with_a_mark_and_binned_ones_not(office: Backend) -> None:
    kim = first(office, "ким").id
    office.execute(ArchiveContacts((kim,)))
    assert first(office, "ким").archived
    office.execute(DeleteContacts((kim,)))
    assert titles(office, "ким") == []
    office.execute(DeleteContacts((kim,), deleted=False))
    assert titles(office, "ким") == ["Марина Ким"]


def test_a_hit_says_where_and_how_it_matched(office: Backend) -> None:
    by_phone = first(office, "831-20-21")
    assert (by_phone.subtitle, by_phone.match) == ("ООО «Вектор Плюс»", "+7 912 831-20-21")
    assert first(office, "обеда").match == "Просит перезвонить после обеда"
    assert first(office, "ким").match == ""


def test_limit_and_kinds_narrow(office: Backend) -> None:
    assert len(titles(office, "вектор", limit=1)) == 1
    assert titles(office, "вектор", kinds=("company",)) == ["ООО «Вектор Плюс»"]


def test_a_note_and_a_file_are_found_behind_all_names(office: Backend, tmp_path: Path) -> None:
    kim = first(office, "ким").id
    note = {"kind": "note", "text": "Сравнивает нас с Вектор-М", "contacts": [kim]}
    office.execute(CreateActivity(note))
    path = tmp_path / "Смета Вектор.pdf"
    path.write_bytes(b"%PDF")
    office.execute(AttachFiles((path,), {"contacts": (kim,)}))
    hits = office.ask(search, "вектор", kinds=ALL_KINDS)
    assert {hit.kind for hit in hits[:2]} == {CONTACT, COMPANY}
    found = {hit.kind: hit for hit in hits[2:]}
    assert found[FILE].title == "Смета Вектор.pdf"
    assert found[FILE].subtitle == "Марина Ким"
    assert found[FILE].host == found[ACTIVITY].host == ("contact", kim)
    assert found[ACTIVITY].sort == "note"
    assert [hit.kind for hit in office.ask(search, "вектор", kinds=(FILE,))] == [FILE]
    assert [hit.kind for hit in office.ask(search, "вектор", kinds=(ACTIVITY,))] == [ACTIVITY]
    office.execute(DeleteAttachments((found[FILE].id,)))
    assert [hit.kind for hit in office.ask(search, "вектор", kinds=TEXT_KINDS)] == [ACTIVITY]


def test_a_note_is_found_by_the_inside_of_a_word_and_by_a_number_beside_words(
    office: Backend,
) -> None:
    kim = first(office, "ким").id

    def add_note(text: str) -> None:
        office.execute(CreateActivity({"kind": "note", "text": text, "contacts": [kim]}))

    def found(text: str) -> list[str]:
        return titles(office, text, kinds=TEXT_KINDS)

    add_note("Двигатель шумит")
    add_note("Электродвигатель заменён")
    add_note("Мастер Олег, 89123456789")
    assert found("двигатель") == ["Двигатель шумит", "Электродвигатель заменён"]
    assert found("тродвиг замен") == ["Электродвигатель заменён"]
    assert found("олег 912 345-67-89") == ["Мастер Олег, 89123456789"]


def test_the_last_word_of_a_long_note_is_found_and_shown(client: Backend) -> None:
    """Of many words those beyond the first 20,000 letters were not found, and nobody was told."""
    words = "\n".join(f"слово{n}" for n in range(10_000))
    kim = add(client, "Марина", "Ким", note=f"{words} цаплин")
    letter = {"kind": "note", "text": f"Письмо\n{words}\nпро журавлёва", "contacts": [kim]}
    client.execute(CreateActivity(letter))
    assert titles(client, "цаплин") == ["Марина Ким"]
    [hit] = client.ask(search, "журавлев", kinds=ALL_KINDS)
    assert (hit.title, hit.match) == ("Письмо", "про журавлёва")


def test_of_a_long_line_that_part_is_told_in_which_the_words_stand(client: Backend) -> None:
    add(client, "Анна", "Белова", note=f"{'слово ' * 15}о скидке на Складской проезд {'и ' * 30}")
    match = first(client, "склад").match
    assert match.startswith("…")
    assert match.endswith("…")
    assert "скидке на Складской проезд" in match
    assert len(match) <= 82


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "''", '"', "a" * 5000, "\\", "\x00", "😀"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(office: Backend, typed: str) -> None:
    assert titles(office, typed) == []
