"""A page that is one list of the records of one entity, kept up to date by the change hub.

Pages of contacts, companies and others describe theirs by a ``ListDescription``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.list_source import BridgeSource, ListReads
from crm_desktop.gui.kit.list_view import ListView, ListWords
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.shell.page import Page, RecordRef


@dataclass(frozen=True)
class ListDescription:
    """A list: whose, how it is read and shown. ``order_fields`` decide which records it holds
    and in which order; a change of records of ``related`` may change its lines;
    ``count_words`` gives ``3 contacts`` for 3."""

    entity: str
    reads: ListReads
    columns: Sequence[Column]
    words: ListWords
    order_fields: Collection[str]
    related: Collection[str]
    count_words: Callable[[int], str]


class ListPage(Page):
    """One list of records."""

    def __init__(
        self, bridge: Bridge, description: ListDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(description.words.name, parent)
        self.setObjectName(description.entity)
        self._description = description
        self.icon = description.words.icon
        self._first = ""
        self._kept: tuple[str, int, int] | None = None
        self._descending = False
        self._source = BridgeSource(bridge, description.reads, self)
        self.list = ListView(self._source, description.columns, description.words, words_for, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.current_changed.connect(self.current_changed)
        self.list.counted.connect(self.count_changed)
        self.list.model.loaded.connect(self._choose_wanted)
        if any(column.sorts for column in description.columns):
            self.list.table.show_order(0, descending=False)
            self.list.table.sort_wanted.connect(self._turn_order)
        bridge.changed.connect(self._note_changes)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Ticks end with the page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.list.table.clear_ticks()

    @property
    def is_ready(self) -> bool:
        """Whether the first lines have come."""
        return self.list.model.is_loaded

    def load(self) -> None:
        """Read the list."""
        self.list.load()

    def current(self) -> RecordRef | None:
        """The record of the current row."""
        record_id = self.list.current_id()
        return RecordRef(self._description.entity, record_id) if record_id else None

    def begin_with(self, record_id: str) -> None:
        """Make this record current when it comes with the first lines."""
        self._first = record_id

    def choose_first(self) -> None:
        """Make the first record current."""
        self.list.table.choose(0)

    def _choose_wanted(self) -> None:
        record_id, self._first = self._first, ""
        if record_id:
            self.list.choose(record_id)
        if self._kept is not None:
            (record_id, line, scroll), self._kept = self._kept, None
            found = self.list.model.line_of(record_id)
            self.list.table.choose(line if found is None else found)
            self.list.table.updateGeometries()
            self.list.table.verticalScrollBar().setValue(scroll)

    def kept(self) -> Any:
        """The current record with its line, and how far one has scrolled."""
        table = self.list.table
        line = table.currentIndex().row()
        return self.list.current_id(), line, table.verticalScrollBar().value()

    def restore(self, kept: Any) -> None:
        """There again, when the first lines have come."""
        self._kept = kept

    def _turn_order(self, section: int) -> None:
        """From Z to A, or from A to Z again; lists are ordered by their first column so far."""
        self._descending = not self._descending
        self.list.table.show_order(section, descending=self._descending)
        self._source.descend(self._descending)
        self.list.model.read_order_again()

    def count_words(self) -> str:
        """How many records the list holds."""
        return self._description.count_words(self.list.count)

    def _note_changes(self, changes: Changes) -> None:
        """A hidden list reads nothing: it is read when it is shown."""
        if not self.isVisible():
            return
        shown = self._description
        if changes.reorder(shown.entity, shown.order_fields):
            self.list.model.read_order_again()
        if changes.touch((shown.entity, *shown.related)):
            self.list.model.read_rows_again()
