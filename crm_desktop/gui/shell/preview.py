"""The pane beside the list: all filled fields of the current record, to be read.

GUI thread only; records are read over the bridge.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.fields_pane import FieldsPane
from crm_desktop.gui.shell.page import RecordKind, RecordRef
from crm_desktop.gui.shell.top_bar import icon_button

_CORNER = 10


class PreviewPane(FieldsPane):
    """Follows the record it was last given, and its changes."""

    close_wanted = Signal()

    def __init__(
        self, bridge: Bridge, kinds: Mapping[str, RecordKind], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Preview"), parent, hint=_("Choose a row to see more of it here"))
        self._bridge = bridge
        self._kinds = kinds
        self._record: RecordRef | None = None
        self._is_stale = False
        self._close = icon_button("x", _("Close the preview"), self)
        self._close.clicked.connect(self.close_wanted)
        bridge.changed.connect(self._note_changes)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Its own button stays in the corner."""
        super().resizeEvent(event)
        left = self.viewport().width() - self._close.width() - _CORNER
        self._close.move(left, _CORNER)
        self._close.raise_()

    def follow(self, record: RecordRef | None) -> None:
        """Show ``record``, or nothing; while the pane is hidden nothing is read."""
        self._record = record
        if record is None:
            self.show_record(None)
        elif self.isHidden():
            self._is_stale = True
        else:
            self._read()

    def catch_up(self) -> None:
        """The pane was opened: read what was passed over."""
        if self._is_stale and self._record is not None:
            self._read()

    def _read(self) -> None:
        assert self._record is not None
        self._is_stale = False
        kind = self._kinds[self._record.entity]
        self._bridge.query(
            kind.read_text,
            self._record.id,
            then=self.show_record,
            owner=self,
            channel="record",
        )

    def _note_changes(self, changes: Changes) -> None:
        if self._record is None:
            return
        kind = self._kinds[self._record.entity]
        if changes.concern(*self._record) or changes.touch(kind.related):
            self.follow(self._record)
