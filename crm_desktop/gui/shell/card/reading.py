"""Stand-ins for parts of a card whose pages aren't there yet. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.fields_pane import FieldsPane
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordKind, RecordRef


class ReadingPart(CardPart):
    """The fields of a record to be read."""

    def __init__(self, kind: RecordKind, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._kind = bridge, kind
        self._record: RecordRef | None = None
        self.pane = FieldsPane(_("Fields"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        bridge.changed.connect(self._note_changes)

    def show_record(self, record: RecordRef) -> None:
        """Read and show it."""
        self._record = record
        read, show = self._kind.read_text, self.pane.show_record
        self._bridge.query(read, record.id, then=show, owner=self, channel="fields")

    def _note_changes(self, changes: Changes) -> None:
        if self._record is not None and changes.concern(*self._record):
            self.show_record(self._record)


class NothingYet(CardPart):
    """An empty pane."""

    def __init__(self, _bridge: Bridge) -> None:
        super().__init__()

    def show_record(self, record: RecordRef) -> None:
        """There is nothing to show of it."""
