"""Objects of the demo data: the places that are lit, a list of its own with fields of its own.

Their words in the three languages, and their values made from a seed. Pure; on the thread that
runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crm_desktop.features.data.demo.recipe import Recipe, address

_HANDOVER_DAYS = 400


@dataclass(frozen=True)
class ObjectWords:
    """What the list is called (``name`` of many, ``one`` of a single one), its ``kinds`` and the
    labels of its fields."""

    name: str
    one: str
    note: str
    kinds: tuple[str, ...]
    kind: str
    area: str
    city: str
    client: str
    handover: str


_WORDS = {
    "ru": ObjectWords(
        "Объекты",
        "Объект",
        "Помещения, которые мы освещаем",
        ("Офис", "Склад", "Магазин", "Кафе", "Цех", "Паркинг"),
        "Тип",
        "Площадь, м²",
        "Город",
        "Клиент",
        "Сдача",
    ),
    "en": ObjectWords(
        "Objects",
        "Object",
        "The places that we light",
        ("Office", "Warehouse", "Shop", "Café", "Workshop", "Car park"),
        "Type",
        "Area, m²",
        "City",
        "Client",
        "Handover",
    ),
    "pl": ObjectWords(
        "Obiekty",
        "Obiekt",
        "Pomieszczenia, które oświetlamy",
        ("Biuro", "Magazyn", "Sklep", "Kawiarnia", "Hala", "Parking"),
        "Typ",
        "Powierzchnia, m²",
        "Miasto",
        "Klient",
        "Odbiór",
    ),
}


def words_of(language: str) -> ObjectWords:
    """The words of objects in ``language``; English for another than ours."""
    return _WORDS.get(language, _WORDS["en"])


def objects(recipe: Recipe, count: int) -> Iterator[dict[str, Any]]:
    """The objects of the first ``count`` companies, one each: ``name``, ``kind`` and ``company``
    (numbers), ``area`` in square metres, ``city``, and the day of the ``handover``."""
    draw, words = recipe.draw("objects"), words_of(recipe.stock.language)
    for number in range(count):
        city, kind = recipe.firms[number].city, draw.below(len(words.kinds))
        place = address(draw, recipe.stock, city, "work")
        ahead = timedelta(days=draw.below(_HANDOVER_DAYS) - _HANDOVER_DAYS // 2)
        yield {
            "name": f"{words.kinds[kind]}, {place['street']}",
            "kind": kind,
            "company": number,
            "area": 10 * (4 + int(draw.fraction() * draw.fraction() * 300)),
            "city": city.name,
            "handover": (recipe.now + ahead).date().isoformat(),
        }
