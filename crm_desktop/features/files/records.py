"""How the store writes, journals and indexes files."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.text.folding import search_document
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.reach import through
from crm_desktop.features.files.tables import LINKS, attachment
from crm_desktop.store.records import Belonging, LabelOf, RecordType, Reference, State
from crm_desktop.store.search_index import TEXTS


def _derive(state: State) -> dict[str, Any]:
    return {"folded": sought(state["name"])}


def _document(state: State, _label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    return search_document([part for part in (state["name"], state["note"]) if part], [])


def _links(field: str, target: str) -> Belonging:
    return Belonging(
        field,
        LINKS[target],
        references={target: Reference(target, f"{target}_rid", target)},
        plain=True,
    )


ATTACHMENT = RecordType(
    "attachment",
    attachment,
    columns=("name", "size", "media_type", "digest", "note", "deleted_at"),
    label="name",
    references=(Reference("author", "author_rid", "user"),),
    belongings=(
        _links("contacts", "contact"),
        _links("companies", "company"),
        _links("deals", "deal"),
    ),
    derive=_derive,
    document=_document,
    # There are many, and nobody looks for people by them: an index of names stays one of names.
    index=TEXTS,
    scope=through("attachment", LINKS),
)

FIELDS = {"contact": "contacts", "company": "companies", "deal": "deals"}
"""The lists of links by what they lead to."""
