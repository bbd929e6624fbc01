"""What the products table of a deal reads at once. ``read_products`` runs on reader threads."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.backend.work import Reader
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.products.queries import (
    find_price_lists,
    find_rates,
    get_products,
    own_currency,
    vat_rates,
)
from crm_desktop.features.products.rows import PriceListRow, RateRow
from crm_desktop.gui.pages.deals.pricing import likely_list

_TELLING = 200  # lines that tell by which price list a deal is priced


@dataclass(frozen=True)
class Found:
    """The deal; the workspace's currency (``own``) and exchange rates; the price lists, and the id
    of the one by which the lines seem to be priced (``likely``); the rates of VAT on offer."""

    deal: DealRow | None
    own: str
    rates: tuple[RateRow, ...]
    lists: tuple[PriceListRow, ...]
    likely: str
    vat: tuple[int, ...]


def read_products(reader: Reader, deal_id: str) -> Found:
    """All of it."""
    deal, lists = get_deal(reader, deal_id), tuple(find_price_lists(reader))
    likely = ""
    if deal is not None and lists:
        lines = [line for line in deal.lines if line.product_id][:_TELLING]
        products = get_products(reader, {line.product_id or "" for line in lines})
        likely = likely_list(lines, products, deal.currency)
    rates = tuple(find_rates(reader))
    return Found(deal, own_currency(reader), rates, lists, likely, vat_rates(reader))
