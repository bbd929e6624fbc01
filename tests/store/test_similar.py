"""Records like the one being entered are found by phone, e-mail, tax number and name, in any
writing, and never begin at anything but an index."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common.similar import MOST_SHOWN, Reason, Similar, name_words, same_name
from crm_desktop.features.companies import similar as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.similar import CompanyDraft
from crm_desktop.features.contacts import similar as contacts
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
)
from crm_desktop.features.contacts.similar import ContactDraft
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import Write

Found = list[tuple[str, Reason]]


def people(client: Backend, draft: ContactDraft) -> list[Similar]:
    return client.ask(contacts.find_similar, draft)


def found(client: Backend, **draft: Any) -> Found:
    return [(s.name, s.reason) for s in people(client, ContactDraft(region="RU", **draft))]


def firms(client: Backend, **draft: Any) -> Found:
    answer = client.ask(companies.find_similar, CompanyDraft(region="RU", **draft))
    return [(s.name, s.reason) for s in answer]


def person(client: Backend, given: str, family: str, **values: Any) -> str:
    name = {"given_name": given, "family_name": family, **values}
    return str(client.execute(CreateContact(name, "RU")).result)


def company(client: Backend, name: str, **values: Any) -> str:
    return str(client.execute(CreateCompany({"name": name, **values}, "RU")).result)


@pytest.fixture
def office(client: Backend) -> Backend:
    """Marina Kim and a colleague at a company, and a person with Polish letters."""
    vektor = company(
        client,
        "ООО «Вектор Плюс»",
        tax_ids=[{"kind": "inn", "value": "7707083893"}, {"kind": "kpp", "value": "770701001"}],
        phones=[{"value": "+7 812 555-04-40"}],
        emails=[{"value": "Office@vektor.example"}],
    )
    link = [{"company": vektor, "position": "Директор", "primary": True}]
    person(
        client,
        "Марина",
        "Ким",
        middle_name="Сергеевна",
        companies=link,
        phones=[{"value": "+7 900 555-01-14"}],
        emails=[{"value": "m.kim@vektor.example"}],
    )
    person(client, "Семён", "Орлов", companies=link)
    person(client, "Anna", "Łapińska")
    return client


@pytest.mark.parametrize(
    "written", ["8 900 555-01-14", "+79005550114", "(900) 555 01 14", "8-900-555-01-14 доб. 7"]
)
def test_a_phone_is_known_in_any_writing(office: Backend, written: str) -> None:
    assert found(office, phones=(written,)) == [("Марина Ким", Reason.PHONE)]


def test_an_address_is_known_in_any_case(office: Backend) -> None:
    assert found(office, emails=("M.KIM@Vektor.Example",)) == [("Марина Ким", Reason.EMAIL)]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("марина ким", "Марина Ким"),
        ("Ким Марина", "Марина Ким"),
        ("Ким Марина Сергеевна", "Марина Ким"),
        ("Марина Петровна Ким", "Марина Ким"),
        ("СЕМЕН ОРЛОВ", "Семён Орлов"),
        ("lapinska anna", "Anna Łapińska"),
    ],
)
def test_a_name_is_known_in_any_order_and_case(office: Backend, written: str, known: str) -> None:
    assert found(office, name=written) == [(known, Reason.NAME)]


@pytest.mark.parametrize("other", ["Марина", "Марина Кимова", "Ким Вера", "М", "👩", ""])
def test_another_name_is_another_person(office: Backend, other: str) -> None:
    assert found(office, name=other) == []


def test_at_the_same_company_one_word_of_the_name_is_enough(office: Backend) -> None:
    [kim] = people(office, ContactDraft("Марина Ким"))
    vektor = office.ask(companies.find_similar, CompanyDraft("Вектор Плюс"))[0].id
    assert kim.company == "ООО «Вектор Плюс»"
    assert found(office, name="Орлова Марина", company_id=vektor) == [
        ("Марина Ким", Reason.SAME_COMPANY)
    ]
    assert found(office, name="Вера Фомина", company_id=vektor) == []


def test_a_colleague_is_found_however_many_came_since(
    office: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "_COLLEAGUES", 1)  # Semyon Orlov is the newest one
    vektor = office.ask(companies.find_similar, CompanyDraft("Вектор Плюс"))[0].id
    assert found(office, name="Марина Вольф", company_id=vektor) == [
        ("Марина Ким", Reason.SAME_COMPANY)
    ]


def test_who_is_found_twice_is_shown_once_with_the_surest_reason(office: Backend) -> None:
    person(office, "Марина", "Ким")
    answer = found(office, name="Марина Ким", phones=("8 900 555-01-14",), emails=("x", "a@b.pl"))
    assert answer == [("Марина Ким", Reason.PHONE), ("Марина Ким", Reason.NAME)]


def test_the_record_itself_and_the_bin_are_left_out_but_not_the_archive(office: Backend) -> None:
    draft = ContactDraft(phones=("+79005550114",))
    [kim] = people(office, draft)
    assert people(office, replace(draft, except_id=kim.id)) == []
    office.execute(ArchiveContacts((kim.id,)))
    assert [s.archived for s in people(office, draft)] == [True]
    office.execute(DeleteContacts((kim.id,)))
    assert people(office, draft) == []
    assert people(office, ContactDraft("Марина Ким")) == []


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ({"tax_ids": ("77 07 08 38 93",)}, Reason.TAX_ID),
        ({"phones": ("8 (812) 555-04-40",)}, Reason.PHONE),
        ({"emails": ("office@VEKTOR.example",)}, Reason.EMAIL),
        ({"name": "вектор плюс"}, Reason.NAME),
        ({"name": "Вектор Плюс, АО"}, Reason.NAME),
    ],
)
def test_a_company_is_known_by_number_and_name_without_its_form(
    office: Backend, draft: dict[str, Any], reason: Reason
) -> None:
    assert firms(office, **draft) == [("ООО «Вектор Плюс»", reason)]


@pytest.mark.parametrize(
    "draft", [{"name": "ООО"}, {"name": "Вектор"}, {"tax_ids": ("770701001", "")}]
)
def test_a_form_of_business_or_a_tax_office_says_nothing(
    office: Backend, draft: dict[str, Any]
) -> None:
    assert firms(office, **draft) == []


def test_hostile_names_are_only_names(office: Backend) -> None:
    person(office, "👩‍💻", "שרה כהן")
    assert found(office, name="שרה כהן 👩‍💻") == [("👩‍💻 שרה כהן", Reason.NAME)]
    assert found(office, name="%' OR 1=1 --", phones=("'; --",), emails=('"',)) == []
    assert found(office, name="а" * 1_000_000, phones=("7" * 1_000_000,)) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Kim Marina", "marina KIM", True),
        ("Marina Kim", "Marina Sergeevna Kim", True),
        ("Marina", "Marina Kim", False),
        ("", "", False),
    ],
)
def test_two_names_are_one_when_the_words_are(a: str, b: str, same: bool) -> None:
    assert same_name(name_words(a), name_words(b)) is same


def test_a_common_name_and_a_switchboard_among_thousands_take_little_more_work(
    client: Backend,
) -> None:
    firm = company(client, "Switchboard")
    draft = ContactDraft("Jan Nowak", ("512 000 000",), company_id=firm, region="PL")
    client.execute(Write(partial(_hire, firm, MOST_SHOWN)))
    among_few = _least_seconds(client, draft)
    client.execute(Write(partial(_hire, firm, 5_000)))
    assert len(people(client, draft)) == MOST_SHOWN
    if client.database.is_postgresql:  # another process does the work there
        assert _rows_read(client, draft) < 5_000 / 2
    else:
        # Reading all of them would take a hundred times as long.
        assert _least_seconds(client, draft) < 10 * among_few


def _hire(firm: str, number: int, unit: UnitOfWork) -> None:
    """So many people with one of three names, at one company and at one phone."""
    phone = {"value": "+48512000000", "extension": None, "type": "work", "primary": True}
    link = {"company": firm, "position": None, "primary": True}
    names = [f"Nowak {'ab'[n % 2]}" if n % 10 else "Nowak" for n in range(number)]
    unit.insert_many(
        "contact",
        [
            NewRecord(
                {"given_name": "Jan", "family_name": name, "phones": [phone], "companies": [link]}
            )
            for name in names
        ],
    )


def _rows_read(client: Backend, draft: ContactDraft) -> int:
    """By the server, of all tables, once it knows their sizes."""
    with client.database.writing() as connection:
        connection.execute(sa.text("ANALYZE"))
    counted = sa.text(
        "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    )

    def query(reader: Reader) -> int:
        # Tables of so few pages it would rather read whole, although there is an index.
        reader.connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        before = int(reader.connection.execute(counted).scalar_one())
        contacts.find_similar(reader, draft)
        return int(reader.connection.execute(counted).scalar_one()) - before

    return client.ask(query)


def _least_seconds(client: Backend, draft: ContactDraft) -> float:
    """Of the processor, the least of many tries: others on a busy test machine don't count."""

    def seconds() -> float:
        begun = time.process_time()
        people(client, draft)
        return time.process_time() - begun

    return min(seconds() for _ in range(30))
