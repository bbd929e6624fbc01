"""Tells after a cell was saved that another record has the same number, address or name.

A list has no room for a box below the field, as the card has; it never blocks. GUI thread only; the
question runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.features.common.similar import Similar
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.similar import entered, nothing_found


class SimilarCells(QObject):
    """``found``: in words, and the record that is like the one whose cell was saved."""

    found = Signal(str, object)  # Similar

    def __init__(self, bridge: Bridge, kind: FieldsKind, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind

    def ask(self, record: FieldsRecord, name: str) -> None:
        """Look for records like this one, because of the field that was saved."""
        judged = self._kind.judged(name)
        if judged:
            self._bridge.query(
                self._kind.similar.find,
                self._kind.similar.draft(entered(record.values), record.id),
                then=partial(self._take, judged),
                failed=nothing_found,
                owner=self,
                channel="similar",
            )

    def _take(self, judged: str, found: Sequence[Similar]) -> None:
        for one in found:
            if self._kind.place_of(one.reason) == judged:
                self.found.emit(self._kind.alike(one), one)
                return
