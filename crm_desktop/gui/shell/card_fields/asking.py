"""Asks which value of a card's field is kept when a colleague has saved another one, and writes it.

Part of ``FieldsPart`` and of lists whose cells are edited. Clashes that come together are asked in
one dialog. Where theirs is kept mine is written all the same and theirs put back after it, so that
the history has both. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.shell.card_fields.clashes import (
    ClashAsked,
    ClashRead,
    question_of,
    read_clash,
    restoring,
)
from crm_desktop.gui.shell.card_fields.drafts import decoded, encoded
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.saving import FieldSave
from crm_desktop.gui.shell.conflicts import ConflictDialog, Keep, joined_text, resolve_conflict
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.undecided import PutOff, undecided_of


class ClashDesk(QObject):
    """``read``: the record as it is now; ``kept``: what shall be saved on that version;
    ``dropped``: theirs is kept."""

    read = Signal(object)  # FieldsRecord
    kept = Signal(object)  # FieldSave
    dropped = Signal(object)  # FieldSave

    def __init__(
        self,
        bridge: Bridge,
        kind: FieldsKind,
        fields: Callable[[], Mapping[str, CardField]],
        place: QWidget,
    ) -> None:
        """``fields`` gives those that can be asked about, by name; ``place`` is where the dialog
        belongs."""
        super().__init__(place)
        self._bridge, self._kind, self._fields, self._place = bridge, kind, fields, place
        self._waiting: dict[str, FieldSave] = {}
        self.undecided = undecided_of(bridge)
        self.dialog: ConflictDialog | None = None

    def ask(self, save: FieldSave) -> None:
        """Ask about this one, and those that still wait for their words."""
        others = self._waiting.values()
        self._waiting = {one.name: one for one in others if one.record_id == save.record_id}
        self._waiting[save.name] = save
        base = min(one.base_version for one in self._waiting.values())
        self._bridge.query(
            read_clash,
            self._kind,
            ClashAsked(save.record_id, base, tuple(self._waiting)),
            then=self._open,
            owner=self,
            channel="conflict",
        )

    def take_up(self, ref: RecordRef) -> None:
        """Ask again what was put off, if the person wants that for this record."""
        if self.undecided.awaited != ref:
            return
        self.undecided.awaited = None
        for one in self.undecided.of(ref).values():
            if one.field in self._fields():
                draft, value = decoded(one.draft), decoded(one.value)
                self.ask(FieldSave(one.record_id, one.field, value, draft, one.base_version))

    def settle(self, record_id: str, name: str) -> None:
        """The field was saved, or its draft given up."""
        self.undecided.settle(RecordRef(self._kind.entity, record_id), name)

    def _open(self, read: ClashRead | None) -> None:
        saves, self._waiting = self._waiting, {}
        fields = self._fields()
        saves = {name: save for name, save in saves.items() if name in fields}
        if read is None or not saves:
            return
        self.read.emit(read.record)
        drafts = {name: save.draft for name, save in saves.items()}
        question = question_of(read, fields, drafts, entity=self._kind.entity)
        self.dialog = resolve_conflict(
            self._place,
            question,
            partial(self._decide, read, saves),
            partial(self._put_off, read.record, saves),
        )

    def _decide(
        self, read: ClashRead, saves: Mapping[str, FieldSave], choice: Mapping[str, Keep]
    ) -> None:
        version = read.record.version
        for name, keep in choice.items():
            save = saves[name]
            self.settle(save.record_id, name)
            if keep is Keep.THEIRS:
                self._write_both(save, version, read.stored[name])
                self.dropped.emit(save)
                continue
            draft, value = save.draft, save.value
            if keep is Keep.BOTH:
                draft = value = joined_text(str(save.draft), str(read.record.values[name]))
            self.kept.emit(FieldSave(save.record_id, name, value, draft, version))

    def _write_both(self, save: FieldSave, version: int, theirs: object) -> None:
        """Mine into the history, then theirs in its place again."""
        changes = {save.name: save.value}
        put_back = partial(self._put_back, restoring(save.name, theirs))
        self._bridge.execute(
            self._kind.command(save.record_id, version, changes),
            then=lambda _outcome: self._bridge.query(
                self._kind.read, save.record_id, then=put_back, owner=self
            ),
            owner=self,
        )

    def _put_back(self, changes: Mapping[str, object], record: FieldsRecord | None) -> None:
        if record is not None:
            command = self._kind.restore(record.id, record.version, changes)
            self._bridge.execute(command, owner=self)

    def _put_off(self, record: FieldsRecord, saves: Mapping[str, FieldSave]) -> None:
        for name, save in saves.items():
            field = self._fields().get(name)
            label = field.label if field is not None else name
            draft, value = encoded(save.draft), encoded(save.value)
            base = save.base_version
            self.undecided.put_off(
                PutOff(self._kind.entity, record.id, name, record.name, label, draft, value, base)
            )
