"""How a window leads from place to place and from record to record, and back again.

One ``Way`` per window: that of the main window knows places (lists, settings) besides records,
that of a record's own window only records. The trail remembers, the top bar shows, cards are made
when they are first wanted. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget

from crm_desktop.features.common.listing import ids_of
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.top_bar import TopBar
from crm_desktop.gui.shell.trail import Among, Step, Trail, Visit

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.shell.card.description import HeadGroup
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.page import Page

# Up to here the old page stays, so that most records come without anything between.
_PATIENCE_MS = 150
# So many records that are gone are passed over on the way to the next one.
_MOST_PASSED = 1000

# So deep do layouts stand in one another.
_LEVELS = 12

MakeCard = Callable[[str], "CardPage"]


class Way(QObject):
    """``show_place`` shows a place and gives its title; ``place_of`` gives the number of the
    place where records of an entity are listed. ``apart_wanted``: a record is to have a window of
    its own; ``arriving``: a card is about to come into sight; ``arrived``: it is to be seen now;
    ``told``: the top bar says something else."""

    apart_wanted = Signal(object)  # RecordRef
    arriving = Signal()
    arrived = Signal()
    told = Signal()
    group_wanted = Signal(int, str)  # place, id

    def __init__(
        self,
        bridge: Bridge,
        top: TopBar,
        stack: QStackedWidget,
        make_card: MakeCard,
        *,
        show_place: Callable[[Step], None],
        title_of: Callable[[Step], str],
        place_of: Callable[[str], int],
        trail: Trail,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._top, self._stack = bridge, top, stack
        self._make_card, self._show_place = make_card, show_place
        self._title_of, self._place_of = title_of, place_of
        self.page_of: Callable[[Step], Page | None] = lambda _step: None
        """The page of a place, where there are places; given by who shows them."""
        self.trail = trail
        self.cards: dict[str, CardPage] = {}
        self._awaited: Visit | None = None
        self._needs_record = False
        self._asks = False
        self._patience = single_shot(self, self._arrive, _PATIENCE_MS)
        top.back_wanted.connect(self.go_back)
        top.forward_wanted.connect(self.go_forward)
        top.places_wanted.connect(self._list_places)
        top.list_wanted.connect(self.go_to_list)
        top.group_wanted.connect(self.go_to_group)
        top.neighbour_wanted.connect(self.go_to_neighbour)

    @property
    def card(self) -> CardPage | None:
        """The card that is to be seen, or none."""
        shown = self._stack.currentWidget()
        return next((card for card in self.cards.values() if card is shown), None)

    @property
    def is_under_way(self) -> bool:
        """Whether a record is still being read that is to be shown."""
        return self._awaited is not None

    # Going

    def open_record(self, record: RecordRef, among: Among | None = None) -> None:
        """Show the record's card; ``among``: the list it is opened from."""
        step = Step(self._place_of(record.entity), record=record)

        def go() -> None:
            self._keep()
            self.trail.go(step, among)
            self._show()

        if step != self.trail.here or self.card is None:
            self.leave(go)

    def open_first(self, record: RecordRef) -> None:
        """The program begins at this record; where it is gone, its list opens."""
        self._needs_record = True
        self.trail.replace(Step(self._place_of(record.entity), record=record))
        self._show()

    def go(self, step: Step) -> None:
        """To a place; what is unsaved on a card asks first."""

        def go() -> None:
            self._keep()
            self.trail.go(step)
            self._show()

        self.leave(go)

    def go_back(self) -> None:
        """To where the person was before."""
        self._move(-1)

    def go_forward(self) -> None:
        """There again."""
        self._move(+1)

    def close_card(self) -> None:
        """Esc on a card: back to where it was opened."""
        if self.trail.can_go_back:
            self.go_back()
        else:
            self.go_to_list()

    def go_to_list(self) -> None:
        """To the list named above the card."""
        place = self.trail.here.place
        if place >= 0:
            self.go(Step(place))

    def go_to_group(self) -> None:
        """To the part of the list in which the record of the card stands."""
        place, group = self.trail.here.place, self._group
        if place >= 0 and group is not None:
            self.group_wanted.emit(place, group.id)
            self.go_to_list()

    def go_to_neighbour(self, steps: int) -> None:
        """To the next (+1) or the previous (-1) record of the list this one came from."""
        visit = self.trail.visit
        among, record = visit.among, visit.step.record
        if among is None or record is None or among.line < 0 or self.is_under_way:
            return

        def found(neighbour: tuple[str, int] | None) -> None:
            if neighbour is not None and self.trail.visit is visit:
                self.leave(partial(self._replace, visit.step, record[0], among, neighbour))

        self._bridge.query(
            _neighbour, record[0], among, steps, then=found, owner=self, channel="neighbour"
        )

    def _replace(self, step: Step, entity: str, among: Among, found: tuple[str, int]) -> None:
        record_id, line = found
        among = Among(among.rids, line, among.is_whole)
        self.trail.replace(step._replace(record=(entity, record_id)), among)
        self._show()

    def read_on(self, known: Sequence[int], whole: Sequence[int]) -> None:
        """More of a list is known from which cards were opened (see ``Trail.read_on``)."""
        self.trail.read_on(known, whole)
        visit, card = self.trail.visit, self.card
        if card is not None and card.head is not None and visit.step.record == card.record:
            self._find_line(visit, card.head.rid)
        self.tell()

    def show_here(self) -> None:
        """Show the present step: the view was made anew."""
        self._show()

    def _move(self, steps: int) -> None:
        if self.trail.can_go_back if steps < 0 else self.trail.can_go_forward:

            def go() -> None:
                self._keep()
                self.trail.move(steps)
                self._come_back()
                self._show()

            self.leave(go)

    # Leaving

    def unsaved(self) -> str:
        """What can't be saved as it is, on the card or in the open cell of a list, in words."""
        place = self._typed_into()
        return place.unsaved() if place is not None else ""

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then``, but ask first where something can't be saved as it is."""
        place, words = self._typed_into(), self.unsaved()
        if place is None or not words:
            then()
            return
        if self._asks:
            return
        from crm_desktop.gui.shell.card.questions import ask_about_unsaved

        def leave() -> None:
            place.discard()
            then()

        def ended() -> None:
            self._asks = False

        self._asks = True
        ask_about_unsaved(place, words, leave, ended)

    def _typed_into(self) -> CardPage | ListPage | None:
        page = self._page
        return self.card or (page.shown_list if page is not None else None)

    def keep(self) -> None:
        """Remember how the card or the list stands, for who comes back to it."""
        self._keep()

    def _keep(self) -> None:
        card, visit = self.card, self.trail.visit
        if card is not None and self._awaited is None and visit.step.record == card.record:
            visit.kept = card.kept()
        page = self._page if card is None else None
        if page is not None and self._awaited is None:
            visit.kept = page.looked_at()

    def _come_back(self) -> None:
        page, kept = self._page, self.trail.visit.kept
        if page is not None and kept is not None:
            page.come_back(kept)

    @property
    def _page(self) -> Page | None:
        """The page of the present step, if that is a place and nothing else."""
        step = self.trail.here
        return None if step.record is not None or step.sought else self.page_of(step)

    # Showing

    def _show(self) -> None:
        visit = self.trail.visit
        self._patience.stop()
        self._awaited = None
        if visit.step.record is None:
            self._show_place(visit.step)
            visit.title = self._title_of(visit.step)
            self.tell()
            return
        card = self._card_of(visit.step.record[0])
        self._awaited = visit
        self._patience.start()
        card.show_record(RecordRef(*visit.step.record), visit.kept)

    def make_early(self, entity: str) -> None:
        """Make the card of this kind before it is wanted, so that it opens at once."""
        self._card_of(entity)

    def _card_of(self, entity: str) -> CardPage:
        if entity not in self.cards:
            card = self.cards[entity] = self._make_card(entity)
            self._stack.addWidget(card)
            card.open_wanted.connect(self.open_either)
            card.left.connect(self.close_card)
            card.head_known.connect(partial(self._head_known, card))
        return self.cards[entity]

    def open_either(self, record: RecordRef, in_new_window: bool) -> None:
        """Show the card of a record here, or in a window of its own."""
        if in_new_window:
            self.apart_wanted.emit(record)
        else:
            self.open_record(record)

    def _head_known(self, card: CardPage) -> None:
        visit = self.trail.visit
        if visit.step.record != card.record:
            return
        if card.head is not None:
            visit.title = card.head.name
            self._find_line(visit, card.head.rid)
        needed, self._needs_record = self._needs_record, False
        if card.head is None and needed:
            self.trail.replace(Step(visit.step.place))
            self._show()
            return
        if self._awaited is not None:
            self._arrive()
        self.tell()

    def _find_line(self, visit: Visit, rid: int) -> None:
        among = visit.among
        if among is None or among.line >= 0:
            return
        try:
            visit.among = Among(among.rids, among.rids.index(rid), among.is_whole)
        except ValueError:
            if among.is_whole:
                visit.among = None  # it left the list while it was being opened

    def _arrive(self) -> None:
        """The card comes into sight: its record is there, or takes long."""
        self._patience.stop()
        visit, self._awaited = self._awaited, None
        if visit is None or visit.step.record is None:
            return
        card = self.cards[visit.step.record[0]]
        if self._stack.currentWidget() is not card:
            self.arriving.emit()
            self._stack.setCurrentWidget(card)
            card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tell()
        self.arrived.emit()
        _settle()

    # The top bar

    def tell(self) -> None:
        """Show the way on from here, and on a card where it came from."""
        visit, top = self.trail.visit, self._top
        top.show_way(back=self.trail.can_go_back, forward=self.trail.can_go_forward)
        if visit.step.record is None:
            return
        place = visit.step.place
        origin = self._title_of(Step(place)) if place >= 0 else ""
        among = visit.among
        known = among is not None and among.line >= 0
        group = self._group
        name = group.name if group is not None else ""
        top.show_record(origin, name, visit.title, among if known else None)
        self.told.emit()

    @property
    def _group(self) -> HeadGroup | None:
        record = self.trail.visit.step.record
        card = self.cards.get(record[0]) if record is not None else None
        if card is None or card.head is None or card.head.record != record:
            return None
        return card.head.group

    def _list_places(self, below: QPoint) -> None:
        menu = QMenu(self._top)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, visit in enumerate(self.trail.behind(), 1):
            title = visit.title or self._title_of(visit.step)
            action = menu.addAction(title.replace("&", "&&"))
            action.triggered.connect(partial(self._move, -number))
        if menu.actions():
            menu.popup(below)

    # For a view that is made anew

    def kept(self) -> Any:
        """The trail, with how the card stands."""
        self._keep()
        return self.trail


def _settle() -> None:
    """Let all layouts find their places before anything is painted. Each asks that around it
    through the event loop, which would paint the card in between, three times over."""
    for _level in range(_LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _neighbour(reader: Reader, entity: str, among: Among, steps: int) -> tuple[str, int] | None:
    """Id and line of the nearest record that is still there."""
    line = among.line + steps
    for _time in range(_MOST_PASSED):
        if not 0 <= line < len(among.rids):
            return None
        found = ids_of(reader, entity, [among.rids[line]])
        if found:
            return found[0], line
        line += steps
    return None
