"""A list that can be asked: by saved views, filters, a line to type in, shelves and orders.

The base of ``ListPage``, which adds what can be done with the rows. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError, Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.settings import ListLook
from crm_desktop.features.custom_fields.rows import PREFIX, CustomColumn
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.list_source import Asked, BridgeSource, EarlyOrder, Sorting
from crm_desktop.gui.kit.filters.conditions import without_field
from crm_desktop.gui.kit.list_view import ListView, ListWords
from crm_desktop.gui.kit.row_source import Beginning, Failed
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.line_columns import custom_column
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import custom_groups
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Page
from crm_desktop.gui.shell.quick_filter import QuickFilter
from crm_desktop.gui.shell.shelf_line import ShelfLine
from crm_desktop.gui.shell.slow_line import SlowLine
from crm_desktop.gui.shell.views.list_views import ListViews

# So many custom fields stay where there is little room for those that are shown to everybody.
_KEPT = 3


class _Source(BridgeSource):
    """Knows in ``begun`` what the first lines were asked for that came last."""

    begun: Asked | None = None

    def find_beginning(self, size: int, then: Callable[[Beginning], None], failed: Failed) -> None:
        """The first ``size`` lines."""
        super().find_beginning(size, partial(self._begin, self.asked, then), failed)

    def _begin(self, asked: Asked, then: Callable[[Beginning], None], beginning: Beginning) -> None:
        self.begun = asked
        then(beginning)


class AskedList(Page):
    """The lines that match what is asked. ``look_changed`` tells that the person looks at the
    list otherwise; ``done`` says in words what was done and can be undone; ``filter_reset``: the
    person wants to see all again."""

    look_changed = Signal()
    done = Signal(str)
    filter_reset = Signal()
    has_views = True

    def __init__(
        self, bridge: Bridge, description: ListDescription, parent: QWidget | None = None
    ) -> None:
        super().__init__(description.words.name, parent)
        self._bridge = bridge
        self._description = description
        self._before: Asked | None = None
        self.ground: Node = EVERYTHING
        """What the page around the list asks, whatever the person asks besides."""
        self._custom: tuple[CustomColumn, ...] = ()
        self._source = _Source(bridge, description.reads, self)
        self._own_groups = tuple(description.groups)
        self._take_groups()
        self.list = ListView(self._source, description.columns, description.words, words_for, self)
        self.list.model.headings = self._source.headings
        self.list.table.fold_wanted.connect(lambda key, is_folded: self.fold([key], is_folded))
        self.views = ListViews(bridge, description.entity, description.offered, self)
        self.quick = QuickFilter(self)
        self.shelf = ShelfLine(self)
        looking = _("Looking through all records for those that match…")
        self.slow = SlowLine(self, looking, can_cancel=True)
        self.density: Callable[[], str] = str
        self.has_preview: Callable[[], bool] = lambda: True
        """How rows stand in the window, and whether it shows the preview; given by the window."""
        self._unread: tuple[tuple[str, ...], Mapping[str, int]] | None = None
        # The first lines were asked for before it was known what they show.
        self._is_behind = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.shelf, self.quick, self.slow, self.list):
            layout.addWidget(widget)
        self.setFocusProxy(self.list)
        self._connect_parts()

    def _connect_parts(self) -> None:
        model = self.list.model
        model.failed.connect(self._explain_failure)
        model.order_known.connect(self._note_answered)
        model.loaded.connect(self._catch_up)
        self.views.look = self.view_look
        self.views.is_list_there = lambda: model.is_loaded and model.is_whole
        for known in (model.loaded, model.order_known):
            known.connect(self.views.count_on)
        self.views.read.connect(self._take_custom)
        self.views.shown.connect(self._show_view)
        self.views.done.connect(self.done)
        self.look_changed.connect(self.views.note_look)
        self.quick.changed.connect(self._ask_quickly)
        self.quick.left.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.slow.cancelled.connect(self._give_up)
        self.shelf.left.connect(self._leave_shelf)

    def expect(self, order: EarlyOrder) -> None:
        """What is asked stood so before the workspace was open. Before the list is read."""
        self._source.expect(order)

    def count_words(self) -> str:
        """How many records the list holds, or were found; that they are counted, or nothing,
        while that is not known."""
        number, model = self.list.count, self.list.model
        is_known = model.is_loaded and model.is_counted
        if model.is_loaded and not is_known and model.is_behind:
            return _("Counting…")
        if self._asks_by_itself(self._source.asked):
            return _("Found {number}").format(number=shown_number(number)) if is_known else ""
        return self._description.count_words(number) if is_known else ""

    # How the list is looked at

    def look(self) -> ListLook:
        """The view, the filter, columns, widths and order as the person has them."""
        asked, (keys, widths) = self._source.asked, self._columns_shown()
        look = ListLook(keys, widths, asked.sorting.column, asked.sorting.descending)
        if self.views.is_at_first and asked.filter == EVERYTHING and not asked.group:
            return look
        return replace(
            look, view=self.views.view_id, filter=codec.encode(asked.filter), group=asked.group
        )

    def apply_look(self, look: ListLook) -> None:
        """Show the list like that; what is not known any more is passed over."""
        root = decoded(look.filter)
        group = self._known_group(look.group)
        self._source.asked = replace(self._source.asked, filter=root, group=group)
        self.views.begin(look.view, root)
        self._apply_columns(look.columns, look.widths)
        self._sort(self._known_sorting(look.sort, descending=look.descending))

    def remember_by(self, remembered: Callable[[str], ListLook | None]) -> None:
        """Ask there how the person left a view, by its id."""

        def find(view_id: str) -> tuple[Node, ViewLook] | None:
            look = remembered(view_id)
            if look is None:
                return None
            shown = ViewLook(look.columns, look.widths, look.sort, look.descending, look.group)
            return decoded(look.filter), shown

        self.views.remembered = find

    @property
    def view_name(self) -> str:
        """The saved view that is shown, unless it is that of all records."""
        return self.views.shown_name

    def show_view(self, view_id: str) -> None:
        """Show this saved view, as soon as it is known."""
        self.views.choose_when_known(view_id)

    def view_look(self) -> ViewLook:
        """How the list is looked at, as saved views keep it."""
        asked, (keys, widths) = self._source.asked, self._columns_shown()
        return ViewLook(
            keys,
            widths,
            asked.sorting.column,
            asked.sorting.descending,
            asked.group,
            density=self.density(),
            preview=self.has_preview(),
            shelf=asked.shelf,
        )

    def _columns_shown(self) -> tuple[tuple[str, ...], Mapping[str, int]]:
        """Which columns in which widths, those too that are known only when views were read."""
        columns = self.list.table.layout_of_columns
        return self._unread or (columns.keys, columns.widths)

    def _apply_columns(self, keys: Sequence[str], widths: Mapping[str, int]) -> None:
        known = {column.name for column in self._description.columns}
        able = tuple(key for key in keys if key in known or key.startswith(PREFIX))
        waits = self.views.world is None and not known.issuperset(able)
        self._unread = (able, widths) if waits else None
        self.list.table.layout_of_columns.apply(keys, widths)
        shown = self._shown_names().union(able)
        if self.list.model.is_loaded and not shown <= set(self._source.columns):
            self._source.columns = shown
            self.list.model.read_rows_again(quietly=True)
        self._source.columns = shown

    def _known_sorting(self, column: str, *, descending: bool) -> Sorting:
        known = {column.name for column in self._description.columns if column.sorts}
        is_known = column in known or (self.views.world is None and column.startswith(PREFIX))
        return Sorting(column if is_known else "", descending)

    def _take_custom(self) -> None:
        """Columns for the custom fields there are; those of deleted ones go quietly."""
        own = [one for one in self._description.columns if not one.name.startswith(PREFIX)]
        usual = self._description.usual_custom
        custom = [
            replace(custom_column(one), usual=number < usual, gives_way=number >= _KEPT)
            for number, one in enumerate(self.views.custom)
        ]
        had = [(one.name, one.title) for one in self._description.columns]
        keys, widths = self._columns_shown()
        is_known = had == [(one.name, one.title) for one in (*own, *custom)]
        if not is_known or self._custom != self.views.custom:
            self._custom = self.views.custom
            self._description = replace(self._description, columns=(*own, *custom))
            self._take_groups()
            self.list.table.take_columns(self._description.columns)
            self._apply_columns(keys, widths)
            self._is_behind = bool(usual) and not self.list.model.is_loaded
        sorting = self._source.asked.sorting
        known = self._known_sorting(sorting.column, descending=sorting.descending)
        if known != sorting:
            self._sort(known)
        if self._source.asked.group and not self._known_group(self._source.asked.group):
            self.group_by("")
        self.list.table.show_order(self._sorted_section(), descending=known.descending)

    def _take_groups(self) -> None:
        """By what the lines can stand in groups, custom fields included."""
        groups = (*self._own_groups, *custom_groups(self._custom))
        self._description = replace(self._description, groups=groups)
        self._source.unnamed = {choice.name: choice.unnamed for choice in groups}

    def _catch_up(self) -> None:
        """What is shown, or asked, became known while the first lines were being read."""
        if self._is_behind:
            self._is_behind = False
            self.list.model.read_rows_again(quietly=True)
        if self._source.begun != self._source.asked:
            self.list.model.read_anew()

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
            group = self._known_group(look.group)
            asked = replace(asked, sorting=sorting, shelf=look.shelf, group=group)
        self._ask(asked)
        self.look_changed.emit()

    def _ask_quickly(self, text: str) -> None:
        self._ask(replace(self._source.asked, quick=text))

    def show_shelf(self, shelf: str) -> None:
        """Show the current records, the archive or the recycle bin."""
        self._ask(replace(self._source.asked, shelf=shelf))
        self.look_changed.emit()

    def _leave_shelf(self) -> None:
        self.show_shelf("current")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def group_by(self, name: str) -> None:
        """Put the rows in groups by this field; by none, if it is empty."""
        self._ask(replace(self._source.asked, group=self._known_group(name)))
        self.look_changed.emit()

    def _known_group(self, name: str) -> str:
        is_awaited = self.views.world is None and name.startswith(PREFIX)
        return name if is_awaited or name in self._source.unnamed else ""

    def fold(self, keys: Collection[int], is_folded: bool) -> None:
        """Fold the groups with these headings away, or show them again."""
        model = self.list.model
        if self._source.fold(keys, is_folded=is_folded):
            self._source.only_folds = not model.is_behind
            model.read_order_again(at_once=True)
            self._source.only_folds = False

    def fold_all(self, is_folded: bool) -> None:
        """Fold all groups away, or show all."""
        self.fold(self._source.headings.keys, is_folded)

    def _ask(self, asked: Asked) -> None:
        """Read the list anew; the old lines stand there until the new ones are known."""
        if asked == self._source.asked:
            return
        self._before = self._source.asked
        self._source.asked = asked
        self.list.table.show_order(self._sorted_section(), descending=asked.sorting.descending)
        self.list.say_empty(self._words_of(asked))
        self.shelf.show_shelf(asked.shelf)
        self.count_changed.emit()
        if self.list.model.is_loaded:
            self.slow.begin()
            self.list.model.read_anew()

    def _asks_by_itself(self, asked: Asked) -> bool:
        """Whether the person left anything out, besides what the page always does."""
        return bool(asked.quick) or asked.filter != self.ground

    def _words_of(self, asked: Asked) -> ListWords:
        words = self._description.words
        if self._asks_by_itself(asked):
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
        self.views.ask(self.ground)
        self.filter_reset.emit()

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
        if not isinstance(error, CrmError) or not self._asks_by_itself(asked):
            return
        buttons = [Button(_("Reset the filter"), self.reset_filter)]
        name = error.field if isinstance(error, Invalid) else None
        if name:
            remove = Button(_("Remove this condition"), lambda: self._remove_condition(name))
            buttons.insert(0, remove)
        self.list.states.show_state(_("The list couldn’t be read"), str(error), buttons, "warning")

    def _remove_condition(self, name: str) -> None:
        self.views.ask(without_field(self._source.asked.filter, name) or EVERYTHING)

    def _sort(self, sorting: Sorting) -> None:
        if sorting.column == self._description.columns[0].name:
            sorting = Sorting("", sorting.descending)
        self._source.asked = replace(self._source.asked, sorting=sorting)
        self.list.table.show_order(self._sorted_section(), descending=sorting.descending)
        self.list.model.read_anew()

    def _sorted_section(self) -> int:
        names = [column.name for column in self._description.columns]
        wanted = self._source.asked.sorting.column
        return names.index(wanted) if wanted in names else 0

    def _shown_names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.list.table.layout_of_columns.shown)


def decoded(text: str) -> Node:
    """A remembered filter; everything where it can't be read."""
    try:
        return codec.decode(text) if text else EVERYTHING
    except CrmError:
        return EVERYTHING
