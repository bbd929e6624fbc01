"""What a card's pane can do with a field beside changing it: menu, history, hiding, showing again.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint

from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.shell.card_fields.custom import hiding, showing
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog, PastValue, read_history
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.menu import FieldActions, field_menu, hidden_menu


class FieldTools(QObject):
    """``record`` is the one that is shown; ``actions`` can be replaced by the card."""

    def __init__(self, bridge: Bridge, kind: FieldsKind, pane: CardFieldsPane) -> None:
        super().__init__(pane)
        self._bridge = bridge
        self._kind = kind
        self._pane = pane
        self.record: FieldsRecord | None = None
        self.actions = FieldActions(history=self.show_history, hide=self.hide)
        pane.told.menu_wanted.connect(self._open_menu)
        pane.arrange_wanted.connect(self._arrange)

    @property
    def wants_gear(self) -> bool:
        """Whether there is anything to set up."""
        has_hidden = self.record is not None and bool(self.record.layout.card.hidden)
        return self.actions.arrange is not None or has_hidden

    def show_history(self, name: str) -> None:
        """Who changed the field when, with its old values."""
        if (record := self.record) is not None:
            self._bridge.query(
                read_history,
                self._kind.entity,
                record.id,
                name,
                self._kind.drafts_of,
                then=partial(self._open_history, record.id, self._pane.rows[name]),
                owner=self,
            )

    def _open_history(self, record_id: str, row: FieldRow, past: Sequence[PastValue]) -> None:
        if self.record is not None and self.record.id == record_id:
            dialog = FieldHistoryDialog(row.field, past, self._pane)
            dialog.restored.connect(partial(self._restore, record_id, row.field.name))
            dialog.open()

    def _restore(self, record_id: str, name: str, stored: Any) -> None:
        record = self.record
        if record is None or record.id != record_id:
            return
        is_custom = name.startswith(PREFIX)
        changes: dict[str, Any] = {"custom": {name: stored}} if is_custom else {name: stored}
        self._bridge.execute(self._kind.restore(record_id, record.version, changes), owner=self)

    def hide(self, name: str) -> None:
        """Hide the field from one's own card."""
        if self.record is not None:
            self._bridge.execute(hiding(self._kind.entity, self.record.layout, name), owner=self)

    def _show_again(self, name: str) -> None:
        if self.record is not None:
            self._bridge.execute(showing(self._kind.entity, self.record.layout, name), owner=self)

    def _arrange(self) -> None:
        """By the card's own way; without one, the hidden fields can be shown again."""
        gear = self._pane.gear
        if self.actions.arrange is not None:
            self.actions.arrange()
        elif self.record is not None and gear is not None:
            menu = hidden_menu(self._hidden(self.record), self._show_again, self._pane)
            menu.popup(gear.mapToGlobal(gear.rect().bottomLeft()))

    def _hidden(self, record: FieldsRecord) -> list[tuple[str, str]]:
        """(name, label) of the fields that are not shown."""
        card = replace(record.layout.card, hidden=frozenset())
        groups = self._kind.plan(replace(record.layout, card=card))
        labels = {field.name: field.label for group in groups for field in group.fields}
        return [(n, labels[n]) for n in sorted(record.layout.card.hidden) if n in labels]

    def _open_menu(self, name: str, place: QPoint) -> None:
        field_menu(self._pane.rows[name], self.actions, self._pane).popup(place)
