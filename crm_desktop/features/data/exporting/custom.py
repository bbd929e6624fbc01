"""The fields that people added, in exports: in JSON under ``custom`` by their labels, in sheets as
columns behind the program's own.

Business cards leave them out: vCard knows no place for them that other programs would show, and
the note is the person's own. Called by ``queries`` on a reader's thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.custom_fields.columns import shown_for
from crm_desktop.features.custom_fields.kinds import Shown, plain_text, told_value
from crm_desktop.features.custom_fields.queries import filled_fields
from crm_desktop.features.data.exporting.cells import Cells
from crm_desktop.features.data.exporting.columns import SheetColumn
from crm_desktop.store.loading import Loaded


class CustomExport:
    """The fields of one kind of record that any record has a value in."""

    def __init__(self, reader: Reader, entity: str) -> None:
        self._fields = filled_fields(reader, entity)
        self._reader = reader
        self._shown = Shown()

    def prepare(self, batch: Iterable[Loaded]) -> None:
        """Look up what the values of these records point at."""
        self._shown = shown_for(self._reader, self._fields, map(_values, batch))

    def told(self, loaded: Loaded) -> dict[str, Any]:
        """The values by label under ``custom``; names for codes and ids."""
        values = _values(loaded)
        custom = {
            field.name: told_value(field, values[field.id], self._shown)
            for field in self._fields
            if field.id in values
        }
        return {"custom": custom}

    def columns(self) -> list[SheetColumn]:
        """A column for each field."""
        return [SheetColumn(field.key, field.name) for field in self._fields]

    def cells(self, loaded: Loaded) -> Cells:
        """The record's cells in these columns."""
        values = _values(loaded)
        return {
            field.key: plain_text(field, values[field.id], self._shown)
            for field in self._fields
            if field.id in values
        }


def _values(loaded: Loaded) -> Mapping[str, Any]:
    return {item["field"]: item["value"] for item in loaded.state["custom"]}
