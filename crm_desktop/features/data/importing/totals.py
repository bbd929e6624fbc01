"""Lines of a sheet that sum it up: they are nobody, and are told as what they are.

Asked by ``assembling`` for each row, in worker processes. Pure.
"""

from __future__ import annotations

from crm_desktop.core.text.folding import words

# Folded, in the three languages.
TOTALS = frozenset(
    ("итого", "итог", "всего", "total", "totals", "razem", "suma", "lacznie", "ogolem")
)
_BESIDE = frozenset(
    (
        *("общий", "общая", "общее", "по", "списку", "листу", "на", "листе", "в", "базе", "сумма"),
        *("записей", "запись", "строк", "контактов", "контакта", "клиентов", "клиента", "человек"),
        *("компаний", "компании", "организаций", "позиций", "количество", "кол", "во", "шт"),
        *("сделок", "сделки", "сделка", "deals", "szans", "sprzedazy"),
        *("grand", "sub", "number", "of", "records", "record", "rows", "row", "contacts", "people"),
        *("companies", "clients", "customers", "items", "entries", "count", "sum"),
        *("koncowa", "koncowy", "calosc", "liczba", "ilosc", "rekordow", "wierszy", "kontaktow"),
        *("klientow", "osob", "firm", "pozycji", "wpisow", "na", "liscie", "szt"),
    )
)
_MOST_WORDS = 6


def is_total(text: str) -> bool:
    """``Итого``, ``Razem: 12``, ``Total records 5``; no company that only has such a word."""
    said = [word for word in words(text)[: _MOST_WORDS + 1] if not word.isdigit()]
    return 0 < len(said) <= _MOST_WORDS and not TOTALS.isdisjoint(said) and _says_only_that(said)


def _says_only_that(said: list[str]) -> bool:
    return all(word in TOTALS or word in _BESIDE for word in said)
