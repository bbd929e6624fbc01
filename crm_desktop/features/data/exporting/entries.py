"""Entries of custom lists as the JSON objects of the command line, and as the rows of a sheet.

Called by ``queries`` for each record on a reader's thread; pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from crm_desktop.core.clock import iso
from crm_desktop.core.i18n import _
from crm_desktop.features.data.exporting.cells import Cells
from crm_desktop.features.data.exporting.shapes import Json
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import LabelOf

ENTRY_ORDER = ("title", "note", "archived")


def entry_json(loaded: Loaded, _names: LabelOf) -> Json:
    """An entry with the fields that every list has."""
    state = loaded.state
    return {
        "id": loaded.id,
        "title": state["name"],
        "note": state["note"],
        "archived": state["archived_at"] is not None,
        "custom": {},
        "created_at": iso(loaded.created_at),
        "updated_at": iso(loaded.updated_at),
    }


def entry_rows(shape: Json, _loaded: Loaded) -> Iterator[Cells]:
    """The only row of an entry."""
    yield {
        "title": shape["title"],
        "note": shape["note"] or "",
        "archived": _("yes") if shape["archived"] else "",
    }
