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
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.unsent import unsent_of
from crm_desktop.gui.shell.list_days import ListDays
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page, RecordKind, RecordRef, ResultsPage
from crm_desktop.gui.shell.pane_order import following_pane
from crm_desktop.gui.shell.preview import PreviewPane
from crm_desktop.gui.shell.removing import Removing
from crm_desktop.gui.shell.sidebar import Place
from crm_desktop.gui.shell.trail import Among, Step, Trail
from crm_desktop.gui.shell.view_places import ViewPlaces
from crm_desktop.gui.shell.way import MakeCard, Way
from crm_desktop.gui.shell.whole_order import follow_order, order_of

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


class WorkspaceView(ViewPlaces):
    """Everything between the menu bar and the edge of the window."""

    preview: PreviewPane
    done = Signal(str)  # what was done and can be undone, in words
    told = Signal(str, object)  # what was done otherwise, in words, and a Button
    apart_wanted = Signal(object)  # RecordRef that is to have a window of its own
    card_shown = Signal(bool)  # a card is to be seen now, or a place

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
        self.results = results
        self.kinds = kinds
        self._first: RecordRef | None = None
        places = [Place(page.title, page.icon, page.at_foot) for page in pages]
        self.furnish(places, PreviewPane(bridge, kinds, self))
        for page in (*self.pages, self.results):
            self.stack.addWidget(page)
        self.way = Way(
            bridge,
            self.top,
            self.stack,
            make_card,
            show_place=self._show_step,
            title_of=self._title_of,
            place_of=self._place_of,
            trail=Trail(Step(0)),
            parent=self,
        )
        self.way.page_of = lambda step: self.pages[step.place]
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
        self.search.textChanged.connect(self._search)
        self.search.left_downward.connect(self.focus_list)
        self.sidebar.place_wanted.connect(self.show_place)
        self.sidebar.favourites.wanted.connect(self.open_favourite)
        self.way.apart_wanted.connect(self.apart_wanted)
        self.way.group_wanted.connect(lambda place, group: self.pages[place].show_group(group))
        self.way.arriving.connect(self._make_room)
        self.way.arrived.connect(self._arrive_at_card)
        self.toolbar.preview_wanted.connect(self.show_preview)
        self.toolbar.columns_wanted.connect(self._choose_columns)
        self.preview.close_wanted.connect(lambda: self.show_preview(False))
        self.preview.open_wanted.connect(self.way.open_either)
        self.preview.done.connect(self.done)
        self.preview.compose_wanted.connect(
            lambda kind: self.on_card(lambda card: card.compose(kind))
        )
        self.banner.retry.connect(self._bridge.look)
        self._bridge.lost.connect(self._tell_lost)
        self._bridge.returned.connect(self._tell_returned)
        ListDays(self._bridge, lambda: self.pages, self)
        self._bridge.writing.connect(self.status.tell_writing)
        unsent = unsent_of(self._bridge)
        unsent.changed.connect(self.status.tell_waiting)
        self.status.tell_waiting(unsent.is_any)
        self._bridge.task_started.connect(self.status.follow)

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

    def rename_page(self, page: Page) -> None:
        """It has another title or icon now."""
        super().rename_page(page)
        if self.way.card is None and self.page is page:
            self.top.show_title(page.title)

    @property
    def page(self) -> Page:
        """The page that is to be seen."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

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
        warning = "" if self.banner.isHidden() else self.banner.words.text()
        return KeptView(self.way.kept(), self._wants_preview, self._fold_by_hand, warning, pages)

    def restore(self, kept: KeptView) -> None:
        """Be where the old view was. Instead of ``load``."""
        for page in self.pages:
            page.restore(kept.pages[page.objectName()])
        self.way.trail, self._fold_by_hand = kept.trail, kept.fold_by_hand
        self._wants_preview = kept.wants_preview
        self._show_preview(kept.wants_preview and not self._is_narrow)
        if kept.warning:
            self.banner.tell(kept.warning)
        for task in self._bridge.tasks:
            self.status.follow(task)
        self.way.show_here()
        self.focus_list()

    def load(self) -> None:
        """Read the first page; the others when they are first shown."""
        if self._first is not None:
            self.way.open_first(self._first)
            return
        self.page.load()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, number: int) -> None:
        """Show the page with this number; ends a search."""
        if not 0 <= number < len(self.pages):
            return
        self.way.go(Step(number))

    def arrange(self, chosen: settings.Sidebar) -> None:
        """Show the places that the person wants to see, in their order."""
        super().arrange(chosen)
        self.take_folding(is_folded=chosen.folded)

    # Records

    def open_record(self, record: RecordRef, shown: ListPage | None = None) -> None:
        """Show the card of a record; ``shown``: the list it is opened from."""
        among = order_of(shown, record.entity)
        self.way.open_record(record, among)
        follow_order(shown, among, lambda: self.way, self.way)

    def list_of(self, record: RecordRef) -> tuple[ListPage | None, Among | None]:
        """The list in which this record is current, or from which its card was opened here, and
        the order of that."""
        visit = self.way.trail.visit
        if self.way.card is not None:
            if visit.step.record == record and visit.among is not None:
                return self.pages[visit.step.place].shown_list, visit.among
            return None, None
        shown = self.page.shown_list if self.page.current() == record else None
        return shown, order_of(shown, record.entity)

    def open_current(self) -> None:
        """Show the card of the current record."""
        record = self.page.current()
        if record is not None:
            self.open_record(record, self.page.shown_list)

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

    def _make_room(self) -> None:
        """What belongs to lists goes before the card comes, which so is laid out only once."""
        self.page.hide()
        self.toolbar.hide()
        self.preview.hide()
        main = self.toolbar.parentWidget()
        layout = main.layout() if main is not None else None
        if layout is not None:
            layout.activate()
        self._beside.refresh()

    def _arrive_at_card(self) -> None:
        card = self.way.card
        assert card is not None
        self.place = self.way.trail.here.place
        self.search.clear()
        self.toolbar.hide()
        self.preview.hide()
        self.sidebar.show_place(self.place)
        self.card_shown.emit(True)
        self.preview_shown.emit(card.panes.is_side_shown)

    def _place_of(self, entity: str) -> int:
        names = [page.objectName() for page in self.pages]
        return names.index(entity) if entity in names else self.place

    def _title_of(self, step: Step) -> str:
        return step.sought or self.pages[step.place].title

    def _show_step(self, step: Step) -> None:
        """A place comes into sight, or what was sought there."""
        self.place = step.place
        self.search.setText(step.sought)
        page: Page = self.pages[step.place]
        if step.sought:
            self.results.search(step.sought)
            if self.stack.currentWidget() is self.results:
                return  # one letter more: all else stands as it stood
            page = self.results
        self._arrive(page)
        if not step.sought:
            page.catch_up()
        self._tell_count()
        if page.is_ready:
            self._follow_current()
        self.card_shown.emit(False)
        if page.is_list:
            self.preview_shown.emit(not self.preview.isHidden())

    def _arrive(self, page: Page) -> None:
        """Name the page, mark its place, and show the way on from it."""
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
        self.toolbar.setVisible(page.is_list)
        self.toolbar.show_page(page)
        if not page.is_list or not self._is_narrow:
            self.preview.setVisible(page.is_list and self._wants_preview)
        self.sidebar.show_place(self.place)
        self.top.show_title(page.title)
        self._tell_count()

    def go_back(self) -> None:
        """To where the person was before."""
        self.way.go_back()

    def go_forward(self) -> None:
        """There again."""
        self.way.go_forward()

    def _search(self, text: str) -> None:
        if self.search.hand_over():
            return
        step = Step(self.place, text if text.strip() else "")
        is_wanted = bool(step.sought) or self.stack.currentWidget() is self.results
        if is_wanted and step != self.way.trail.here:
            self.way.go(step)

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
        reached.setFocus(Qt.FocusReason.TabFocusReason)

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

    def _follow_current(self) -> None:
        self.preview.follow(self.page.current())

    def _tell_count(self) -> None:
        page = self.page
        number = page.list.count if isinstance(page, ListPage) else None
        self.toolbar.tell(page.count_words(), number)
        self.preview.tell_rows(number or 0 if page.is_ready else None)

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

    def _tell_lost(self, error: BaseException) -> None:
        self.banner.tell(words_for(error))

    def _tell_returned(self) -> None:
        self.banner.hide()
        self.reload()
