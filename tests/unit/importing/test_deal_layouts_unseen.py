"""Deals in layouts made up for these tests: other orders of columns, other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.recognise import DEALS, recognise
from crm_desktop.integrations.tabular.table import Table


@dataclass
class Layout:
    """A file of a program: what its kind is, and by column what stands in two rows of it."""

    language: str
    kind: str
    columns: dict[str, tuple[str, str]]
    noted: set[str]


HUBSPOT_PL = Layout(
    "pl",
    "hubspot-deals",
    {
        "Kwota": ("118000,50", "96000"),
        "Nazwa transakcji": ("Biuro", "Magazyn"),
        "Waluta": ("PLN", "PLN"),
        "Powód utraty transakcji": ("", "Za drogo"),
        "Powiązany kontakt": ("Marina Kim (m.kim@wektor.example)", "Nina Krawiec"),
        "Etap transakcji": ("Negocjacje", "Zamknięta przegrana"),
        "Lejek": ("Sprzedaż", "Sprzedaż"),
        "Data zamknięcia": ("2026-12-01 00:00", "2026-10-11 00:00"),
        "Powiązana firma": ("Wektor Plus", "Baltlog"),
        "Właściciel transakcji": ("Anna Sokół", "Anna Sokół"),
        "Prawdopodobieństwo transakcji": ("0,4", ""),
        "Identyfikator rekordu": ("17", "18"),
        "Priorytet": ("", ""),
    },
    {"Priorytet"},
)
HUBSPOT_EN = Layout(
    "en",
    "hubspot-deals",
    {
        "Deal Type": ("", ""),
        "Closed Lost Reason": ("", "Za drogo"),
        "Deal owner": ("Anna Sokół", "Anna Sokół"),
        "Deal probability": ("0.4", ""),
        "Amount": ("118000.5", "96000"),
        "Deal Stage": ("Negocjacje (Sprzedaż)", "Closed Lost (Sprzedaż)"),
        "Close Date": ("2026-12-01 00:00", "2026-10-11 00:00"),
        "Associated Company (Primary)": ("Wektor Plus", "Baltlog"),
        "Associated Contact": ("Marina Kim (m.kim@wektor.example)", "Nina Krawiec"),
        "Record ID": ("17", "18"),
        "Deal Name": ("Biuro", "Magazyn"),
        "Pipeline": ("Sprzedaż", "Sprzedaż"),
        "Currency": ("PLN", "PLN"),
    },
    {"Deal Type"},
)
PIPEDRIVE_RU = Layout(
    "ru",
    "pipedrive-deals",
    {
        "Сделка - Организация": ("Wektor Plus", "Baltlog"),
        "Сделка - Контактное лицо": ("Marina Kim", "Nina Krawiec"),
        "Сделка - Название": ("Biuro", "Magazyn"),
        "Сделка - Сумма": ("118000,50", "96000"),
        "Сделка - Валюта для поля «Сумма»": ("PLN", "PLN"),
        "Сделка - Этап": ("Negocjacje", "Oferta"),
        "Сделка - Воронка": ("Sprzedaż", "Sprzedaż"),
        "Сделка - Статус": ("Открытые", "Проигранные"),
        "Сделка - Владелец": ("Anna Sokół", "Anna Sokół"),
        "Сделка - Ожидаемая дата закрытия": ("2026-12-01", ""),
        "Сделка - Время проигрыша": ("", "2026-10-11"),
        "Сделка - Причина проигрыша": ("", "Za drogo"),
        "Сделка - Сделка создана": ("2026-10-01", "2026-10-01"),
        "Сделка - ID": ("17", "18"),
        "Сделка - Вероятность": ("40", ""),
    },
    set(),
)
PIPEDRIVE_PL = Layout(
    "pl",
    "pipedrive-deals",
    {
        "Szansa sprzedaży - Właściciel": ("Anna Sokół", "Anna Sokół"),
        "Szansa sprzedaży - Status": ("Otwarta", "Przegrana"),
        "Szansa sprzedaży - ID": ("17", "18"),
        "Szansa sprzedaży - Wartość": ("118000,50", "96000"),
        "Szansa sprzedaży - Waluta Wartość": ("PLN", "PLN"),
        "Szansa sprzedaży - Tytuł": ("Biuro", "Magazyn"),
        "Szansa sprzedaży - Osoba kontaktowa": ("Marina Kim", "Nina Krawiec"),
        "Szansa sprzedaży - Organizacja": ("Wektor Plus", "Baltlog"),
        "Szansa sprzedaży - Lejek": ("Sprzedaż", "Sprzedaż"),
        "Szansa sprzedaży - Etap": ("Negocjacje", "Oferta"),
        "Szansa sprzedaży - Przewidywana data zamknięcia": ("2026-12-01", ""),
        "Szansa sprzedaży - Czas przegranej": ("", "2026-10-11"),
        "Szansa sprzedaży - Powód przegranej": ("", "Za drogo"),
        "Szansa sprzedaży - Prawdopodobieństwo": ("40", ""),
    },
    set(),
)
BITRIX24_PL = Layout(
    "pl",
    "sheet",
    {
        "Etap deala": ("Negocjacje", "Przegrana"),
        "Nazwa deala": ("Biuro", "Magazyn"),
        "Lejek": ("Sprzedaż", "Sprzedaż"),
        "ID": ("17", "18"),
        "Kwota": ("118000.50", "96000"),
        "Waluta": ("Polski złoty", "Polski złoty"),
        "Firma": ("Wektor Plus", "Baltlog"),
        "Kontakty": ("Marina Kim", "Nina Krawiec"),
        "Osoba odpowiedzialna": ("Anna Sokół", "Anna Sokół"),
        "Przewidywana data zamknięcia": ("01.12.2026", "11.10.2026"),
        "Powód utraty": ("", "Za drogo"),
        "Prawdopodobieństwo": ("40", ""),
        "Dostępny dla wszystkich": ("tak", "tak"),
    },
    set(),
)
LAYOUTS = {
    "HubSpot, Polish": HUBSPOT_PL,
    "HubSpot, English": HUBSPOT_EN,
    "Pipedrive, Russian": PIPEDRIVE_RU,
    "Pipedrive, Polish": PIPEDRIVE_PL,
    "Bitrix24, Polish": BITRIX24_PL,
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_in_another_order_and_language_comes_in_whole(name: str) -> None:
    layout = LAYOUTS[name]
    rows = [list(row) for row in zip(*layout.columns.values(), strict=True)]
    table = Table("csv", [[*layout.columns], *rows], range(1, 4))
    recognition = recognise(table, language=layout.language, region="PL")
    assert (recognition.kind, recognition.rows_are) == (layout.kind, DEALS)
    fields = {column.source: column.field for column in recognition.columns}
    assert {source for source, field in fields.items() if field == "note"} == layout.noted
    cleaner = make_cleaner(recognition, region="PL", language=layout.language)
    going, lost = cleaner.clean([(2, rows[0]), (3, rows[1])])
    assert told(going) == {
        "title": "Biuro",
        "pipeline": "Sprzedaż",
        "stage": "Negocjacje",
        "amount": "118000.5",
        "currency": "PLN",
        "chance": "40",
        "status": "open",
        "expected_close": "2026-12-01",
        "client": ("Kim", "Wektor Plus", "Anna Sokół", "17"),
    }
    # Some say by the stage that it was lost, some keep the stage beside.
    assert told(lost) | {"stage": ""} == {
        "title": "Magazyn",
        "pipeline": "Sprzedaż",
        "stage": "",
        "amount": "96000",
        "currency": "PLN",
        "status": "lost",
        "lost_reason": "Za drogo",
        "closed": "2026-10-11",
        "client": ("Krawiec", "Baltlog", "Anna Sokół", "18"),
    }


def told(draft: RowDraft) -> dict[str, Any]:
    """What the row says of the deal and its client."""
    assert draft.deal is not None
    assert draft.contact is not None
    assert draft.company is not None
    deal = {name: value for name, value in draft.deal.items() if name not in ("note", "created_at")}
    deal["amount"] = f"{float(deal['amount']):.10g}"
    if closed := deal.pop("closed_at", None):
        deal.pop("expected_close", None)  # where one column tells both
        deal["closed"] = closed[:10]
    client = (draft.contact["family_name"], draft.company["name"], draft.owner)
    return deal | {"client": (*client, draft.deal_source_id)}


def test_a_price_beside_no_product_is_what_the_deal_comes_to() -> None:
    [draft] = clean("Lead title;Price;Stage;Pipeline", "Biuro;1180;New;Main")
    assert draft.deal is not None
    assert draft.deal["amount"] == "1180"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Сделка", "x"),
        ("Воронка", "x"),
        ("Этап", "x"),
        ("Компания", "x"),
        ("Источник", "x"),
        ("Ответственный", "x"),
        ("Теги", "x"),
        ("Причина отказа", "x"),
        ("Контакт", "Марина "),
        ("Роли участников", "Марина Ким: "),
    ],
)
def test_a_text_that_is_too_long_for_its_field_goes_to_the_note(column: str, text: str) -> None:
    row = {
        "Сделка": "Свет",
        "Этап": "Новая",
        "Компания": "Вектор",
        "Контакт": "Марина Ким",
        "Статус": "Проиграна",
    }
    pasted = text + "y" * (LONGEST_LINE + 1)
    row |= {column: pasted}
    [draft] = clean(";".join(row), ";".join(row.values()))
    assert draft.deal is not None
    assert f"{column}: {pasted}" in draft.deal["note"].split("\n")
    assert draft.moved == 1


def clean(header: str, row: str) -> list[RowDraft]:
    """The row under this header, as the import takes it."""
    table = Table("csv", [header.split(";"), row.split(";")], range(1, 3))
    recognition = recognise(table, language="ru", region="RU")
    return make_cleaner(recognition, region="RU", language="ru").clean([(2, row.split(";"))])
