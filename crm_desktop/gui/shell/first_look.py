"""The first look at a workspace: its frame and a list, to be read and scrolled while everything
else is still imported.

Made by ``gui/session_first.py`` in the place of the workspace's view, which takes over what the
person did meanwhile. GUI thread only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.settings import ListLook
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.fields_pane import FieldsPane
from crm_desktop.gui.kit.list_view import ListView, ListWords
from crm_desktop.gui.kit.row_source import Beginning, Column, Failed, Row
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.sidebar import Place
from crm_desktop.gui.shell.top_bar import TopBar
from crm_desktop.gui.shell.view_frame import ViewFrame

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.list_source import EarlyOrder
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

# The column of names, by which the list is ordered.
_NAME = 0


@dataclass(frozen=True)
class FirstList:
    """A list as it stood when it was left: whose, in which columns, the first lines, how many
    there are in all (``is_counted``: exactly), and how that is said. ``find_order`` and
    ``find_rows`` read the whole list and lines of given keys for who is given as the last one."""

    entity: str
    columns: Sequence[Column]
    look: ListLook
    rows: Sequence[Row]
    total: int
    is_counted: bool
    words: Callable[[int], str]
    find_order: Callable[[Callable[[EarlyOrder], None]], None]
    find_rows: Callable[[Sequence[int], Callable[[Sequence[Row]], None]], None]


@dataclass(frozen=True)
class Left:
    """What the person did at the first look: the current line and how far the list is scrolled,
    a place of the sidebar or a record that was wanted, a search. ``is_in_list``: where the
    keyboard was. ``sorted_by``: the section of a title that was pressed; ``pressed``: which
    button for creating was. ``order``: the whole list, if it was read already."""

    entity: str
    kept: tuple[str, int, int]
    place: int | None
    opened: str
    sought: str
    is_in_list: bool
    sorted_by: int | None
    pressed: int | None
    order: EarlyOrder | None

    def restore(self, view: WorkspaceView) -> None:
        """Let the view begin where the look was left. Before ``load``."""
        from crm_desktop.gui.shell.list_page import ListPage  # brings the database's library

        for page in view.pages:
            if page.objectName() == self.entity:
                page.restore(self.kept)
                if isinstance(page, ListPage):
                    self._arrange(page)

    def _arrange(self, page: ListPage) -> None:
        from crm_desktop.gui.bridge.list_source import Asked  # likewise

        # Another window may have ordered people otherwise meanwhile.
        if self.order is not None and page.asked == Asked():
            page.expect(self.order)
        if self.sorted_by is not None:
            page.sort_by(self.sorted_by, descending=self.sorted_by == _NAME)

    def go_on(self, view: WorkspaceView) -> None:
        """Do what was asked for meanwhile. After ``load``."""
        if self.is_in_list:
            view.focus_list()
        if self.place is not None:
            view.show_place(self.place)
        if self.opened:
            view.open_record(RecordRef(self.entity, self.opened))
        if self.sought:
            view.search.setText(self.sought)
        if self.pressed is not None:
            _creating(view.top)[self.pressed].click()


class FirstLook(ViewFrame):
    """``painted`` tells that the lines are on the screen."""

    painted = Signal()

    def __init__(
        self,
        places: Sequence[Place],
        here: int,
        shown: FirstList,
        current: str,
        parent: QWidget | None = None,
    ) -> None:
        """``here``: the place of the list among ``places``; ``current``: the id of the record
        that is current."""
        super().__init__(parent)
        self._entity = shown.entity
        self._wanted: int | None = None
        self._opened = ""
        self._sorted_by: int | None = None
        self._pressed: int | None = None
        hint = _("Choose a row to see more of it here")
        self.furnish(places, FieldsPane(_("Preview"), self, hint=hint))
        words = ListWords(places[here].name, "", "")
        self._lines = _FirstLines(shown)
        self.list = ListView(self._lines, shown.columns, words, words_for, self)
        self.list.table.layout_of_columns.apply(shown.look.columns, shown.look.widths)
        self.list.table.show_order(0, descending=False)
        self.list.load()
        self.list.choose(current)
        self.list.opened.connect(self._note_opened)
        self.stack.addWidget(self.list)
        self.list.table.sort_wanted.connect(self._note_sorting)
        self.sidebar.place_wanted.connect(self._note_place)
        self.sidebar.show_place(here)
        self.top.show_title(places[here].name)
        if shown.is_counted:
            self.toolbar.count.setText(shown.words(shown.total))
        self.list.model.order_known.connect(
            lambda: self.toolbar.count.setText(shown.words(self.list.count))
        )
        self._keep_room()
        self.list.table.viewport().installEventFilter(self)

    def _keep_room(self) -> None:
        """What can't be done yet stands in its place, so that nothing moves when it can."""
        for number, button in enumerate(_creating(self.top)):
            button.clicked.connect(partial(self._note_pressed, number))
            button.show()
        self.toolbar.setEnabled(False)
        self.toolbar.bring.hide()
        self.toolbar.more.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Only looks: the lines are painted when this event is over."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._go_on)
        return False

    def _go_on(self) -> None:
        self._lines.go_on()
        self.painted.emit()

    def begin(self) -> None:
        """Let the person type a search, as in the view that is coming."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> Left:
        """What was done here until now."""
        table = self.list.table
        kept = (
            self.list.current_id(), table.currentIndex().row(), table.verticalScrollBar().value(),
        )  # fmt: skip
        return Left(
            self._entity, kept, self._wanted, self._opened, self.search.text(),
            self.list.hasFocus(), self._sorted_by, self._pressed, self._lines.order,
        )  # fmt: skip

    def _note_place(self, number: int) -> None:
        self._wanted = number
        self.sidebar.show_place(number)

    def _note_sorting(self, section: int) -> None:
        self._sorted_by = section

    def _note_pressed(self, number: int) -> None:
        self._pressed = number

    def _note_opened(self, record_id: str) -> None:
        self._opened = record_id


def _creating(top: TopBar) -> tuple[QPushButton, QPushButton]:
    """What is pressed to create something: the usual thing, or one of all."""
    return top.new, top.new_other


class _FirstLines:
    """A ``RowSource`` that begins with lines that are there already, and reads nothing more until
    it may ``go_on``: the first lines are to be painted first."""

    def __init__(self, shown: FirstList) -> None:
        self._shown = shown
        self._waits: Callable[[], None] | None = None
        self.order: EarlyOrder | None = None
        """The whole list, if it was read."""

    def find_beginning(self, size: int, then: Callable[[Beginning], None], failed: Failed) -> None:
        rows = tuple(self._shown.rows)
        then(Beginning(array("q", (row.rid for row in rows)), rows, self._shown.total))

    def find_order(
        self, prepare: Callable[[array[int]], Any], then: Callable[[Any], None], failed: Failed
    ) -> None:
        """Nothing else is asked for before it is there."""

        def take(order: EarlyOrder) -> None:
            self.order = order
            then(prepare(order.keys))

        self._waits = partial(self._shown.find_order, take)

    def find_rows(
        self, rids: Sequence[int], then: Callable[[Sequence[Row]], None], failed: Failed
    ) -> None:
        self._shown.find_rows(rids, then)

    def find_line(
        self, beginning: str, order: array[int], start: int, then: Callable[[int | None], None]
    ) -> None:
        """Letters find only what is here until the workspace is open."""

    def go_on(self) -> None:
        """Read what was asked for before the first lines were painted."""
        if self._waits is not None:
            self._waits()
