"""Products on rows of deals as the lines that a deal keeps. Pure, but for the catalogue that is
given; used by ``deal_portions``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, format_money, from_major
from crm_desktop.features.common.keys import sought
from crm_desktop.features.data.importing.shares import share
from crm_desktop.features.deals.checks import CHECKS
from crm_desktop.features.products.rows import ProductRow

Catalogue = Mapping[tuple[str, str], ProductRow]
"""Products by (``sku``|``name``, key), as ``products.queries.find_by_key`` gives them."""

_PLACES = Decimal("0.001")


def keys_of(lines: Sequence[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    """By which SKUs and names the catalogue is to be asked for the products of ``lines``."""
    skus = {key for line in lines if (key := sought(line["sku"]))}
    return skus, {key for line in lines if (key := sought(line["name"]))}


def deal_lines(
    lines: Sequence[Mapping[str, Any]], currency: str, catalogue: Catalogue
) -> tuple[list[dict[str, Any]], list[str]]:
    """The lines, and as texts those that no deal can keep."""
    kept: list[dict[str, Any]] = []
    refused = []
    for line in lines:
        try:
            kept += CHECKS["lines"]([_line(line, currency, catalogue)], None)
        except Invalid:
            refused.append(line_note(line))
    return kept, refused


def lines_coming_to(
    amount: int,
    lines: Sequence[Mapping[str, Any]],
    currency: str,
    catalogue: Catalogue,
    *,
    are_all: bool,
) -> tuple[list[dict[str, Any]], list[str]]:
    """As ``deal_lines``, of a deal that has none and comes to ``amount`` minor units. Where the
    file tells no prices (Pipedrive doesn't), these lines would make it come to nothing: a lone
    product costs what the deal comes to, if that is a price; several stay texts, and so does one
    behind others that became such (not ``are_all``)."""
    kept, refused = deal_lines(lines, currency, catalogue)
    if not amount or not kept or any(line["price_minor"] for line in kept):
        return kept, refused
    quantity = Decimal(kept[0]["quantity"])
    price = Decimal(amount) / quantity if quantity else Decimal("0.5")
    if are_all and len(kept) == 1 and price == price.to_integral_value():
        return [{**kept[0], "price_minor": int(price), "discount": 0}], refused
    return [], [line_note(line) for line in lines]


def line_note(line: Mapping[str, Any]) -> str:
    """How a deal's note keeps a line of the file that the deal can't keep."""
    return ", ".join(str(value) for value in line.values() if value)


def minor_of(amount: str, currency: str) -> int:
    """An amount as a decimal text in minor units of ``currency``."""
    return from_major(Decimal(amount), currency).minor


def kept_minor(amount: str, currency: str) -> int | None:
    """As ``minor_of``; ``None`` for more than is taken: in which currency an amount of a file is
    may only show when it is written."""
    try:
        return minor_of(amount, currency)
    except Invalid:
        return None


def told_amount(amount: str, currency: str) -> str:
    """How a deal's note keeps an amount of the file, also one that is too large to be kept."""
    minor = kept_minor(amount, currency)
    named = _("Amount")
    return f"{named}: {amount} {currency}" if minor is None else amount_note(minor, currency)


def amount_note(minor: int, currency: str) -> str:
    """How a deal's note keeps an amount that its products don't come to."""
    named = _("Amount")
    return f"{named}: {format_money(Money(minor, currency))}"


def price_note(minor: int, currency: str) -> str:
    """How a product's description keeps a second price."""
    named = _("Price")
    return f"{named}: {format_money(Money(minor, currency))}"


def _line(line: Mapping[str, Any], currency: str, catalogue: Catalogue) -> dict[str, Any]:
    known = catalogue.get(("sku", sought(line["sku"]) or "")) or catalogue.get(
        ("name", sought(line["name"]) or "")
    )
    name = line["name"] or (known.name if known else line["sku"])
    price = minor_of(line["price"], currency) if line["price"] else _usual_price(known, currency)
    return {
        "product": known.id if known else None,
        "name": name,
        "sku": line["sku"] or (known.sku if known else None),
        "quantity": str(Decimal(line["quantity"] or 1).quantize(_PLACES)),
        "unit": line["unit"] or (known.unit if known else None),
        "price_minor": price,
        "discount": share(line["discount"]) or 0,
        "vat": share(line["vat"]) if line["vat"] else (known.vat if known else None),
    }


def _usual_price(known: ProductRow | None, currency: str) -> int:
    return known.minor or 0 if known is not None and known.currency == currency else 0
