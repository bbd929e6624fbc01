"""The saved views of one list, and the filter that is asked of it now.

Made by each list page; its tabs and chips stand in the rows above the list. Reads run on reader
threads, everything else on the GUI thread. The list is read at once; views, names and numbers
come after it. What becomes of a view is written by ``view_keeping``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.languages import LANGUAGES, language_name
from crm_desktop.features.custom_fields.queries import custom_columns
from crm_desktop.features.custom_fields.rows import CustomColumn
from crm_desktop.features.views.queries import catalogues_of, count_view, find_views
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.filters.catalogue import Catalogues, Field
from crm_desktop.filters.words import Wording
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.filters.conditions import rest_beside
from crm_desktop.gui.kit.filters.filter_bar import FilterBar
from crm_desktop.gui.kit.filters.world import Known, World
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.views.reads import find_names
from crm_desktop.gui.shell.views.value_words import known_value
from crm_desktop.gui.shell.views.view_keeping import SHARE, ViewKeeping
from crm_desktop.gui.shell.views.view_tabs import Tab, ViewTabs

if TYPE_CHECKING:
    from crm_desktop.features.views.values import ValueCount

_MOST_VALUES = 50
# Numbers are counted one after the other when the list is there, and anew after a rest.
_COUNT_AFTER_MS = 60
_COUNT_AGAIN_MS = 1500


@dataclass(frozen=True)
class _Read:
    """What was read of a list's views."""

    views: tuple[ViewRow, ...]
    catalogues: Catalogues
    names: dict[tuple[str, str], str]
    may_share: bool
    custom: tuple[CustomColumn, ...]


def _read(reader: Reader, entity: str, asked: Node) -> _Read:
    views = tuple(find_views(reader, entity))
    names = find_names(reader, entity, [asked, *(view.filter for view in views)])
    custom = tuple(custom_columns(reader, entity))
    return _Read(views, catalogues_of(reader), names, reader.actor.may(SHARE), custom)


