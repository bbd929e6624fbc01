"""Saves what was entered into cells as a card saves its fields: in turn, again where it may pass.

Conflicts are asked about as on the card; what is not saved yet is kept as a draft, which the card
offers. GUI thread only; the reads run on reader threads.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Conflict, Invalid
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.cell_editor import Kept
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.card_fields.asking import ClashDesk
from crm_desktop.gui.shell.card_fields.drafts import Place
from crm_desktop.gui.shell.card_fields.kind import FieldsRecord
from crm_desktop.gui.shell.card_fields.part import program_drafts
from crm_desktop.gui.shell.card_fields.saving import FieldSave, FieldSaver
from crm_desktop.gui.shell.cells.kind import CellsKind
from crm_desktop.gui.shell.cells.reading import read_cells
from crm_desktop.gui.shell.cells.similar import SimilarCells

# A list reads what was saved within this time, on a slow network too.
_READ_BACK_MS = 2_000


class CellSaving(QObject):
    """``known``: a record as it is now; ``refused``: a save that holds no value of its field, with
    the record it was made on, the name of the column and the error;
    ``taken_back``: it doesn't stand in the cell any more (id of the record, name of the column);
    ``settled``: what lists read from now on holds all that was saved."""

    known = Signal(object)  # FieldsRecord
    refused = Signal(object, object, str, object)
    taken_back = Signal(str, str)
    settled = Signal()

    def __init__(self, bridge: Bridge, kind: CellsKind, table: QWidget) -> None:
        super().__init__(table)
        self._bridge, self._kind = bridge, kind
        self.read = partial(read_cells, kind.fields)
        fields = replace(kind.fields, read=self.read)
        self.similar = SimilarCells(bridge, fields, self)
        self._drafts = program_drafts()
        self._begun: dict[tuple[str, str], tuple[FieldsRecord, str]] = {}
        self._fields: dict[str, CardField] = {}
        self._saver = FieldSaver(bridge, fields, self)
        self._desk = ClashDesk(bridge, fields, lambda: self._fields, table)
        self._rest = single_shot(self, self.settled.emit, _READ_BACK_MS)
        self._saver.saved.connect(self._note_saved)
        self._saver.refused.connect(self._take_back)
        self._desk.kept.connect(self._save)
        self._desk.dropped.connect(self.forget)

    def fields_of(self, record: FieldsRecord) -> dict[str, CardField]:
        """The fields of the card for this record, by their names."""
        groups = self._kind.fields.plan(record.layout)
        self._fields = {one.name: one for group in groups for one in group.fields}
        return self._fields

    def value_of(self, record: FieldsRecord, name: str) -> Any:
        """What the editor loads: what is on its way counts already."""
        save = self._saver.of(record.id).get(name)
        return record.values.get(name) if save is None else save.draft

    def save(self, record: FieldsRecord, column: str, name: str, kept: Kept) -> None:
        """Save this value of the field ``name``, which was entered below ``column``."""
        self._rest.stop()
        save = FieldSave(record.id, name, kept.value, kept.draft, record.version)
        self._begun[save.key] = (record, column)
        for part in self._kind.spread(save):
            self._drafts.note(self._place_of(part), part.draft)
        self._save(save)

    def _save(self, save: FieldSave) -> None:
        self._saver.save(save)

    def _note_saved(self, save: FieldSave, record: FieldsRecord | None) -> None:
        if save.name not in self._saver.of(save.record_id):  # else a newer value is on its way
            self.forget(save)
        if not self._begun:
            self._rest.start()
        for part in self._kind.spread(save):
            self._desk.settle(part.record_id, part.name)
        if record is not None:
            self.known.emit(record)
            self.similar.ask(record, save.name)

    def _take_back(self, save: FieldSave, error: BaseException | None) -> None:
        begun = self._begun.pop(save.key, None)
        if begun is not None:
            self.taken_back.emit(save.record_id, begun[1])
        if not self._begun:
            self._rest.start()
        if isinstance(error, Conflict):
            for part in self._kind.spread(save):
                self._drafts.leave(self._place_of(part))  # until somebody decides
                self._desk.ask(part)
            return
        if isinstance(error, Invalid) and begun is not None:
            for part in self._kind.spread(save):
                self._drafts.leave(self._place_of(part))  # until it stands in the cell again
            self.refused.emit(save, *begun, error)
            return
        self.forget(save)
        if error is not None:
            self._bridge.tell_failed(error)

    def forget(self, save: FieldSave) -> None:
        """It is saved, given up, or stands in an open cell again."""
        self._begun.pop(save.key, None)
        for part in self._kind.spread(save):
            self._drafts.forget(self._place_of(part))

    def _place_of(self, save: FieldSave) -> Place:
        workspace = self._bridge.settings.get("id", "")
        return Place(workspace, self._kind.fields.entity, save.record_id, save.name)
