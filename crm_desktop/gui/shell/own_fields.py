"""The fields that people added, in the dialog of a new record: without those that are required
nothing could be created, the others stand among all fields.

``CreateDialog`` asks for them whenever it is shown, because fields come and go. GUI thread;
``_read`` runs on a reader's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.shell.card_fields.custom import card_field

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader


class OwnFields(QObject):
    """Below the other fields of ``form``, but for those that it has by itself. ``changed``: there
    are others than before; what was typed stays."""

    changed = Signal()

    def __init__(self, bridge: Bridge, entity: str, form: RecordForm) -> None:
        super().__init__(form)
        self._bridge, self._entity, self._form = bridge, entity, form
        self._there: dict[str, CustomFieldRow] = {}

    def ask(self) -> None:
        """Look which there are now."""
        self._bridge.query(
            _read, self._entity, then=self._show, owner=self, channel=f"own {self._entity}"
        )

    def _show(self, found: tuple[CustomFieldRow, ...]) -> None:
        others = frozenset(self._form.entries) - frozenset(self._there)
        asked = {one.key: one for one in found if one.key not in others}
        if asked == self._there:
            return
        typed = {key: self._form.entries[key].draft() for key in self._there}
        for key in self._there:
            self._form.remove(key)
        self._there = {key: one for key, one in asked.items() if self._add(one)}
        for key in self._there.keys() & typed.keys():
            self._form.entries[key].load(typed[key])
        self.changed.emit()

    def _add(self, asked: CustomFieldRow) -> bool:
        """Whether it has an editor: results and files have none here."""
        make = card_field(asked, self._bridge).make
        if make is None:
            return False
        last = next(reversed(self._form.entries.values()))
        entry = make()
        self._form.add(asked.key, entry, further=not asked.required)
        QWidget.setTabOrder(last, entry)
        return True


def _read(reader: Reader, entity: str) -> tuple[CustomFieldRow, ...]:
    every = fields_of(reader.connection, entity)
    return tuple(one for one in every if not one.deleted and (one.on_card or one.required))
