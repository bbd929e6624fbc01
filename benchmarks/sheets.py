"""Sheets of people to import: 20 columns as an office keeps them, from the demo's stock.

Names, posts and places are the demo's of another seed; phones, e-mails and the names of firms hold
a number, so a sheet meets nobody of the data sets and the import has to write every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

from crm_desktop.features.data.demo import Scale, generate

HEADER = (
    "Фамилия",
    "Имя",
    "Отчество",
    "Должность",
    "Компания",
    "Мобильный телефон",
    "Рабочий телефон",
    "Рабочий e-mail",
    "Личный e-mail",
    "Telegram",
    "Сайт",
    "Дата рождения",
    "Регион",
    "Город",
    "Улица",
    "Индекс",
    "Статус",
    "Источник",
    "Теги",
    "Примечание",
)
PHONES, EMAILS = (5, 6), (7, 8)
_SEED = 7
_NOW = datetime(2026, 1, 15, tzinfo=timezone.utc)
_STATUSES = ("Клиент", "Потенциальный", "Партнёр", "")
_TAGS = ("VIP", "опт", "выставка 2026, опт", "")
_WRITINGS = (
    "+7 ({0}) {1}-{2}-{3}",
    "8 {0} {1} {2} {3}",
    "8({0}){1}{2}{3}",
    "+7{0}{1}{2}{3}",
    "{0}-{1}-{2}-{3}",
)


def write_sheet(path: Path, rows: int, series: int) -> None:
    """Write ``rows`` people under a header; equal arguments give equal cells."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Контакты")
    for number, cells in enumerate(((HEADER), *people(rows, series))):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, column, cell)
    book.close()


def people(rows: int, series: int) -> Iterator[tuple[str, ...]]:
    """The sheet's rows as texts."""
    data = generate("ru", Scale.OFFICE, _SEED, _NOW)
    firms = [f"{firm.name} {number}" for number, firm in enumerate(data.recipe.firms)]
    for index, person in enumerate(islice(data.contacts(), rows)):
        yield _cells(person, firms, series * 1_000_000 + index)


def _cells(person: dict[str, Any], firms: list[str], number: int) -> tuple[str, ...]:
    job = person["companies"][0] if person["companies"] else None
    address = person["addresses"][0] if person["addresses"] else {}
    return (
        person["family_name"],
        person["given_name"],
        person["middle_name"],
        person["position"],
        firms[job["company"]] if job else "",
        _phone(f"958{number:07d}", number),
        _phone(f"383{2_000_000 + number:07d}", number + 2) if number % 5 < 3 else "",
        f"person{number}@imported.example",
        f"someone.{number}@private.example" if number % 3 == 0 else "",
        f"@person{number}" if number % 2 else "",
        f"https://person{number}.example" if number % 4 == 0 else "",
        ".".join(reversed(person["birthday"].split("-"))) if person["birthday"] else "",
        address.get("region") or "",
        address.get("city") or "",
        address.get("street") or "",
        address.get("postal_code") or "",
        _STATUSES[number % len(_STATUSES)],
        person["source"] or "",
        _TAGS[number % len(_TAGS)],
        person["note"],
    )


def _phone(digits: str, number: int) -> str:
    writing = _WRITINGS[number % len(_WRITINGS)]
    return writing.format(digits[:3], digits[3:6], digits[6:8], digits[8:])
