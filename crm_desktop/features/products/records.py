"""How the store writes and journals products, price lists, exchange rates and rates of VAT."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import tables as shared
from crm_desktop.features.common.keys import sought
from crm_desktop.features.custom_fields.values import settle, settled_from
from crm_desktop.features.products.tables import (
    exchange_rate,
    price_list,
    product,
    product_price,
    vat_rates,
)
from crm_desktop.store.records import Belonging, RecordType, Reference, State

LISTS = "products:price_list:write"
"""The permission to set up price lists, and to take back what was set up of them."""
RATES = "products:rate:write"
"""The same of exchange rates and of the rates of VAT."""


def _derive(state: State) -> dict[str, Any]:
    name = state["name"]
    return {
        "folded": sought(name),
        "sort_key": sort_key(name),
        "sku_folded": sought(state["sku"]),
    }


PRICE_LIST = RecordType(
    "price_list",
    price_list,
    columns=("name", "currency", "archived_at"),
    label="name",
    derive=lambda state: {"folded": sought(state["name"])},
    right=LISTS,
)

PRODUCT = RecordType(
    "product",
    product,
    columns=(
        "name",
        "sku",
        "unit",
        "is_service",
        "vat",
        "price_minor",
        "currency",
        "description",
        "archived_at",
        "deleted_at",
    ),
    label="name",
    belongings=(
        Belonging(
            "prices",
            product_price,
            ("minor",),
            references={"price_list": Reference("price_list", "price_list_rid", "price_list")},
            identity=("price_list",),
        ),
        shared.source_ids("product"),
        shared.custom_values("product"),
    ),
    derive=_derive,
    settle=partial(settle, "product"),
    quiet=frozenset(("archived_at",)),
    light=frozenset(("unit", "vat", "is_service", "deleted_at", "custom")),
    settled_from=partial(settled_from, "product"),
)

EXCHANGE_RATE = RecordType(
    "exchange_rate",
    exchange_rate,
    columns=("currency", "day", "rate"),
    label="currency",
    right=RATES,
)

VAT_RATES = RecordType("vat_rates", vat_rates, columns=("rates",), label="rates", right=RATES)
