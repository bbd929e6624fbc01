"""A page that is one list of the records of one entity, kept up to date by the change hub.

Pages of contacts, companies and others describe theirs by a ``ListDescription``. GUI thread only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError, Invalid
from crm_desktop.core.i18n import _, msg, ngettext
from crm_desktop.core.settings import ListLook
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.list_source import Asked, BridgeSource, ListReads, Sorting
from crm_desktop.gui.kit.column_chooser import ColumnChooser
from crm_desktop.gui.kit.filters.conditions import without_field
from crm_desktop.gui.kit.list_view import ListView, ListWords
from crm_desktop.gui.kit.order_changes import OrderChange
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.list_menus import header_menu, row_menu
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, Page, RecordRef
from crm_desktop.gui.shell.quick_filter import QuickFilter
from crm_desktop.gui.shell.row_copying import as_mime, read_table
from crm_desktop.gui.shell.row_dragging import RowDragging, WriteCards
from crm_desktop.gui.shell.slow_line import SlowLine
from crm_desktop.gui.shell.views.list_views import ListViews

_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose
_MOST_COPIED = 50_000
# What the person did comes back as a change a moment later; it is not kept waiting.
_OWN_SECONDS = 3.0


@dataclass(frozen=True)
class ListDescription:
    """A list: whose, how it is read and shown. ``order_fields`` decide which records it holds
    and in which order of names; a change of records of ``related`` may change its lines;
    ``count_words`` gives ``3 contacts`` for 3. ``write_cards`` writes a file of business cards.
    ``sort_fields``: on which fields, or entities, an order by a column depends, where that is
    another field than the one of the column's name. ``offered`` fields stand among the filters
    though nothing is asked of them."""

    entity: str
    reads: ListReads
    columns: Sequence[Column]
    words: ListWords
    order_fields: Collection[str]
    related: Collection[str]
    count_words: Callable[[int], str]
    write_cards: WriteCards
    sort_fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    offered: Sequence[str] = ()


class ListPage(Page):
    """One list of records. ``look_changed`` tells that the person looks at it otherwise;
    ``show_wanted`` that the preview shall show the current record."""

    look_changed = Signal()
    show_wanted = Signal()
    archive_wanted = Signal(object)  # Chosen
    done = Signal(str)  # what was done and can be undone, in words

    def __init__(
        self, bridge: Bridge, description: ListDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(description.words.name, parent)
        self.setObjectName(description.entity)
        self._bridge = bridge
        self._description = description
        self.icon = description.words.icon
        self.row_actions: list[QAction] = []
        """What pages can do with the current row besides; stands in the row's menu."""
        self._first = ""
        self._kept: tuple[str, int, int] | None = None
        self._own_until = 0.0
        self._waiting: set[str] = set()
        self._before: Asked | None = None
        self._source = BridgeSource(bridge, description.reads, self)
        self.list = ListView(self._source, description.columns, description.words, words_for, self)
        self._dragging = RowDragging(bridge, description.write_cards, self.list.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.views = ListViews(bridge, description.entity, description.offered, self)
        self.quick = QuickFilter(self)
        self.slow = SlowLine(self)
        layout.setSpacing(0)
        for widget in (self.quick, self.slow, self.list):
            layout.addWidget(widget)
        self.setFocusProxy(self.list)
        self._connect_all()
        self.apply_look(ListLook())

    def _connect_all(self) -> None:
        view, table, columns = self.list, self.list.table, self.list.table.layout_of_columns
        view.current_changed.connect(self.current_changed)
        view.counted.connect(self.count_changed)
        view.model.loaded.connect(self._choose_wanted)
        view.model.holds = self._holds
        view.model.held.connect(self._tell_waiting)
        view.model.order_known.connect(self._forget_shown)
        view.refresh_wanted.connect(view.model.show_held)
        table.sort_wanted.connect(self._turn_order)
        table.copy_wanted.connect(self.copy_rows)
        table.menu_wanted.connect(self._open_menu)
        table.drag_wanted.connect(self._drag)
        table.header.menu_wanted.connect(self._open_header_menu)
        columns.chosen.connect(self._note_columns)
        view.model.failed.connect(self._explain_failure)
        view.model.order_known.connect(self._note_answered)
        self.views.look = self.view_look
        self.views.shown.connect(self._show_view)
        self.views.done.connect(self.done)
        self.look_changed.connect(self.views.note_look)
        self.quick.changed.connect(self._ask_quickly)
        self.quick.left.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.slow.cancelled.connect(self._give_up)
        self._bridge.changed.connect(self._note_changes)
        self._bridge.written.connect(self._note_own)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Ticks end with the page; what was held back is shown when it is next looked at."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.list.table.clear_ticks()
            self.list.model.show_held()

    @property
    def is_ready(self) -> bool:
        """Whether the first lines have come."""
        return self.list.model.is_loaded

    def load(self) -> None:
        """Read the list, then its views."""
        self.list.load()
        self.views.load()

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

    def count_words(self) -> str:
        """How many records the list holds, or were found."""
        number = self.list.count
        if self._source.asked.is_narrowed:
            return _("Found {number}").format(number=shown_number(number))
        return self._description.count_words(number)

    # How the list is looked at

    def look(self) -> ListLook:
        """The view, the filter, columns, widths and order as the person has them."""
        columns, asked = self.list.table.layout_of_columns, self._source.asked
        look = ListLook(
            columns.keys, columns.widths, asked.sorting.column, asked.sorting.descending
        )
        if self.views.is_at_first and asked.filter == EVERYTHING:
            return look
        return replace(look, view=self.views.view_id, filter=codec.encode(asked.filter))

    def apply_look(self, look: ListLook) -> None:
        """Show the list like that; what is not known any more is passed over."""
        root = _decoded(look.filter)
        self._source.asked = replace(self._source.asked, filter=root)
        self.views.begin(look.view, root)
        self._apply_columns(look.columns, look.widths)
        self._sort(self._known_sorting(look.sort, descending=look.descending))

    def remember_by(self, remembered: Callable[[str], ListLook | None]) -> None:
        """Ask there how the person left a view, by its id."""

        def find(view_id: str) -> tuple[Node, ViewLook] | None:
            look = remembered(view_id)
            if look is None or not look.filter:
                return None
            shown = ViewLook(look.columns, look.widths, look.sort, look.descending, look.group)
            return _decoded(look.filter), shown

        self.views.remembered = find

    def view_look(self) -> ViewLook:
        """How the list is looked at, as saved views keep it."""
        columns, asked = self.list.table.layout_of_columns, self._source.asked
        return ViewLook(
            columns.keys,
            columns.widths,
            asked.sorting.column,
            asked.sorting.descending,
            shelf=asked.shelf,
        )

    def _apply_columns(self, keys: Sequence[str], widths: Mapping[str, int]) -> None:
        self.list.table.layout_of_columns.apply(keys, widths)
        shown = self._shown_names()
        if self.list.model.is_loaded and not shown <= set(self._source.columns):
            self._source.columns = shown
            self.list.model.read_rows_again(quietly=True)
        self._source.columns = shown

    def _known_sorting(self, column: str, *, descending: bool) -> Sorting:
        known = {column.name for column in self._description.columns if column.sorts}
        return Sorting(column if column in known else "", descending)

    # What is asked of the list

    @property
    def asked(self) -> Asked:
        """The order, the filter and the shelf of the list."""
        return self._source.asked

    def _show_view(self, root: Node, look: ViewLook | None) -> None:
        asked = replace(self._source.asked, filter=root)
        if look is not None:
            self._apply_columns(look.columns, look.widths or {})
            sorting = self._known_sorting(look.sort, descending=look.descending)
            asked = replace(asked, sorting=sorting, shelf=look.shelf)
        self._ask(asked)
        self.look_changed.emit()

    def _ask_quickly(self, text: str) -> None:
        self._ask(replace(self._source.asked, quick=text))

    def show_shelf(self, shelf: str) -> None:
        """Show the current records, the archive or the recycle bin."""
        self._ask(replace(self._source.asked, shelf=shelf))
        self.look_changed.emit()

    def _ask(self, asked: Asked) -> None:
        """Read the list anew; the old lines stand there until the new ones are known."""
        if asked == self._source.asked:
            return
        self._before = self._source.asked
        self._source.asked = asked
        self.list.table.show_order(self._sorted_section(), descending=asked.sorting.descending)
        self.list.say_empty(self._words_of(asked))
        self.count_changed.emit()
        if self.list.model.is_loaded:
            self.slow.begin()
            self.list.model.read_order_again(at_once=True)

    def _words_of(self, asked: Asked) -> ListWords:
        words = self._description.words
        if asked.is_narrowed:
            reset = Button(_("Reset the filter"), self.reset_filter)
            return ListWords(
                words.name, _("Nothing matches these filters"), "", (reset,), "funnel-simple"
            )
        if asked.shelf == "archive":
            return ListWords(words.name, _("The archive is empty"), "", (), "archive")
        if asked.shelf == "bin":
            return ListWords(words.name, _("The recycle bin is empty"), "", (), "trash-simple")
        return words

    def reset_filter(self) -> None:
        """Ask nothing of the records."""
        self.quick.end()
        self.views.ask(EVERYTHING)

    def find_here(self) -> None:
        """Open the line that narrows the list as one types."""
        self.quick.begin()

    def _give_up(self) -> None:
        """The person doesn't want to wait: back to what was there before."""
        before = self._before
        if before is not None and before != self._source.asked:
            self.quick.show_text(before.quick)
            self.views.begin(self.views.view_id, before.filter)
            self._ask(before)
            self.views.load()
        self.slow.end()

    def _note_answered(self, is_stale: bool) -> None:
        if not is_stale:
            self.slow.end()
            self.list.show_what_is_there()
            self.count_changed.emit()

    def _explain_failure(self, error: object) -> None:
        """A filter that can't be asked any more stands in place of the list, with ways out."""
        self.slow.end()
        asked = self._source.asked
        if not isinstance(error, CrmError) or not asked.is_narrowed:
            return
        buttons = [Button(_("Reset the filter"), self.reset_filter)]
        name = error.field if isinstance(error, Invalid) else None
        if name:
            remove = Button(_("Remove this condition"), lambda: self._remove_condition(name))
            buttons.insert(0, remove)
        self.list.states.show_state(str(error), "", buttons, "warning")

    def _remove_condition(self, name: str) -> None:
        self.views.ask(without_field(self._source.asked.filter, name) or EVERYTHING)

    def choose_columns(self, place: QPoint) -> None:
        """Open the list of columns at ``place`` (global)."""
        chooser = ColumnChooser(self.list.table.layout_of_columns, self)
        chooser.setAttribute(_DELETE_ON_CLOSE)
        chooser.open_at(place)

    def sort_by(self, section: int, *, descending: bool) -> None:
        """Order the list by this column."""
        self._sort(Sorting(self._description.columns[section].name, descending))
        self.look_changed.emit()

    def _sort(self, sorting: Sorting) -> None:
        if sorting.column == self._description.columns[0].name:
            sorting = Sorting("", sorting.descending)
        self._source.asked = replace(self._source.asked, sorting=sorting)
        self.list.table.show_order(self._sorted_section(), descending=sorting.descending)
        self.list.model.read_order_again(at_once=True)

    def _sorted_section(self) -> int:
        names = [column.name for column in self._description.columns]
        wanted = self._source.asked.sorting.column
        return names.index(wanted) if wanted in names else 0

    def _turn_order(self, section: int) -> None:
        """A press on the title by which the list is ordered turns it round."""
        is_again = section == self._sorted_section()
        self.sort_by(section, descending=is_again and not self._source.asked.sorting.descending)

    def _shown_names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.list.table.layout_of_columns.shown)

    def _note_columns(self) -> None:
        shown = self._shown_names()
        if not shown <= set(self._source.columns):
            self._source.columns = shown
            self.list.model.read_rows_again(quietly=True)
        self._source.columns = shown
        self.look_changed.emit()

    # What can be done with rows

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """The ticked records, or the current one."""
        self._find_chosen(self.list.table.acted_on(), then)

    def _find_chosen(self, rids: Sequence[int], then: Callable[[Chosen], None]) -> None:
        entity = self._description.entity
        if rids:
            self._bridge.query(
                ids_of,
                entity,
                rids,
                then=lambda ids: then(Chosen(entity, ids)),
                owner=self,
            )

    def _refuse(self, most: int) -> None:
        words = msg(
            "Up to {number} rows can be taken at once. Nothing was changed; tick fewer rows and "
            "try again.",
            number=shown_number(most),
        )
        self._bridge.tell_failed(Invalid(words))

    def copy_rows(self) -> None:
        """The ticked rows, or the current one, to the clipboard as a table."""
        self._copy(self.list.table.acted_on())

    def _copy(self, rids: Sequence[int]) -> None:
        if len(rids) > _MOST_COPIED:
            self._refuse(_MOST_COPIED)
        elif rids:
            self._bridge.query(
                read_table,
                self._description.reads,
                self.list.table.layout_of_columns.shown,
                rids,
                then=lambda table: QGuiApplication.clipboard().setMimeData(as_mime(table)),
                owner=self,
                channel="copy",
            )

    def _drag(self, line: int) -> None:
        rids = self.list.table.acted_on(line)
        row = self.list.model.row_at(line)
        if row is None or not rids:
            return
        first = self._description.columns[0].text(row)
        words = first if len(rids) == 1 else self._description.count_words(len(rids))
        self._dragging.start(rids, words, words)

    def _open_menu(self, line: int, place: QPoint) -> None:
        """The menu of a row; begun at a ticked row it acts on all ticked ones."""
        row = self.list.model.row_at(line)
        if row is None or QApplication.activePopupWidget() is not None:
            return  # some systems tell of the menu key twice
        rids = self.list.table.acted_on(line)
        has_ticks = bool(self.list.table.ticks) and rids != [row.rid]
        head = _("Selected {number}").format(number=shown_number(len(rids))) if has_ticks else ""
        self._show_menu(
            row_menu(
                self,
                head,
                show=self.show_wanted.emit,
                actions=() if has_ticks else self.row_actions,
                copied=() if has_ticks else self._copied(row),
                copy_rows=lambda: self._copy(rids),
                archive=lambda: self._find_chosen(rids, self.archive_wanted.emit),
            ),
            place,
        )

    def _copied(self, row: object) -> list[tuple[str, str]]:
        """Titles and texts of what is often copied alone."""
        columns = [c for c in self._description.columns if c.name in ("phone", "email")]
        return [(column.title, text) for column in columns if (text := column.text(row))]

    def _open_header_menu(self, section: int, place: QPoint) -> None:
        if not 0 <= section < len(self._description.columns):
            return
        columns = self.list.table.layout_of_columns
        column = self._description.columns[section]
        self._show_menu(
            header_menu(
                self,
                sort=(lambda down: self.sort_by(section, descending=down))
                if column.sorts
                else None,
                hide=(lambda: columns.hide(section)) if section else None,
                choose=lambda: self.choose_columns(place),
            ),
            place,
        )

    def _show_menu(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(_DELETE_ON_CLOSE)
        menu.popup(place)

    # Changes

    def _note_own(self, _written: object) -> None:
        """What the person did is shown at once."""
        self._own_until = time.monotonic() + _OWN_SECONDS
        self.list.model.show_held()

    def _holds(self, change: OrderChange) -> bool:
        """Rows don't move under the pointer because of what others do."""
        table = self.list.table
        if not table.is_worked_in or time.monotonic() < self._own_until:
            return False
        seen = table.lines_on_screen
        spans = (*change.removed, *change.inserted)
        return change.wholesale or any(a < seen.stop and b >= seen.start for a, b in spans)

    def _tell_waiting(self, is_held: bool) -> None:
        if not is_held:
            self._waiting.clear()
            self.list.tell_waiting("")
            return
        number = max(1, len(self._waiting))
        words = ngettext("Updated: {number} record", "Updated: {number} records", number)
        self.list.tell_waiting(words.format(number=shown_number(number)))

    def _forget_shown(self, is_stale: bool) -> None:
        if not is_stale and self.list.waiting.isHidden():
            self._waiting.clear()

    def _note_changes(self, changes: Changes) -> None:
        """A hidden list reads nothing: it is read when it is shown."""
        if not self.isVisible():
            return
        shown = self._description
        if self._is_reordered(changes):
            touched = changes.by_entity.get(shown.entity)
            self._waiting |= touched.ids if touched is not None else set()
            self.list.model.read_order_again()
        if changes.touch((shown.entity, *shown.related)):
            self.list.model.read_rows_again()

    def _is_reordered(self, changes: Changes) -> bool:
        shown, column = self._description, self._source.asked.sorting.column
        if self._source.asked.is_narrowed and changes.touch((shown.entity, *self.views.related)):
            return True
        depends = shown.sort_fields.get(column, frozenset((column,)))
        fields = {*shown.order_fields, *depends}
        return changes.reorder(shown.entity, fields) or changes.touch(depends)


def _decoded(text: str) -> Node:
    """A remembered filter; everything where it can't be read."""
    try:
        return codec.decode(text) if text else EVERYTHING
    except CrmError:
        return EVERYTHING
