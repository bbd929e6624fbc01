"""What both generators share: the recipe of one data set, places, spelling in Latin letters.

Used by ``firms`` and ``people``, on the thread that runs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.features.data.demo.draw import Draw
from crm_desktop.features.data.demo.stock import City, Stock

# How far back the oldest record was made: six years.
HISTORY_DAYS = 2190

# GOST 7.79 system B, made simpler as people do in addresses, and Polish letters.
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziyklmnoprstufyee", strict=True))
    | dict(zip("ąćęłńóśźżéèëöäáíúç", "acelnoszzeeeoaaiuc", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": "", "ü": "ue", "'": ""}
)


class Firm(NamedTuple):
    """What people need to know of a company: kept for all, so it is small."""

    name: str
    brand: str
    domain: str
    industry: str
    tags: tuple[int, ...]
    city: City


@dataclass(frozen=True)
class Recipe:
    """One data set: the same recipe always gives the same records."""

    stock: Stock
    seed: int
    now: datetime
    contacts: int
    firms: Sequence[Firm]
    users: int

    def draw(self, part: str) -> Draw:
        """The stream of chance of a part of this data set."""
        return Draw(self.seed, f"{self.stock.language}/{part}")

    @property
    def shown_phones(self) -> frozenset[str]:
        """The numbers of the design pictures, which no one else may have."""
        return frozenset(person.phone for person in self.stock.shown_contacts)


def slug(text: str) -> str:
    """``text`` as it is written in an address: Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LATIN)).strip("-")


def address(draw: Draw, stock: Stock, city: City, kind: str) -> dict[str, Any]:
    """A street of ``city`` and a house in it; ``kind`` is ``work`` or ``home``."""
    fraction = draw.fraction
    house = str(1 + int(fraction() * fraction() * 120))
    street = stock.street_pattern.format(street=draw.pick(stock.streets), house=house)
    postal = city.postal
    while "#" in postal:
        postal = postal.replace("#", str(int(fraction() * 10)), 1)
    return {
        "type": kind,
        "country": city.country,
        "region": city.region,
        "city": city.name,
        "street": street,
        "postal_code": postal,
        "text": f"{street}, {city.name}, {postal}",
    }


def note(draw: Draw, stock: Stock) -> str:
    """Nothing, or one to three different sentences."""
    sentences = max(0, draw.below(7) - 3)
    start = draw.below(len(stock.notes))
    return " ".join(stock.notes[(start + 17 * n) % len(stock.notes)] for n in range(sentences))
