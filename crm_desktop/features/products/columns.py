"""What the list of products can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.features.common.columns import Value, rank_texts
from crm_desktop.features.common.grouping import GroupRule, themselves
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.custom_fields.list_columns import ListColumns
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

_COLUMNS = ListColumns(PRODUCT, SORTS, MORE, GROUPS)
find_order = _COLUMNS.find_order
find_groups = _COLUMNS.find_groups
find_more = _COLUMNS.find_more
