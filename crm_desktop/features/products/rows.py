"""What reads of the catalogue give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class ProductPrice:
    """What a product costs by a price list, in minor units of the list's currency."""

    price_list_id: str
    price_list: str
    minor: int
    currency: str


@dataclass(frozen=True)
class ProductRow:
    """A product or, with ``is_service``, a service. ``unit`` as people write it; ``vat`` in
    hundredths of a percent (2200 is 22 %), ``None``: free of VAT; ``minor``: the usual price, VAT
    included, in minor units of ``currency`` (ISO 4217)."""

    rid: int
    id: str
    version: int
    name: str
    sku: str
    unit: str
    is_service: bool
    vat: int | None
    minor: int | None
    currency: str
    prices: tuple[ProductPrice, ...]
    description: str
    is_archived: bool

    @property
    def tags(self) -> tuple[int, ...]:
        """None: lists ask every kind of record for its tags."""
        return ()


@dataclass(frozen=True)
class PriceListRow:
    """A list of prices in one currency."""

    rid: int
    id: str
    version: int
    name: str
    currency: str
    is_archived: bool


@dataclass(frozen=True)
class RateRow:
    """One unit of ``currency`` is worth ``rate`` units of the workspace's own, from ``day`` on."""

    rid: int
    id: str
    version: int
    currency: str
    day: date
    rate: Decimal
