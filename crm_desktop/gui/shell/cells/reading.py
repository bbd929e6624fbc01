"""Reads the record whose cell is edited: as the card does, with all custom fields and none hidden.

Runs on reader threads.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.backend.work import Reader
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_fields.rows import CardLayout
from crm_desktop.gui.shell.card_fields.custom import custom_drafts
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.store.loading import load_by_id


def read_cells(kind: FieldsKind, reader: Reader, record_id: str) -> FieldsRecord | None:
    """The record; a list may show fields that its card does not."""
    record = kind.read(reader, record_id)
    if record is None:
        return None
    every = tuple(one for one in fields_of(reader.connection, kind.entity) if not one.deleted)
    layout = replace(record.layout, fields=every, card=CardLayout())
    values = dict(record.values)
    if every != record.layout.fields:
        found = load_by_id(reader.connection, reader.registry[kind.entity], [record_id])
        if record_id in found:
            values |= custom_drafts(reader, layout, found[record_id].state["custom"])
    return replace(record, layout=layout, values=values)
