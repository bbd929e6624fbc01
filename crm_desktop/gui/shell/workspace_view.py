"""An open workspace: sidebar, top bar, the list with its tools, and the preview beside it.

Made by the main window when the workspace is open; knows pages only as ``Page``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import settings
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.views.rows import FavouriteRow
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.focus_ring import focus_by_keys
from crm_desktop.gui.shell.list_days import ListDays
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page, RecordKind, RecordRef, ResultsPage
from crm_desktop.gui.shell.pane_order import following_pane
from crm_desktop.gui.shell.preview import PreviewPane
from crm_desktop.gui.shell.removing import Removing
from crm_desktop.gui.shell.sidebar import Place
from crm_desktop.gui.shell.trail import Among, Step, Trail
from crm_desktop.gui.shell.view_health import ViewHealth
from crm_desktop.gui.shell.view_steps import ViewSteps
from crm_desktop.gui.shell.way import MakeCard
from crm_desktop.gui.shell.whole_order import follow_order, order_on

if TYPE_CHECKING:
    from crm_desktop.gui.shell.card.page import CardPage

_FAVOURITES_MS = 100


@dataclass(frozen=True)
class KeptView:
    """Where a person was in a workspace, to be taken up by a view in another language."""

    trail: Trail
    wants_preview: bool
    fold_by_hand: bool | None
    warning: str
    pages: Mapping[str, Any]


class WorkspaceView(ViewSteps):
    """Everything between the menu bar and the edge of the window."""

    done = Signal(str)  # what was done and can be undone, in words
    told = Signal(str, object)  # what was done otherwise, in words, and a Button
    apart_wanted = Signal(object)  # RecordRef that is to have a window of its own

    def __init__(
        self,
        bridge: Bridge,
        pages: Sequence[Page],
        results: ResultsPage,
        kinds: Mapping[str, RecordKind],
        parent: QWidget | None = None,
        *,
        make_card: MakeCard,
    ) -> None:
        super().__init__(pages, parent)
        self._bridge = bridge
        self.kinds = kinds
        places = [Place(page.title, page.icon, page.at_foot) for page in pages]
        self.furnish(places, PreviewPane(bridge, kinds, self))
        self.take_steps(bridge, results, make_card)
        self._first: RecordRef | None = None
        self._health = ViewHealth(bridge, self.banner, self.status, self.reload)
        self.removing = Removing(bridge, kinds, self)
        self.removing.done.connect(self.done)
        self._connect_all()
        # The list comes first.
        QTimer.singleShot(_FAVOURITES_MS, self, lambda: self.sidebar.favourites.begin(bridge))
        self._arrive(self.pages[0])

    def _connect_all(self) -> None:
        for page in (*self.pages, self.results):
            self.join(page)
        self.results.opened.connect(self.open_current)
        self.results.apart_wanted.connect(self.open_current_apart)
        self.search.left_downward.connect(self.focus_list)
        self.sidebar.favourites.wanted.connect(self.open_favourite)
        self.way.apart_wanted.connect(self.apart_wanted)
        self.toolbar.preview_wanted.connect(self.show_preview)
        self.toolbar.columns_wanted.connect(self._choose_columns)
        self.preview.close_wanted.connect(lambda: self.show_preview(False))
        self.preview.open_wanted.connect(self.way.open_either)
        self.preview.done.connect(self.done)
        self.preview.compose_wanted.connect(
            lambda kind: self.on_card(lambda card: card.compose(kind))
        )
        ListDays(self._bridge, lambda: self.pages, self)

    def join(self, page: Page) -> None:
        """Hear what the page tells."""
        page.current_changed.connect(self._follow_current)
        page.count_changed.connect(self._tell_count)
        if isinstance(page, ListPage):
            page.archive_wanted.connect(self.removing.archive)
            page.restore_wanted.connect(self.removing.restore)
            page.delete_wanted.connect(self.removing.ask_delete)
            page.done.connect(self.done)
            page.told.connect(self.told)
            page.list.opened.connect(self.open_current)
            page.list.table.apart_wanted.connect(self.open_current_apart)

    def begin_at(self, page: Page, record: RecordRef | None) -> None:
        """Let ``page`` be the first one read, with ``record`` current. Before ``load``."""
        self.place = self.pages.index(page)
        self.way.trail = Trail(Step(self.place))
        self._arrive(page)
        if record is not None:
            page.begin_with(record.id)
            self.preview.follow(record)

    def begin_with_card(self, record: RecordRef) -> None:
        """Let the card of this record be the first to be seen; its list if it is gone. Instead
        of ``begin_at``."""
        self._first = record

    def kept(self) -> KeptView:
        """What must survive when all words change: the way here, and the state of every page."""
        pages = {page.objectName(): page.kept() for page in self.pages}
        way, warning = self.way.kept(), self._health.kept()
        return KeptView(way, self._wants_preview, self._fold_by_hand, warning, pages)

    def restore(self, kept: KeptView) -> None:
        """Be where the old view was. Instead of ``load``."""
        for page in self.pages:
            page.restore(kept.pages[page.objectName()])
        self.way.trail, self._fold_by_hand = kept.trail, kept.fold_by_hand
        self.take_preview(is_wanted=kept.wants_preview)
        self._health.restore(kept.warning)
        self.way.show_here()
        self.focus_list()

    def load(self) -> None:
        """Read the first page; the others when they are first shown."""
        if self._first is not None:
            self.way.open_first(self._first)
            return
        self.page.load()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, chosen: settings.Sidebar) -> None:
        """Show the places that the person wants to see, in their order."""
        super().arrange(chosen)
        self.take_folding(is_folded=chosen.folded)

    # Records

    def open_record(self, record: RecordRef, page: Page | None = None) -> None:
        """Show the card of a record; ``page``: where it is opened from, if what stands around it
        there is to be gone through."""
        among = None if page is None else order_on(page, record)
        self.way.open_record(record, among)
        if page is not None:
            follow_order(page.shown_list, among, lambda: self.way, self.way)

    def list_of(self, record: RecordRef) -> tuple[ListPage | None, Among | None]:
        """The list in which this record is current, or from which its card was opened here, and
        the order of that."""
        visit = self.way.trail.visit
        if self.way.card is not None:
            if visit.step.record == record and visit.among is not None:
                return self.pages[visit.step.place].shown_list, visit.among
            return None, None
        if self.page.current() != record:
            return None, None
        return self.page.shown_list, order_on(self.page, record)

    def open_current(self) -> None:
        """Show the card of the current record."""
        record = self.page.current()
        if record is not None:
            self.open_record(record, self.page)

    def open_current_apart(self) -> None:
        """A window of its own for the current record."""
        record = self.page.current()
        if record is not None:
            self.apart_wanted.emit(record)

    def on_card(self, action: Callable[[CardPage], object]) -> None:
        """Do something on the card of the current record, which is opened for it."""
        card, record = self.way.card, self.page.current()
        if card is not None:
            action(card)
        elif record is not None:

            def arrived() -> None:
                self.way.arrived.disconnect(arrived)
                if self.way.card is not None:
                    action(self.way.card)

            self.way.arrived.connect(arrived)
            self.open_current()

    def focus_search(self) -> None:
        """To the search field, with what stands in it selected; on a card into what happened."""
        if self.way.card is not None:
            self.way.card.find_here()
            return
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """To the list."""
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_here(self) -> None:
        """Narrow the list as one types; elsewhere search everywhere."""
        shown = self.page.shown_list
        if self.way.card is None and shown is not None:
            shown.find_here()
        else:
            self.focus_search()

    def open_favourite(self, row: FavouriteRow) -> None:
        """Show a view in its list, or the card of a record."""
        if row.entity != "view":
            self.open_record(RecordRef(row.entity, row.target_id))
            return
        page = next((one for one in self.pages if one.objectName() == row.listed), None)
        if page is not None:
            self.show_place(self.pages.index(page))
            page.show_view(row.target_id)

    def show_tagged(self, entity: str, tag_id: str) -> None:
        """List all records of this kind that have the tag, and nothing else."""
        page = next((one for one in self.pages if one.objectName() == entity), None)
        if page is not None:
            self.show_place(self.pages.index(page))
            page.ask_for(Condition("tags", Operator.HAS_ANY, (tag_id,)))

    def next_pane(self, *, backward: bool = False) -> None:
        """F6: sidebar, top bar, views, filters, list, preview, and round again."""
        card = self.way.card
        if card is not None and card.next_pane(backward=backward):
            return
        tools = (self.toolbar.views, self.toolbar.filters)
        panes = [self.sidebar, self.top, *tools, self.page, self.preview]
        if self.page.bulk_bar is not None:
            panes.append(self.page.bulk_bar)
        focused = self.focusWidget() or self
        following = following_pane(panes, focused, backward=backward)
        reached = self.search if following is self.top else following
        focus_by_keys(reached)

    def show_preview(self, is_shown: bool) -> None:
        """Open or close the preview, or the right pane of a card; in a narrow window it slides
        over what is beside it."""
        if (card := self.way.card) is not None:
            card.panes.show_side(is_shown)
            self.preview_shown.emit(is_shown)
        else:
            self._show_preview(is_shown)

    @property
    def has_preview(self) -> bool:
        """Whether what is shown can have a preview beside it."""
        return self.page.is_list

    def _show_preview(self, is_shown: bool) -> None:
        super()._show_preview(is_shown)
        self.preview.catch_up()

    def show_first(self) -> None:
        """Make the first record of the page current."""
        self.page.choose_first()

    def show_record(self, record: RecordRef) -> None:
        """Show a record in the preview, whatever row is current."""
        self.preview.follow(record)

    def reload(self) -> None:
        """Read what is shown again."""
        self.page.load()

    def _choose_columns(self, place: QPoint) -> None:
        if isinstance(self.page, ListPage):
            self.page.choose_columns(place)

    def archive(self) -> None:
        """Put the ticked records, or the current one, into the archive; out of that they can be
        deleted, and out of the recycle bin nothing goes further."""
        shelf = self.page.asked.shelf if isinstance(self.page, ListPage) else "current"
        if shelf != "bin":
            self.page.find_chosen(
                self.removing.ask_delete if shelf == "archive" else self.removing.archive
            )
