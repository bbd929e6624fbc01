"""Rows of exported sheets: what stands in the cells, which columns there are, and their titles."""

from __future__ import annotations

import pytest

from crm_desktop.core.i18n import set_language
from crm_desktop.features.data.exporting.cells import (
    STATUS_WORDS,
    Cells,
    company_cells,
    contact_cells,
)
from crm_desktop.features.data.exporting.columns import (
    COMPANY_ORDER,
    CONTACT_ORDER,
    row_of,
    sheet_columns,
)
from crm_desktop.features.data.exporting.shapes import company_json, contact_json
from crm_desktop.features.data.importing.contents import kind_word, status_word
from crm_desktop.features.data.importing.headers import meaning_of
from crm_desktop.store.loading import Loaded
from tests.unit.exporting import export_samples as samples
from tests.unit.exporting.export_samples import address, email, names, phone


def cells_of(person: Loaded) -> Cells:
    return contact_cells(contact_json(person, names), person.state)


def test_the_cells_of_a_person() -> None:
    assert cells_of(samples.FULL_CONTACT) == {
        "kind": "Contact",
        "family_name": "Kim",
        "given_name": "Marina",
        "middle_name": "Olegovna",
        "position": "Buyer",
        "company.name": "Vektor",
        "other_company.name": "Sever",
        "other_company.position": "Adviser",
        "phone.mobile": "+79005550114",
        "phone.work": "+78125550440 ext. 12",
        "email.work": "kim@vektor.example",
        "messenger.telegram": "kim",
        "site": "kim.example",
        "address.work.city": "Pskov",
        "address.work.street": "Main 1",
        "birthday": "--03-18",
        "languages": "ru, ko",
        "preferred_channel": "phone",
        "preferred_hours": "after 10",
        "status": "Client",
        "source": "Exhibition",
        "owner": "Olga Zhdanova",
        "tags": "VIP, Shops",
        "consent": "2026-05-01",
        "consent_origin": "Form",
        "relations": "Colleague: Jan Nowak",
        "blacklisted": "Does not pay.",
        "archived": "yes",
        "created_at": "2026-10-14T09:40:00Z",
        "note": "Likes tea.",
    }


def test_the_cells_of_a_company() -> None:
    cells = company_cells(company_json(samples.FULL_COMPANY, names))
    assert (
        cells.items()
        >= {
            "company.name": "Vektor",
            "company.legal_name": "Vektor Ltd",
            "company.inn": "7800000002",
            "company.kpp": "780001001",
            "company.account": "40702810000040702811",
            "company.bic": "044525933",
            "company.bank_name": "Bank",
            "address.legal.city": "Pskov",
            "address.other.text": "Box 5",
            "parent": "Sever",
            "phone.work": "+78125550440",
        }.items()
    )


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        pytest.param(
            [phone("+1", "work", primary=False), phone("+2", "work")],
            {"phone.work": "+2, +1"},
            id="the primary one comes first in its cell",
        ),
        pytest.param(
            [phone("+1", "work"), phone("+2", "mobile", primary=False)],
            {"phone.mobile": "+2", "phone.work": "* +1"},
            id="and is marked where another column stands before it",
        ),
        pytest.param(
            [phone("+1", "fax", primary=False), phone("+2", "other")],
            {"phone.fax": "+1", "phone.other": "+2"},
            id="a fax before it is no rival",
        ),
    ],
)
def test_the_primary_phone(phones: list[object], expected: Cells) -> None:
    found = cells_of(samples.contact(given_name="Jan", phones=phones))
    assert {code: cell for code, cell in found.items() if code.startswith("phone")} == expected


def test_the_primary_e_mail() -> None:
    emails = [email("b@x.example", "home"), email("a@x.example", primary=False)]
    found = cells_of(samples.contact(emails=emails))
    assert (found["email.work"], found["email.home"]) == ("a@x.example", "* b@x.example")


