"""Saving a card's fields, each by itself: in turn, again where it may pass, told where it may not.

A field has one save on its way at a time, so that nobody's second word conflicts with the first.
GUI thread only; the writing is the bridge's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.ids import new_id
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import may_pass
from crm_desktop.gui.bridge.unsent import unsent_of
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

_AGAIN_MS = 5_000


@dataclass(frozen=True)
class FieldSave:
    """A value on its way: as commands take it, as the editor loads it (``draft``), and the
    version of the record it was made on."""

    record_id: str
    name: str
    value: Any
    draft: Any
    base_version: int
    operation_id: UUID = field(default_factory=new_id)

    @property
    def key(self) -> tuple[str, str]:
        """One of these is on its way at a time."""
        return self.record_id, self.name


class FieldSaver(QObject):
    """``saved`` and ``refused`` end a save; ``waiting`` says that it will be tried again."""

    saved = Signal(object, object)  # FieldSave, FieldsRecord as it is now, if it could be read
    refused = Signal(object, object)  # FieldSave, error, or None where the person thought better
    waiting = Signal(object, object)

    def __init__(self, bridge: Bridge, kind: FieldsKind, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._kind = kind
        self._under_way: dict[tuple[str, str], FieldSave] = {}
        self._next: dict[tuple[str, str], FieldSave] = {}
        self._stuck: dict[tuple[str, str], FieldSave] = {}
        self._late: set[tuple[str, str]] = set()  # stuck, or sent again and not done yet
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.try_again)
        bridge.returned.connect(self.try_again)

    def save(self, save: FieldSave) -> None:
        """Send it, or after the one that is on its way, once it is certain that it is meant."""
        if self._kind.ask is None:
            self._take(save)
            return
        take, leave = partial(self._take, save), partial(self.refused.emit, save, None)
        self._kind.ask(self._place(), save.name, save.value, take, leave)

    def _place(self) -> QWidget:
        place = self.parent()
        while not isinstance(place, QWidget):
            place = place.parent()
        return place

    def _take(self, save: FieldSave) -> None:
        if save.key in self._stuck:
            # Nothing of the former was written, or all of it: then the new one finds itself.
            self._stuck[save.key] = save
            self.try_again()
        elif save.key in self._under_way:
            self._next[save.key] = save
        else:
            self._send(save)

    def of(self, record_id: str) -> dict[str, FieldSave]:
        """The newest save by field of those that are not done."""
        every = (*self._under_way.values(), *self._stuck.values(), *self._next.values())
        return {save.name: save for save in every if save.record_id == record_id}

    def try_again(self) -> None:
        """Send again what could not be saved."""
        stuck, self._stuck = self._stuck, {}
        self._again.stop()
        for save in stuck.values():
            self._send(save)

    def _send(self, save: FieldSave) -> None:
        self._under_way[save.key] = save
        command = self._kind.command(save.record_id, save.base_version, {save.name: save.value})
        self._bridge.execute(
            command,
            then=partial(self._done, save),
            failed=partial(self._fail, save),
            owner=self,
            operation_id=save.operation_id,
        )

    def _done(self, save: FieldSave, _outcome: Outcome) -> None:
        """Until its new version is known nothing further of the field may be sent."""
        self._bridge.query(
            self._kind.read,
            save.record_id,
            then=partial(self._settle, save),
            failed=lambda _error: self._settle(save, None),
            owner=self,
        )

    def _settle(self, save: FieldSave, record: FieldsRecord | None) -> None:
        del self._under_way[save.key]
        self._note_late(save, is_late=False)
        following = self._next.pop(save.key, None)
        if following is not None:
            self._send(replace(following, base_version=record.version) if record else following)
        self.saved.emit(save, record)

    def _fail(self, save: FieldSave, error: BaseException) -> None:
        del self._under_way[save.key]
        following = self._next.pop(save.key, None)
        self._note_late(save, is_late=may_pass(error))
        if may_pass(error):
            kept = following or save
            self._stuck[kept.key] = kept
            self._again.start()
            self.waiting.emit(kept, error)
        elif following is not None:
            self._send(following)
        else:
            self.refused.emit(save, error)

    def _note_late(self, save: FieldSave, *, is_late: bool) -> None:
        if is_late:
            self._late.add(save.key)
        else:
            self._late.discard(save.key)
        unsent_of(self._bridge).tell(self, waits=bool(self._late))
