"""The words of demo deals: what ``wares_ru``, ``_en`` and ``_pl`` fill. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.features.data.demo.stock import lines


@dataclass(frozen=True)
class Ware:
    """A product or service of the catalogue. ``price`` in whole units of the currency, VAT
    included; ``vat`` in hundredths of a percent."""

    name: str
    sku: str
    unit: str
    price: int
    vat: int
    is_service: bool


@dataclass(frozen=True)
class Wares:
    """What is sold, for what, and why it was not. ``scale``: a usual amount of money in whole
    units of ``currency``; ``projects`` are titles of deals, most frequent first."""

    currency: str
    scale: int
    wares: tuple[Ware, ...]
    projects: tuple[str, ...]
    roles: tuple[str, ...]
    rivals: tuple[str, ...]
    comments: tuple[str, ...]


def wares(text: str, vat: int) -> tuple[Ware, ...]:
    """Wares from lines ``name; sku; unit; price``; without a number of the article a service."""
    rows = (line.split("; ") for line in lines(text))
    return tuple(
        Ware(name, "" if sku == "-" else sku, unit, int(price), vat, sku == "-")
        for name, sku, unit, price in rows
    )
