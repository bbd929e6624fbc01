"""The fields that people added, in the dialog of a new record: without those that are required
nothing could be created, the others stand among all fields.

``CreateDialog`` asks for them whenever it is shown, because fields come and go. GUI thread;
``_read`` runs on a reader's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.shell.card_fields.custom import Layout, card_field, custom_drafts

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader


class OwnFields(QObject):
    """Below the other fields of ``form``, but for those that it has by itself. ``changed``: there
    are others than before; what was typed stays."""

    changed = Signal()

    def __init__(self, bridge: Bridge, entity: str, form: RecordForm) -> None:
        super().__init__(form)
        self._bridge, self._entity, self._form = bridge, entity, form
        self._asked: dict[str, CustomFieldRow] = {}
        self._there: dict[str, CustomFieldRow] = {}
        self.defaults: dict[str, Any] = {}
        """What new records begin with, as editors load it."""
        self.begun: dict[str, Any] = {}
        """The same, as the form gives it."""

    @property
    def cleared(self) -> dict[str, None]:
        """Those that a new record would begin with, but shall not."""
        return {key: None for key in self.defaults if not self._form.entries[key].value()}

    def ask(self) -> None:
        """Look which there are now."""
        self._bridge.query(
            _read, self._entity, then=self._show, owner=self, channel=f"own {self._entity}"
        )

    def _show(self, read: tuple[tuple[CustomFieldRow, ...], dict[str, Any]]) -> None:
        found, defaults = read
        others = frozenset(self._form.entries) - frozenset(self._there)
        asked = {one.key: one for one in found if one.key not in others}
        if asked == self._asked:
            return
        self._asked = asked
        typed = {
            key: self._form.entries[key].draft()
            for key in self._form.changes().keys() & self._there.keys()
        }
        for key in self._there:
            self._form.remove(key)
        self._there = {key: one for key, one in asked.items() if self._add(one)}
        self.defaults = {key: defaults[key] for key in self._there if key in defaults}
        for key, draft in self.defaults.items():
            self._form.begin_with(key, draft)
        self.begun = {key: self._form.entries[key].value() for key in self.defaults}
        for key in self._there.keys() & typed.keys():
            self._form.entries[key].load(typed[key])
        self.changed.emit()

    def _add(self, asked: CustomFieldRow) -> bool:
        """Whether it has an editor: results have none."""
        make = card_field(asked, self._bridge).make
        if make is None:
            return False
        last = next(reversed(self._form.entries.values()))
        entry = make()
        self._form.add(asked.key, entry, further=not asked.required)
        QWidget.setTabOrder(last, entry)
        return True


def _read(reader: Reader, entity: str) -> tuple[tuple[CustomFieldRow, ...], dict[str, Any]]:
    """The fields, and by their keys what their editors load for a new record."""
    every = fields_of(reader.connection, entity)
    fields = tuple(one for one in every if not one.deleted and (one.on_card or one.required))
    given = [{"field": one.id, "value": one.default} for one in fields if one.default is not None]
    return fields, custom_drafts(reader, Layout(fields), given)
