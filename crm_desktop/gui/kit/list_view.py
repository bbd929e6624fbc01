"""A whole list: table, empty state, loading and failure in one place.

Pages give it a source, columns and words; it knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_source import Column, RowSource
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.states import Button, ContentOrState


@dataclass(frozen=True)
class ListWords:
    """A list's translated words: its name, and what stands there while it is empty."""

    name: str
    empty: str
    what_to_do: str
    buttons: tuple[Button, ...] = ()
    icon: str = ""


class ListView(QWidget):
    """A list of records. ``current_changed`` tells the id of the current row, or nothing."""

    current_changed = Signal(str)
    opened = Signal(str)
    counted = Signal(int)

    def __init__(
        self,
        source: RowSource,
        columns: Sequence[Column],
        words: ListWords,
        describe: Callable[[BaseException], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._describe = describe
        self.model = RowTableModel(source, columns, self)
        self.table = RowTable(words.name, self)
        self.table.setModel(self.model)
        self.states = ContentOrState(self.table, self, rows=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.states)
        self.setFocusProxy(self.table)
        self.model.loaded.connect(self._show)
        self.model.counted.connect(self._count)
        self.model.failed.connect(self._fail)
        self.table.rested.connect(self._tell_current)
        self.table.opened.connect(self._tell_opened)

    @property
    def count(self) -> int:
        """How many records the list holds."""
        return self.model.rowCount()

    def load(self) -> None:
        """Read the list for the first time, or again after a failure."""
        if not self.model.is_loaded:
            self.states.show_loading()
        self.model.load()

    def current_id(self) -> str:
        """The id of the current row, or nothing."""
        row = self.model.row_at(self.table.currentIndex().row())
        return row.id if row else ""

    def choose(self, record_id: str) -> None:
        """Make the record current, if its line is near."""
        line = self.model.line_of(record_id)
        if line is not None:
            self.table.choose(line)

    def _show(self) -> None:
        if self.model.rowCount():
            self.states.show_content()
        else:
            words = self._words
            self.states.show_state(words.empty, words.what_to_do, words.buttons, words.icon)

    def _count(self, count: int) -> None:
        self.counted.emit(count)
        if self.model.is_loaded:
            self._show()

    def _fail(self, error: BaseException) -> None:
        """Old content is kept; only where there is none the failure takes its place."""
        if not self.model.is_loaded:
            self.states.show_state(self._describe(error), "", [Button(_("Try again"), self.load)])

    def _tell_current(self, line: int) -> None:
        row = self.model.row_at(line)
        self.current_changed.emit(row.id if row else "")

    def _tell_opened(self, line: int) -> None:
        row = self.model.row_at(line)
        if row is not None:
            self.opened.emit(row.id)
