"""What the list of products can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import columns, grouping, listing
from crm_desktop.features.common.columns import Value, rank_texts
from crm_desktop.features.common.grouping import Grouping, GroupRule, themselves
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.custom_fields.columns import custom_texts, sort_rule
from crm_desktop.features.products.records import PRODUCT
from crm_desktop.features.products.tables import product

SORTS: Mapping[str, SortRule] = {
    "sku": SortRule(product.c.sku, rank_texts),
    "unit": SortRule(product.c.unit, rank_texts),
    "price": SortRule(product.c.price_minor),
    "vat": SortRule(product.c.vat),
    "created": SortRule(product.c.created_at),
    "changed": SortRule(product.c.updated_at),
}

MORE: Mapping[str, Value] = {
    "created": product.c.created_at,
    "changed": product.c.updated_at,
}

GROUPS: Mapping[str, GroupRule] = {
    "unit": GroupRule(product.c.unit, rank_texts, themselves),
    "currency": GroupRule(product.c.currency, rank_texts, themselves),
}


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of products in the list's order; ``order.sort`` may be one of ``SORTS`` or a
    custom field."""
    return listing.find_order(reader, product, order, limit, _sort(reader, order))


def _sort(reader: Reader, order: ListOrder) -> SortRule | None:
    return SORTS.get(order.sort) or sort_rule(reader, PRODUCT, order.sort)


def find_groups(reader: Reader, order: ListOrder, group: str) -> Grouping:
    """The list by groups; ``group`` is one of ``GROUPS``."""
    return grouping.find_groups(reader, product, order, GROUPS[group], _sort(reader, order))


def find_more(
    reader: Reader, rids: Sequence[int], names: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The fields of ``MORE`` and the custom ones (as texts) that are among ``names``, by internal
    key and name."""
    wanted = {name: MORE[name] for name in MORE if name in names}
    found = columns.find_fields(reader, PRODUCT, wanted, rids)
    for rid, texts in custom_texts(reader, "product", rids, names).items():
        found.setdefault(rid, {}).update(texts)
    return found