@pytest.mark.parametrize(
    ("tags", "cell"),
    [
        (["VIP", "Shops"], "VIP, Shops"),
        (["Moscow, centre", "VIP"], "Moscow, centre ::: VIP"),
        (["Moscow, centre"], "Moscow, centre :::"),
    ],
)
def test_tags_with_a_separator_in_their_names_stay_whole(tags: list[str], cell: str) -> None:
    shape = contact_json(samples.contact(), names) | {"tags": tags}
    assert contact_cells(shape, samples.contact().state)["tags"] == cell


def test_a_second_address_of_a_type_has_columns_of_its_own() -> None:
    found = cells_of(
        samples.contact(addresses=[address("home", city="Pskov"), address("home", city="Riga")])
    )
    assert (found["address.home.city"], found["address.home.city#2"]) == ("Pskov", "Riga")


def test_only_what_some_record_holds_has_a_column() -> None:
    columns = sheet_columns(CONTACT_ORDER, {"family_name": 1, "address.home": 2, "note": 1})
    assert [column.title for column in columns] == [
        "Last name",
        *(
            f"Home address{number}: {part}"
            for number in ("", " 2")
            for part in ("whole address", "street", "city", "region", "postal code", "country")
        ),
        "Note",
    ]


def test_cells_stand_below_their_titles() -> None:
    columns = sheet_columns(CONTACT_ORDER, {"family_name": 1, "given_name": 1, "site": 1})
    assert row_of(columns, {"site": "x.example", "family_name": "Kim"}) == ["Kim", "", "x.example"]


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
@pytest.mark.parametrize("order", [CONTACT_ORDER, COMPANY_ORDER])
def test_our_own_import_recognises_every_title(order: tuple[str, ...], language: str) -> None:
    set_language(language)
    wrong = {}
    for column in sheet_columns(order, dict.fromkeys(order, 1)):
        meaning = meaning_of(column.title)
        expected = column.code
        if column.code.startswith(("address.legal", "address.actual")):
            expected = f"company.address.{column.code.rsplit('.', 1)[1]}"
        if (meaning.field if meaning else None) != expected:
            wrong[column.title] = meaning
    assert wrong == {}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Контакт или компания", "kind"),
        ("Согласие на рассылку", "consent"),
        ("Изменён", "updated_at"),
        ("Код банка (БИК)", "company.bic"),
        ("Номер НДС ЕС", "company.vat"),
        ("Другой мессенджер", "messenger.other"),
        ("Юридический адрес: город", "company.address.city"),
        ("Адрес компании: город", "company.address.city"),
        ("Другой адрес: индекс", "address.other.postal_code"),
        ("Рабочий адрес 2: улица", "address.work.street"),
        ("Другая компания", "other_company.name"),
        ("Должность в другой компании", "other_company.position"),
        ("Головная компания", "parent"),
        ("Как дано согласие", "consent_origin"),
        ("Чёрный список", "blacklisted"),
        ("В архиве", "archived"),
        ("Kontakt czy firma", "kind"),
        ("Zgoda na mailing", "consent"),
        ("Zmieniono", "updated_at"),
        ("Kod banku (BIC)", "company.bic"),
        ("Rachunek korespondencyjny", "company.correspondent_account"),
        ("Inny komunikator", "messenger.other"),
        ("Adres siedziby: miasto", "company.address.city"),
        ("Adres firmy: miasto", "company.address.city"),
        ("Inny adres: kod pocztowy", "address.other.postal_code"),
        ("Inna firma", "other_company.name"),
        ("Stanowisko w innej firmie", "other_company.position"),
        ("Firma nadrzędna", "parent"),
        ("Jak wyrażono zgodę", "consent_origin"),
        ("Czarna lista", "blacklisted"),
        ("W archiwum", "archived"),
    ],
)
def test_titles_that_a_translation_may_use(title: str, field: str | None) -> None:
    meaning = meaning_of(title)
    assert (meaning.field if meaning else None) == field


def test_our_own_import_recognises_our_words_in_cells() -> None:
    assert {status_word(word): code for code, word in STATUS_WORDS.items()} == {
        code: code for code in STATUS_WORDS
    }
    assert (kind_word("Contact"), kind_word("Company")) == ("contact", "company")
