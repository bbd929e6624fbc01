"""What the page of a list can show besides names, and by what it can be ordered.

Called by the list's page: the description on the GUI thread, its reads on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.features.common.columns import Value
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.custom_fields.list_columns import ListColumns
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


def columns_of(entity: str) -> ListColumns:
    """The columns of one list; nothing offers groups of entries."""
    return ListColumns(entry_type(entity), SORTS, MORE)
