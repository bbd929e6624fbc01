"""How the store writes, journals and indexes custom lists and their entries.

The entries of all lists lie in one table; each list is a kind of its own (``Kinds``), so that its
fields, filters, views and changes are told apart from those of others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Any

from crm_desktop.core.text.folding import search_document
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import tables as shared
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.list_entities import LIST_PREFIX, is_list_entity
from crm_desktop.features.custom_fields.values import settle, settled_from
from crm_desktop.features.custom_lists.tables import custom_list, list_entry
from crm_desktop.store.records import Kinds, LabelOf, RecordType, Reference, State


def _derive(entity: str, state: State) -> dict[str, Any]:
    name = state["name"]
    return {"kind": entity, "folded": sought(name), "sort_key": sort_key(name)}


def _document(state: State, label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    parts = [state["name"], state["note"], *shared.sought_words(state["custom"], label)]
    return search_document([part for part in parts if part], ())


@cache
def entry_type(entity: str) -> RecordType:
    """The entries of one list; ``KeyError`` for what is no list."""
    if not is_list_entity(entity):
        raise KeyError(entity)
    return replace(
        LIST_ENTRY,
        entity=entity,
        derive=partial(_derive, entity),
        settle=partial(settle, entity),
        settled_from=partial(settled_from, entity),
    )


CUSTOM_LIST = RecordType(
    "custom_list",
    custom_list,
    columns=("name", "one", "icon", "note", "position", "archived_at"),
    label="name",
    derive=lambda state: {"folded": sought(state["name"])},
)

LIST_ENTRY = RecordType(
    "list_entry",
    list_entry,
    columns=("name", "note", "archived_at", "deleted_at"),
    label="name",
    references=(Reference("list", "list_rid", "custom_list"),),
    belongings=(shared.source_ids("list_entry"), shared.custom_values("list_entry")),
    document=_document,
    quiet=frozenset(("archived_at",)),
    light=frozenset(("deleted_at", "custom")),
    speaks_of=frozenset(("deleted_at", "name", "note", "custom")),
    kinds=Kinds(LIST_PREFIX, "kind", entry_type),
)
