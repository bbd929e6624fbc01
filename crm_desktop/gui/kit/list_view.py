"""A whole list: table, empty state, loading and failure in one place.

Pages give it a source, columns and words; it knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_source import Column, RowSource
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.states import Button, ContentOrState, SkeletonRows
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress


@dataclass(frozen=True)
class ListWords:
    """A list's translated words: its name, and what stands there while it is empty."""

    name: str
    empty: str
    what_to_do: str
    buttons: tuple[Button, ...] = ()
    icon: str = ""


class ListView(QWidget):
    """A list of records. ``current_changed`` tells the id of the current row, or nothing;
    ``refresh_wanted`` a press on the line that says that rows wait to be shown."""

    current_changed = Signal(str)
    opened = Signal(str)
    counted = Signal(int)
    refresh_wanted = Signal()

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
        self.states = ContentOrState(self.table, self, skeleton=SkeletonRows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.waiting = QPushButton(self)
        self.waiting.setToolTip(_("Show the changes in the list"))
        self.waiting.hide()
        dress(self.waiting, kind="soft", scale="small")
        ThemeManager.instance().set_icon(self.waiting, "arrows-clockwise", IconRole.ACTIVE)
        self.waiting.clicked.connect(self.refresh_wanted)
        layout.addWidget(self.waiting)
        layout.addWidget(self.states)
        self.setFocusProxy(self.states)
        self.model.loaded.connect(self._show)
        self.model.counted.connect(self._count)
        self.model.failed.connect(self._fail)
        self.table.rested.connect(self._tell_current)
        self.table.opened.connect(self._tell_opened)

    @property
    def count(self) -> int:
        """How many records the list holds."""
        return self.model.number_of_records

    def load(self) -> None:
        """Read the list for the first time, or again after a failure."""
        if not self.model.is_loaded:
            self.states.show_loading()
        self.model.load()

    def say_empty(self, words: ListWords) -> None:
        """What stands there while there is nothing to show, from now on."""
        self._words = words

    def show_what_is_there(self) -> None:
        """The lines, or what is said of there being none; also after a failure."""
        if self.model.is_loaded:
            self._show()

    def show_failure(self, error: BaseException, again: Callable[[], None]) -> None:
        """Say in place of the list why it can't be had; ``again`` tries once more."""
        buttons = [Button(_("Try again"), again)]
        heading = _("The list couldn’t be read")
        self.states.show_state(heading, self._describe(error), buttons, "warning")

    def tell_waiting(self, words: str) -> None:
        """Say above the list that rows wait to be shown, or nothing; the rows stay where they
        are on the screen."""
        had = not self.waiting.isHidden()
        self.waiting.setText(words)
        self.waiting.setVisible(bool(words))
        if had != bool(words):
            height = self.waiting.sizeHint().height()
            bar = self.table.verticalScrollBar()
            bar.setValue(bar.value() + (height if words else -height))

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
            self.show_failure(error, self.load)

    def _tell_current(self, line: int) -> None:
        row = self.model.row_at(line)
        self.current_changed.emit(row.id if row else "")

    def _tell_opened(self, line: int) -> None:
        row = self.model.row_at(line)
        if row is not None and not self.model.is_heading(line):
            self.opened.emit(row.id)
