"""What the page of a list can show besides names, and by what it can be ordered.

Called by the list's page, on reader threads. ``order.entity`` says which list it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import columns, listing
from crm_desktop.features.common.columns import Value
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.custom_fields.columns import custom_texts, sort_rule
from crm_desktop.features.custom_lists.records import entry_type
from crm_desktop.features.custom_lists.tables import list_entry

SORTS: Mapping[str, SortRule] = {
    "created": SortRule(list_entry.c.created_at),
    "changed": SortRule(list_entry.c.updated_at),
}

MORE: Mapping[str, Value] = {
    "created": list_entry.c.created_at,
    "changed": list_entry.c.updated_at,
}


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of entries in the list's order; ``order.sort`` may be one of ``SORTS`` or a
    custom field."""
    rule = SORTS.get(order.sort) or sort_rule(reader, entry_type(order.entity), order.sort)
    return listing.find_order(reader, list_entry, order, limit, rule)


def find_more(
    reader: Reader, entity: str, rids: Sequence[int], names: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The fields of ``MORE`` and the custom ones (as texts) that are among ``names``, by internal
    key and name."""
    wanted = {name: MORE[name] for name in MORE if name in names}
    found = columns.find_fields(reader, entry_type(entity), wanted, rids)
    for rid, texts in custom_texts(reader, entity, rids, names).items():
        found.setdefault(rid, {}).update(texts)
    return found
