"""What can be done with the catalogue. Values are JSON-shaped.

Values of a product: ``name``, ``sku``, ``unit``, ``is_service``, ``vat`` (hundredths of a percent,
``None``: free of VAT), ``price_minor`` (VAT included) and ``currency`` (ISO 4217), ``prices``
(``[{"price_list": id, "minor"}]``), ``description``, ``source_ids``, ``custom``. Those of a price
list: ``name``, ``currency``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreateProduct:
    """A new product or service; ``values`` needs a name. Without a currency it is priced in the
    workspace's own. Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateProduct:
    """Change fields of a product that was read at ``base_version``."""

    product_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class ArchiveProducts:
    """Hide products from the catalogue, or show them again; deals keep their lines."""

    product_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class ArchiveManyProducts:
    """The same for any number of products, portion by portion."""

    product_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeleteProducts:
    """Put products into the recycle bin, or take them out; deals keep their lines."""

    product_ids: tuple[str, ...]
    deleted: bool = True


@dataclass(frozen=True)
class CreatePriceList:
    """A new price list; ``values`` needs a name. Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdatePriceList:
    """Change a price list that was read at ``base_version``. While it has prices its currency
    stays."""

    price_list_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class ArchivePriceLists:
    """Offer price lists no longer, or again; their prices stay."""

    price_list_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class SetRate:
    """From ``day`` (``2026-10-14``) on one unit of ``currency`` is worth ``rate`` (a decimal as
    text) units of the workspace's own. A rate of the same day is replaced. Gives the id."""

    currency: str
    day: str
    rate: str


@dataclass(frozen=True)
class SetVatRates:
    """Offer these rates of VAT (hundredths of a percent) for products and deals; without any those
    of the country. What has a rate keeps it."""

    rates: tuple[int, ...]


@dataclass(frozen=True)
class DeleteRates:
    """Take rates away."""

    rate_ids: tuple[str, ...]
