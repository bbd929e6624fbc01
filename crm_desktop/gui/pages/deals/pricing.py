"""What products cost in a deal: by the price list that was chosen, else as usual.

Called by the products table on the GUI thread, ``likely_list`` on reader threads; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_desktop.core.values.money import Money, Rate, convert
from crm_desktop.features.deals.rows import DealLine
from crm_desktop.features.products.rows import ProductRow


@dataclass(frozen=True)
class Pricing:
    """What is needed to price a product in a deal: its currency, the rates of the day, and the id
    of the price list whose prices come first, if one was chosen."""

    currency: str
    own: str
    rates: tuple[Rate, ...]
    day: Any
    price_list: str = ""


def price_of(product: ProductRow, pricing: Pricing) -> int | None:
    """The product's price in the deal's currency: that of the chosen price list, its usual one,
    that of a price list in this currency, or converted; ``None`` where it has none or no rate is
    known."""
    for price in product.prices:
        if price.price_list_id == pricing.price_list:
            found = _converted(Money(price.minor, price.currency), pricing)
            if found is not None:
                return found
    if product.minor is not None and product.currency == pricing.currency:
        return product.minor
    for price in product.prices:
        if price.currency == pricing.currency:
            return price.minor
    if product.minor is None:
        return None
    return _converted(Money(product.minor, product.currency), pricing)


def _converted(money: Money, pricing: Pricing) -> int | None:
    found = convert(money, pricing.currency, pricing.day, pricing.rates, pricing.own)
    return found.minor if found else None


def repriced(
    lines: Iterable[DealLine], products: Mapping[str, ProductRow], pricing: Pricing
) -> list[DealLine]:
    """The lines with the prices of now; those of no product, or of one without a price, stay."""
    return [_repriced(line, products.get(line.product_id or ""), pricing) for line in lines]


def _repriced(line: DealLine, product: ProductRow | None, pricing: Pricing) -> DealLine:
    price = price_of(product, pricing) if product is not None else None
    return line if price is None else replace(line, price_minor=price)


def likely_list(
    lines: Sequence[DealLine], products: Mapping[str, ProductRow], currency: str
) -> str:
    """The id of the price list by which all the lines are priced that tell one from the usual
    prices; nothing where none tells. Deals keep prices, not where these came from."""
    fitting: set[str] | None = None
    for line in lines:
        product = products.get(line.product_id or "")
        if product is None or (product.minor, product.currency) == (line.price_minor, currency):
            continue
        lists = {
            price.price_list_id
            for price in product.prices
            if (price.minor, price.currency) == (line.price_minor, currency)
        }
        fitting = lists if fitting is None else fitting & lists
    return min(fitting) if fitting else ""
