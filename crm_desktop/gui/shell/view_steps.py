"""How one goes through an open workspace: what comes into sight, and what gives way to it.

The base of ``WorkspaceView``. The trail holds the steps, ``Way`` leads along them and brings the
cards; here the frame follows, as does what stands beside the page. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page, ResultsPage
from crm_desktop.gui.shell.preview import PreviewPane
from crm_desktop.gui.shell.trail import Step, Trail
from crm_desktop.gui.shell.view_places import ViewPlaces
from crm_desktop.gui.shell.way import MakeCard, Way


class ViewSteps(ViewPlaces):
    """A step leads to a place, to what was sought from there, or to a record's card."""

    preview: PreviewPane
    card_shown = Signal(bool)  # a card is to be seen now, or a place

    def take_steps(self, bridge: Bridge, results: ResultsPage, make_card: MakeCard) -> None:
        """Lead from page to page and to cards from now on. Once, when all is furnished."""
        self.results = results
        for page in (*self.pages, results):
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
        self.way.group_wanted.connect(lambda place, group: self.pages[place].show_group(group))
        self.way.arriving.connect(self._make_room)
        self.way.arrived.connect(self._arrive_at_card)
        self.search.textChanged.connect(self._search)
        self.sidebar.place_wanted.connect(self.show_place)

    @property
    def page(self) -> Page:
        """The page that is to be seen."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_place(self, number: int) -> None:
        """Show the page with this number; ends a search."""
        if not 0 <= number < len(self.pages):
            return
        self.way.go(Step(number))

    def rename_page(self, page: Page) -> None:
        """It has another title or icon now."""
        super().rename_page(page)
        if self.way.card is None and self.page is page:
            self.top.show_title(page.title)

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

    @property
    def shown_entity(self) -> str:
        """Of which kind the records are that are looked at: that of the card, or of the place."""
        record = self.way.trail.here.record
        return record[0] if record is not None else self.pages[self.place].objectName()

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

    def _follow_current(self) -> None:
        self.preview.follow(self.page.current())

    def _tell_count(self) -> None:
        page = self.page
        number = page.list.count if isinstance(page, ListPage) else None
        self.toolbar.tell(page.count_words(), number)
        self.preview.tell_rows(number or 0 if page.is_ready else None)
