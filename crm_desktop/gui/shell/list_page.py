"""A page that is one list of the records of one entity, kept up to date by the change hub.

Pages of contacts, companies and others describe theirs by a ``ListDescription``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.settings import ListLook
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.views.commands import Pin
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.list_source import Sorting
from crm_desktop.gui.kit.column_chooser import ColumnChooser
from crm_desktop.gui.kit.second_press import SecondPress
from crm_desktop.gui.shell.bulk.bar import Further, nothing_further
from crm_desktop.gui.shell.held_changes import HeldChanges
from crm_desktop.gui.shell.links import link_to
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import add_group_menu, grouping, heading_menu
from crm_desktop.gui.shell.list_left import LeftList
from crm_desktop.gui.shell.list_menus import OneRow, copied_alone, header_menu, row_menu
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, RecordRef
from crm_desktop.gui.shell.row_dragging import RowDragging
from crm_desktop.gui.shell.row_seeking import RowSeeker

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.list_bulk import ListBulk
    from crm_desktop.gui.shell.cells.editing import CellEditing
    from crm_desktop.gui.shell.commands import Commands

_RECORD, _CHANGES = "record.", ("list.edit_cell", "record.edit")
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose
_MOST_COPIED = 50_000


class ListPage(LeftList):
    """One list of records. What the window can do with the current one stands in its menu."""

    archive_wanted = Signal(object)  # Chosen
    restore_wanted = Signal(object, str)  # Chosen and the shelf they lie on
    delete_wanted = Signal(object)  # Chosen
    bulk_made = Signal()
    told = Signal(str, object)  # words and a Button

    def __init__(
        self, bridge: Bridge, description: ListDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, description, parent)
        self.setObjectName(description.entity)
        self.icon = description.words.icon
        self.commands: Commands | None = None
        """Of the window, which does some things with the current row too."""
        self.further: Further = nothing_further
        self._seeker = RowSeeker(bridge, self.list, description.entity)
        self._is_behind = True
        self.held = HeldChanges(bridge, self.list)
        self._dragging = RowDragging(
            bridge, description.entity, description.write_cards, self.list.table
        )
        self._bulk: ListBulk | None = None
        self._cells: CellEditing | None = None
        self._connect_all()
        self.apply_look(ListLook())

    def _connect_all(self) -> None:
        view, table, columns = self.list, self.list.table, self.list.table.layout_of_columns
        view.current_changed.connect(self.current_changed)
        view.counted.connect(self.count_changed)
        table.sort_wanted.connect(self._turn_order)
        table.copy_wanted.connect(self.copy_rows)
        table.menu_wanted.connect(self._open_menu)
        table.marks_cell = self._description.cells is not None
        if table.marks_cell:
            SecondPress(table).wanted.connect(self.edit_cell)
        table.drag_wanted.connect(self._drag)
        table.ticks_changed.connect(self._show_ticks)
        view.counted.connect(self._show_ticks)
        table.header.menu_wanted.connect(self._open_header_menu)
        columns.chosen.connect(self._note_columns)
        view.model.failed.connect(self._fall_behind)
        self._bridge.changed.connect(self._note_changes)
        self._bridge.returned.connect(self._fall_behind)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Ticks end with the page; what was held back is shown when it is next looked at."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.discard()
            self.list.table.clear_ticks()
            self.list.model.show_held()

    @property
    def shown_list(self) -> ListPage:
        """This."""
        return self

    def load(self) -> None:
        """Read the list, then its views."""
        self._is_behind = False
        self.list.load()
        self.views.load()

    def catch_up(self) -> None:
        """Read again only if something that the list shows was changed while it was hidden: the
        order of a million takes half a second of every server."""
        if self._is_behind or not self.is_ready or self.views.world is None:
            self.load()

    def _fall_behind(self) -> None:
        self._is_behind = True

    def current(self) -> RecordRef | None:
        """The record of the current row."""
        record_id = self.list.current_id()
        return RecordRef(self._description.entity, record_id) if record_id else None

    def begin_with(self, record_id: str) -> None:
        """Make this record current when it comes, wherever in the list it stands."""
        self._seeker.seek(record_id)

    def choose_first(self) -> None:
        """Make the first record current."""
        first = 1 if self.list.model.is_heading(0) else 0
        self.list.table.choose(first)

    def choose_columns(self, place: QPoint) -> None:
        """Open the list of columns at ``place`` (global)."""
        chooser = ColumnChooser(self.list.table.layout_of_columns, self)
        chooser.setAttribute(_DELETE_ON_CLOSE)
        chooser.open_at(place)

    def sort_by(self, section: int, *, descending: bool) -> None:
        """Order the list by this column."""
        self._sort(Sorting(self._description.columns[section].name, descending))
        self.look_changed.emit()

    def _turn_order(self, section: int) -> None:
        """A press on the title by which the list is ordered turns it round; an open cell, from
        which such a press takes no keyboard, is kept before."""
        if self.unsaved():
            return
        is_again = section == self._sorted_section()
        self.sort_by(section, descending=is_again and not self._source.asked.sorting.descending)

    def _note_columns(self) -> None:
        self._unread = None
        shown = self._shown_names()
        if not shown <= set(self._source.columns):
            self._source.columns = shown
            self.list.model.read_rows_again(quietly=True)
        self._source.columns = shown
        self.look_changed.emit()

    # What can be done with rows

    def edit_cell(self, cell: QPersistentModelIndex | None = None) -> None:
        """Edit this cell, or the current one, in its place."""
        make_kind, current = self._description.cells, self.list.table.currentIndex()
        if make_kind is None:
            return
        if self._cells is None:
            from crm_desktop.gui.shell.cells.editing import CellEditing

            self._cells = CellEditing(self._bridge, self, make_kind(self._bridge))
            self._cells.began.connect(self.held.begin_editing)
            self._cells.ended.connect(self.held.end_editing)
        self._cells.begin(cell or QPersistentModelIndex(current))

    def unsaved(self) -> str:
        """What is wrong in the open cell; what is right is saved by asking."""
        return self._cells.unsaved() if self._cells is not None else ""

    def discard(self) -> None:
        """Close the open cell; what is wrong in it is given up."""
        if self._cells is not None:
            self._cells.give_up()

    @property
    def description(self) -> ListDescription:
        """Whose list it is and how it is shown."""
        return self._description

    @property
    def bulk(self) -> ListBulk:
        """What can be done with many rows; made when it is first wanted."""
        if self._bulk is None:
            from crm_desktop.gui.shell.bulk.list_bulk import ListBulk

            self._bulk = ListBulk(self._bridge, self)
            self._bulk.done.connect(self.done)
            self._bulk.told.connect(self.told)
            self.bulk_made.emit()
        return self._bulk

    @property
    def bulk_bar(self) -> QWidget | None:
        """The bar below the list, while rows are ticked."""
        return self.bulk.bar if self.list.table.ticks else None

    def _show_ticks(self) -> None:
        if self._bulk is not None or self.list.table.ticks:
            self.bulk.follow()

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """The ticked records, or the current one."""
        self.find_records(self.list.table.acted_on(), then)

    def find_records(self, rids: Sequence[int], then: Callable[[Chosen], None]) -> None:
        """The records with these internal keys."""
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
            from crm_desktop.gui.shell.row_copying import copy_rows

            columns = self.list.table.layout_of_columns.shown
            copy_rows(self._bridge, self._description.reads, columns, rids, self)

    def _drag(self, line: int) -> None:
        rids = self.list.table.acted_on(line)
        row = self.list.model.record_at(line)
        if row is None or not rids:
            return
        first = self._description.columns[0].text(row)
        words = first if len(rids) == 1 else self._description.count_words(len(rids))
        self._dragging.start(rids, words, words)

    def _open_menu(self, line: int, place: QPoint) -> None:
        """The menu of a row; begun at a ticked row it acts on all ticked ones."""
        if self.list.model.is_heading(line):
            menu = QMenu(self)
            heading_menu(menu, self.fold_all)
            self._show_menu(menu, place)
            return
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
                one=None if has_ticks else self._one_row(row.id),
                copied=() if has_ticks else copied_alone(self._description.columns, row),
                link="" if has_ticks else link_to(RecordRef(self._description.entity, row.id)),
                copy_rows=lambda: self._copy(rids),
                offered=self.bulk.offered(lambda: rids, are_ticked=has_ticks),
                keys_of=lambda name: self.keys_of(f"{_RECORD}{name}"),  # named alike
            ),
            place,
        )

    def _one_row(self, record_id: str) -> OneRow:
        return OneRow(
            open=partial(self.list.opened.emit, record_id),
            apart=self.list.table.apart_wanted.emit,
            pin=partial(self._pin, record_id),
            actions=self.commands.drawn(*_CHANGES) if self.commands is not None else (),
        )

    def keys_of(self, command_id: str) -> str:
        """The key of the window's command, if there is such a one."""
        known = self.commands is not None and command_id in self.commands
        return self.commands.keys(command_id) if self.commands is not None and known else ""

    def _pin(self, record_id: str) -> None:
        self._bridge.execute(Pin(self._description.entity, record_id), owner=self)

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
                group=self._grouping_by(column.name),
                hide=(lambda: columns.hide(section)) if section else None,
                choose=lambda: self.choose_columns(place),
            ),
            place,
        )

    def _grouping_by(self, column: str) -> tuple[str, Callable[[], object]] | None:
        names = [one.name for one in self._description.groups if one.column == column]
        return grouping(names[0], self.asked.group, self.group_by) if names else None

    def add_groups(self, menu: QMenu) -> None:
        """Let the menu offer groups."""
        add_group_menu(menu, self._description.groups, self.asked.group, self.group_by)

    def _show_menu(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(_DELETE_ON_CLOSE)
        menu.popup(place)

    # Changes

    def _note_changes(self, changes: Changes) -> None:
        """A hidden list reads nothing: it is read when it is shown."""
        shown = self._description
        if not self.isVisible():
            touched_by = (shown.entity, *shown.related, *self.views.related)
            self._is_behind |= self._is_reordered(changes) or changes.touch(touched_by)
            return
        if self._is_reordered(changes):
            touched = changes.by_entity.get(shown.entity)
            self.held.note(touched.ids if touched is not None else ())
            self.list.model.read_order_again()
        if changes.touch((shown.entity, *shown.related)) or self._shows_entries_of(changes):
            self.list.model.read_rows_again()

    def _shows_entries_of(self, changes: Changes) -> bool:
        """Whether a column leads to other records, and entries of custom lists have changed."""
        names = {column.name for column in self.list.table.layout_of_columns.shown}
        leads = any(one.type == "record" and one.name in names for one in self.views.custom)
        return leads and any(map(is_list_entity, changes.by_entity))

    def _is_reordered(self, changes: Changes) -> bool:
        shown, column = self._description, self._source.asked.sorting.column
        deciding = (shown.entity, "custom_field", *self.views.related)
        if self._source.asked.is_narrowed and changes.touch(deciding):
            return True
        field = "custom" if column.startswith(PREFIX) else column
        depends = shown.sort_fields.get(field, frozenset((field,)))
        if group := self._source.asked.group:
            group_field = "custom" if group.startswith(PREFIX) else group
            depends |= shown.sort_fields.get(group, {group_field}) | shown.sum_fields
        fields = {*shown.order_fields, *depends}
        return changes.reorder(shown.entity, fields) or changes.touch(depends)