class ListViews(QObject):
    """``shown`` tells that another view or filter is wanted: the page asks for it then;
    ``read`` that the views and the custom fields are known, or others now;
    ``state_changed`` that the view differs from what was saved, or no longer; ``done`` says in
    words what can be undone; ``counted`` gives a view by its id and how many records it lists."""

    shown = Signal(object, object)  # Node, ViewLook or None to leave columns and order
    counted = Signal(str, int)
    state_changed = Signal()
    read = Signal()
    done = Signal(str)

    def __init__(
        self, bridge: Bridge, entity: str, offered: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.entity = entity
        self._offered = tuple(offered)
        self.views: tuple[ViewRow, ...] = ()
        self.custom: tuple[CustomColumn, ...] = ()
        self.view_id = self._first_id = f"preset:{entity}:all"
        self.root: Node = EVERYTHING
        self.look: Callable[[], ViewLook] = ViewLook
        """How the list is looked at now; given by the page."""
        self.remembered: Callable[[str], tuple[Node, ViewLook] | None] = lambda _view_id: None
        """How the person left a view; given by the page."""
        self.is_list_there: Callable[[], bool] = lambda: True
        """Whether the whole list is known, which comes before numbers; given by the page."""
        self.may_share = False
        self._wanted = ""
        self.world: World | None = None
        self._names: dict[tuple[str, str], str] = {}
        self._dialog: Any = None
        # Hidden until the rows above the list take them up.
        self.tabs = ViewTabs(parent)
        self.filters = FilterBar(parent)
        self.tabs.hide()
        self.filters.hide()
        self._to_count: list[ViewRow] = []
        self._waits_for_list = False
        self._counting = single_shot(self, self._count_next, _COUNT_AFTER_MS)
        self._count_again = single_shot(self, self.count_views, _COUNT_AGAIN_MS)
        self.tabs.chosen.connect(self.choose)
        self.tabs.seen.connect(self._note_seen)
        self.keeping = ViewKeeping(bridge, self)
        self.filters.changed.connect(self._take_filter)
        self.filters.builder_wanted.connect(self.open_builder)
        bridge.changed.connect(self._note_changes)

    # Reading

    def load(self) -> None:
        """Read the views and what can be asked."""
        self._bridge.query(
            _read, self.entity, self.root, then=self._take, owner=self, channel="views"
        )

    def _take(self, read: _Read) -> None:
        self.views, self.may_share = read.views, read.may_share
        self._names |= read.names
        self.custom = read.custom
        wording = Wording(LOCAL_ZONE, self._name_of)
        self.world = World(self.entity, read.catalogues, wording, self._find_values)
        if self.view is None:
            self.view_id = self.views[0].id if self.views else ""
        self.read.emit()
        self._show()
        self._choose_wanted()
        self.count_views()

    def offer(self, fields: Sequence[str]) -> None:
        """Let chips of these fields stand there, though nothing is asked of them."""
        if self._offered == (wanted := tuple(fields)):
            return
        self._offered = wanted
        if self.world is not None:
            self._show()

    def _show(self) -> None:
        if self.world is not None:
            self.filters.begin(self.world, self._offered)
        base = self.view.filter if self.view is not None else EVERYTHING
        self.filters.show_filter(self.root, base)
        tabs = [Tab(view.id, view.name, bool(view.preset)) for view in self.views]
        self.tabs.show_tabs(tabs, self.view_id)
        self.state_changed.emit()

    def _name_of(self, field: Field, value: str) -> str:
        if field.name == LANGUAGES:
            return language_name(value)
        return self._names.get((field.target, value), "…")

    def _find_values(
        self, entity: str, name: str, text: str, then: Callable[[Sequence[Known]], None]
    ) -> None:
        """All values at once; how many have each of what the other chips leave may take longer."""
        assert self.world is not None
        field = self.world.catalogues[entity].field(name)
        rest = rest_beside(self.root, name) if entity == self.entity else EVERYTHING

        def take(found: Sequence[ValueCount]) -> None:
            known = [known_value(one) for one in found]
            if field.target:
                self._names |= {(field.target, one.value): one.label for one in known}
            if rest == EVERYTHING:
                then(known)
                return
            then([replace(one, count=None) for one in known])
            self._ask_values((entity, name, text, rest), partial(recount, known))

        def recount(known: Sequence[Known], found: Sequence[ValueCount]) -> None:
            counted = [known_value(one) for one in found]
            there = {one.value for one in counted}
            nobody = 0 if len(found) < _MOST_VALUES else None
            others = (replace(one, count=nobody) for one in known if one.value not in there)
            then([*counted, *others])

        self._ask_values((entity, name, text, None), take, failed=lambda _error: then(()))

    def _ask_values(
        self,
        asked: tuple[str, str, str, Node | None],
        take: Callable[[Sequence[ValueCount]], None],
        failed: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        from crm_desktop.features.views.values import values_of

        channel = f"values {asked[1]}"
        self._bridge.query(
            values_of, *asked, _MOST_VALUES, then=take, failed=failed, owner=self, channel=channel
        )

    # Numbers

    @property
    def shows_numbers(self) -> bool:
        """Whether anybody sees them."""
        return self.tabs.isVisible()

    def counted_as(self, view: ViewRow) -> ViewRow:
        """The view as it would be shown now."""
        return view

    def count_views(self) -> None:
        """Count what each view lists, one after the other, those to be seen first."""
        if self.shows_numbers:
            shown = self.tabs.shown_ids
            self._bridge.give_up(self, "count")
            self._to_count = sorted(self.views, key=lambda view: view.id not in shown)
            self._counting.start()

    def count_on(self) -> None:
        """The list may be there now: count what waits for it."""
        if self._waits_for_list:
            self._waits_for_list = False
            self._counting.start()

    def _note_seen(self, are_seen: bool) -> None:
        """While nobody sees the numbers the database need not count; later it goes on."""
        if are_seen and self._to_count:
            self._counting.start()
        elif not are_seen:
            self._counting.stop()
            self._bridge.give_up(self, "count")

    def _count_next(self) -> None:
        self._counting.stop()  # one after the other: a newer question takes the older one's answer
        self._waits_for_list = not self.is_list_there()
        if self._to_count and self.shows_numbers and not self._waits_for_list:
            view = self._to_count[0]
            self._bridge.query(
                count_view,
                self.counted_as(view),
                then=partial(self._take_count, view),
                failed=self._miss_count,
                owner=self,
                channel="count",
            )

    def _take_count(self, view: ViewRow, number: int) -> None:
        del self._to_count[:1]
        self.tabs.show_count(view.id, number)
        self.counted.emit(view.id, number)
        self._count_next()

    def _miss_count(self, _error: BaseException) -> None:
        """A view whose field is gone says so when it is opened."""
        del self._to_count[:1]
        self._count_next()

    @property
    def is_counted(self) -> bool:
        """Whether all numbers are there that were wanted."""
        counted = [self.tabs.count_of(view.id) is not None for view in self.views]
        return bool(counted) and all(counted)

    def _note_changes(self, changes: Changes) -> None:
        if changes.touch(("view", "custom_field")):
            self.load()
        elif self.shows_numbers and changes.touch(self._counted_entities()):
            self._count_again.start()

    def _counted_entities(self) -> set[str]:
        return {self.entity, *self.related}

    @property
    def related(self) -> frozenset[str]:
        """The entities whose records decide what a filter lists."""
        if self.world is None:
            return frozenset()
        return frozenset(relation.target for relation in self.world.catalogue.relations)

    # What is shown

    @property
    def view(self) -> ViewRow | None:
        """The view whose tab is marked."""
        return self.named(self.view_id)

    def named(self, view_id: str) -> ViewRow | None:
        """The view with this id, if it is known."""
        return next((view for view in self.views if view.id == view_id), None)

    @property
    def is_at_first(self) -> bool:
        """Whether the view is that of all records."""
        return self.view_id == self._first_id

    @property
    def shown_name(self) -> str:
        """What the view is called, unless it is that of all records."""
        view = self.view
        return view.name if view is not None and not self.is_at_first else ""

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost were the view not saved."""
        view = self.view
        if view is None:
            return False
        return self.root != view.filter or self.differs(self.look(), view)

    def differs(self, look: ViewLook, view: ViewRow) -> bool:
        """Whether the view was saved with another look; those that come with the program leave
        all but the groups to the person."""
        kept = view.look
        if look.group != kept.group:
            return True
        if view.preset:
            return False
        order = look.sort, look.descending, look.shelf
        is_ordered = order == (kept.sort, kept.descending, kept.shelf)
        is_as_wide = dict(look.widths or {}) == dict(kept.widths or {})
        has_columns = not kept.columns or look.columns == kept.columns
        return not (is_ordered and is_as_wide and has_columns)

    def choose(self, view_id: str) -> None:
        """Show this view as the person left it."""
        view = self.named(view_id)
        if view is not None and view_id != self.view_id:
            self.enter(view)

    def enter(self, view: ViewRow) -> None:
        """Be at this view, as the person left it."""
        self.view_id = view.id
        self.show(*(self.remembered(view.id) or (view.filter, view.look)))

    def go_back(self) -> None:
        """Show the view as it was saved."""
        if self.view is not None:
            self.show(self.view.filter, self.view.look)

    def show(self, root: Node, look: ViewLook) -> None:
        """Ask this of the list and look at it so."""
        self.root = root
        self.shown.emit(root, look)
        self._show()

    def choose_when_known(self, view_id: str) -> None:
        """Show this view; if views are still being read, when they are there."""
        self._wanted = view_id
        if self.views:
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.choose(wanted)

    def go_to_new(self, view_id: str) -> None:
        """The new view holds what is shown already: only its tab is marked."""
        self.view_id = view_id
        self.load()

    def begin(self, view_id: str, root: Node) -> None:
        """Be at this view with this filter; before ``load``."""
        self.view_id, self.root = view_id or self.view_id, root
        self.filters.show_filter(root, EVERYTHING)

    def ask(self, root: Node) -> None:
        """Ask this of the list, whatever the view was saved with."""
        self.filters.show_filter(root, self.view.filter if self.view else EVERYTHING)
        self._take_filter(root)

    def _take_filter(self, root: Node) -> None:
        self.root = root
        self.shown.emit(root, None)
        self.state_changed.emit()

    def note_look(self) -> None:
        """The person looks at the list otherwise."""
        self.state_changed.emit()

    def open_builder(self, root: Node) -> None:
        """Open the builder of groups at ``root``."""
        if self.world is None:
            return
        from crm_desktop.gui.shell.views.builder_dialog import BuilderDialog

        dialog = BuilderDialog(self.world, root, self.filters.window())
        dialog.chosen.connect(self.ask)
        dialog.show_sheet()
        self._dialog = dialog
