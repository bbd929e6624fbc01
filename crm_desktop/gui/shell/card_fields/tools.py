"""What a card's pane can do with a field beside changing it: menu, history, hiding, showing again.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from crm_desktop.features.custom_fields.commands import SaveCardLayout
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardGroup
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.shell.card_fields.clashes import restoring
from crm_desktop.gui.shell.card_fields.custom import hiding
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog, PastValue, read_history
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.menu import FieldActions, field_menu

if TYPE_CHECKING:
    from crm_desktop.gui.shell.card_fields.layout_dialog import Arrangement


class FieldTools(QObject):
    """``record`` is the one that is shown; ``actions`` can be replaced by the card."""

    def __init__(self, bridge: Bridge, kind: FieldsKind, pane: CardFieldsPane) -> None:
        super().__init__(pane)
        self._bridge = bridge
        self._kind = kind
        self._pane = pane
        self.record: FieldsRecord | None = None
        self.actions = FieldActions(
            history=self.show_history,
            hide=self.hide,
            arrange=self.open_layout,
            locked=bridge.locked(SaveCardLayout),
        )
        pane.told.menu_wanted.connect(self._open_menu)
        pane.arrange_wanted.connect(self._arrange)

    def plan(self, groups: Sequence[CardGroup]) -> None:
        """Show these groups, with a gear where there is a way to set the fields up."""
        self._pane.plan(groups, has_gear=self.actions.arrange is not None)
        if self._pane.gear is not None:
            lock(self._pane.gear, self.actions.locked)

    def show_history(self, name: str) -> None:
        """Who changed the field when, with its old values."""
        if (record := self.record) is not None:
            show = partial(self._open_history, record.id, self._pane.rows[name])
            kind, read = self._kind, partial(read_history, beside=self._kind.beside.get(name, ""))
            self._bridge.query(
                read, kind.entity, record.id, name, kind.drafts_of, then=show, owner=self
            )

    def _open_history(self, record_id: str, row: FieldRow, past: Sequence[PastValue]) -> None:
        if self.record is not None and self.record.id == record_id:
            dialog = FieldHistoryDialog(row.field, past, self._pane)
            dialog.restored.connect(partial(self._restore, record_id, row.field.name))
            read = partial(self._read_earlier, dialog, record_id, row.field.name)
            dialog.earlier_wanted.connect(read)
            dialog.open()

    def _read_earlier(
        self, dialog: FieldHistoryDialog, record_id: str, name: str, place: tuple[datetime, int]
    ) -> None:
        def fail(error: BaseException) -> None:
            dialog.allow_again()
            self._bridge.tell_failed_reading(error)

        self._bridge.query(
            partial(read_history, before=place, beside=self._kind.beside.get(name, "")),
            self._kind.entity,
            record_id,
            name,
            self._kind.drafts_of,
            then=dialog.add,
            failed=fail,
            owner=dialog,
        )

    def _restore(self, record_id: str, name: str, past: PastValue) -> None:
        record = self.record
        if record is None or record.id != record_id:
            return
        changes = restoring(name, past.stored, past.with_it)
        self._bridge.execute(self._kind.restore(record_id, record.version, changes), owner=self)

    def hide(self, name: str) -> None:
        """Hide the field from one's own card."""
        if self.record is not None:
            self._bridge.execute(hiding(self._kind.entity, self.record.layout, name), owner=self)

    def _arrange(self) -> None:
        if self.actions.arrange is not None:
            self.actions.arrange()

    def open_layout(self) -> None:
        """Let the person lay the card out."""
        from crm_desktop.gui.shell.card_fields.layout_dialog import LayoutDialog, read_arrangement

        def show(found: Arrangement) -> None:
            dialog = LayoutDialog(
                self._bridge, self._kind, found, self.actions.make_fields, self._pane
            )
            dialog.fit()
            dialog.open()

        self._bridge.query(
            read_arrangement, self._kind.entity, then=show, owner=self, channel="layout"
        )

    def _open_menu(self, name: str, place: QPoint) -> None:
        field_menu(self._pane.rows[name], self.actions, self._pane).popup(place)
