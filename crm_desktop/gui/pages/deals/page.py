"""The page of deals: board, list and forecast of a pipeline below one toolbar.

Made by ``gui/session.py``; GUI thread only, reads run on reader threads. The forecast, the forms
and the menus are made when they are first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.deals.asked_page import AskedDeals
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.pages.deals.parts import ask_export, has_deals, make_part, rows_to_print
from crm_desktop.gui.pages.deals.reads import ENTITY, read_whole_board
from crm_desktop.gui.pages.deals.words import words_of_gone
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.deal_board import DealBoard
    from crm_desktop.gui.pages.deals.forecast import ForecastPage
    from crm_desktop.gui.pages.deals.recurring_board import RecurringPage
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.print_view import PrintedRows

OnCard = Callable[[Callable[["CardPage"], object]], None]


class DealsPage(AskedDeals):
    """``open_wanted``: a deal shall be opened, and whether in a window of its own;
    ``new_wanted`` gives the values that a new deal begins with; ``settings_wanted``: pipelines
    shall be set up; ``archive_wanted`` gives ``Chosen``; ``bulk_made`` what can be done with many
    deals, and the page it belongs to; ``done`` and ``told`` as in lists."""

    is_list = False
    stack: QStackedWidget

    open_wanted = Signal(object, bool)
    new_wanted = Signal(object)
    settings_wanted = Signal()
    archive_wanted = Signal(object)
    restore_wanted = Signal(object, str)
    delete_wanted = Signal(object)
    bulk_made = Signal(object, object)
    list_made = Signal(object)  # ListPage
    day_wanted = Signal(QPoint, object, object)
    files_left = Signal(object)  # tuple[Path, ...]: dropped as on any list
    done = Signal(str)
    done_with = Signal(str, object)
    told = Signal(str, object)

    def __init__(self, bridge: Bridge, buttons: tuple[Button, ...] = ()) -> None:
        """``buttons`` are the ways out of an empty list."""
        super().__init__(_("Deals"))
        self.setObjectName(ENTITY)
        self.icon = "handshake"
        self._bridge = bridge
        self._buttons = buttons
        self.on_card: OnCard = lambda _action: None
        """Does something on the card of the current deal; given by the window."""
        self.keys_of: Callable[[str], str] = lambda _command: ""
        """The key that a command of the window has now; given by it."""
        self.forecast: ForecastPage | None = None
        self.recurring: RecurringPage | None = None
        self._wanted = ""
        self._shown: PipelineRow | None = None

    def furnish(self) -> None:
        """Make what is to be seen, when it is first wanted: other pages come first."""
        if self.is_furnished:
            return
        from crm_desktop.gui.pages.deals.board_page import BoardPage
        from crm_desktop.gui.pages.deals.deal_views import DealViews
        from crm_desktop.gui.pages.deals.switcher import SwitcherDrop
        from crm_desktop.gui.pages.deals.toolbar import DealsToolbar
        from crm_desktop.gui.pages.deals.view_choice import ViewButton

        self.is_furnished = True
        self.views = DealViews(self._bridge, self)
        self.views.remember_by(self.view_left)
        self.views.begin(self.view_id, self.asked.filter)
        self.toolbar = DealsToolbar(self.views.filters, self)
        self.toolbar.add_view_button(ViewButton(self, self.toolbar))
        self.board = BoardPage(self._bridge, self)
        self.board.asked = self.asked
        self.board.hide()  # else it would come up with the page, over what is shown of it
        board = self.board
        board.chooser = self.toolbar.pipeline
        board.board.outside = SwitcherDrop(self.toolbar.pipeline, lambda: board.other_pipelines)
        self.stack = QStackedWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.stack, 1)
        self._connect_all()
        self.show_part_of_mode()
        for widget in (self.toolbar, self.stack):
            widget.show()  # the page may be in sight already

    def make_early(self) -> None:
        """Make the board, and let a reader work out the statements by which it is read: both
        take as long as the reading and the painting that are left for the first look."""
        if not self.is_furnished:
            self.furnish()
            self._bridge.query(
                read_whole_board, self.asked, then=_ignore, failed=_ignore, owner=self
            )

    def _connect_all(self) -> None:
        from crm_desktop.gui.pages.deals import menus

        self.connect_part(self.board)
        self.board.head_menu_wanted.connect(partial(menus.open_head_menu, self))
        self.board.full_form_wanted.connect(self.new_wanted)
        self.folding.join(self.board)
        self.board.step_wanted.connect(self._plan_step)
        self.board.guests.files_left.connect(self.files_left)
        self.toolbar.pipeline_chosen.connect(self.choose_pipeline)
        self.toolbar.mode_chosen.connect(self.show_mode)
        self.toolbar.options_wanted.connect(partial(menus.open_options, self))
        self.toolbar.more_wanted.connect(partial(menus.open_more, self))
        self.views.done.connect(self.done)
        self.look_changed.connect(self.views.note_look)

    def connect_part(self, part: DealBoard) -> None:
        """Hear what a board, a forecast or the recurring clients tell."""
        from crm_desktop.gui.pages.deals import menus
        from crm_desktop.gui.pages.deals.offered_actions import board_actions

        part.further = partial(board_actions, self, part)
        part.read_done.connect(self.follow)
        part.current_changed.connect(self.current_changed)
        part.opened.connect(self.open_wanted)
        part.menu_wanted.connect(partial(menus.open_card_menu, self, part))
        part.sort_wanted.connect(partial(menus.sort_requests, self, part))
        part.done.connect(self.done)
        part.done_with.connect(self.done_with)
        part.told.connect(self.told)
        part.reset_wanted.connect(self.reset_filter)
        part.list_wanted.connect(partial(self.show_mode, LIST))
        part.archive_wanted.connect(self.archive_wanted)
        part.bulk_made.connect(self.bulk_made)

    # What the shell asks

    @property
    def part(self) -> DealBoard | ListPage:
        """What is to be seen: the board, the forecast, the list or the recurring clients."""
        if self.mode == RECURRING and self.recurring is not None:
            return self.recurring
        if self.mode == FORECAST and self.forecast is not None:
            return self.forecast
        if self.mode == LIST and self.list is not None:
            return self.list
        return self.board

    @property
    def is_ready(self) -> bool:
        """Whether what is to be shown has come."""
        if not self.is_furnished:
            return False
        part = self.part
        return part.is_loaded if not isinstance(part, ListPage) else part.is_ready

    def load(self) -> None:
        """Read what is shown."""
        self.furnish()
        part = self.part
        self._choose_wanted()
        if not isinstance(part, ListPage):
            if not part.is_loaded or part.asked != self.asked:
                part.asked = self.asked
                part.read()
        else:
            if part.is_ready:
                part.load()
            self.narrow_list(part)
        if self.views.world is None:
            self.views.load()

    def current(self) -> RecordRef | None:
        """The deal of the current card."""
        return self.part.current() if self.is_furnished else None

    def order_around(self, record: RecordRef) -> Sequence[int] | None:
        """On a board from its left column to its right one, each from top to bottom."""
        if not self.is_furnished or isinstance(self.part, ListPage):
            return None
        return self.part.order_around(record)

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """The picked deals, or the current one."""
        self.furnish()
        self.part.find_chosen(then)

    def begin_with(self, record_id: str) -> None:
        """Make this deal current when it comes."""
        self._wanted = record_id
        if self.is_furnished:
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        part = self.part
        if not wanted:
            return
        if isinstance(part, ListPage):
            part.begin_with(wanted)
        else:
            part.choose(wanted)

    def choose_first(self) -> None:
        """Make the first card current."""
        self.furnish()
        part = self.part
        if not isinstance(part, ListPage):
            rids = next((rids for rids in part.board.order.columns.values() if rids), None)
            if rids:
                part.board.choose(rids[0])
        else:
            part.choose_first()

    @property
    def bulk_bar(self) -> QWidget | None:
        """The bar below picked cards or ticked rows."""
        if not self.is_furnished:
            return None
        return self.part.bulk_bar

    def count_words(self) -> str:
        """How many deals there are."""
        if not self.is_furnished:
            return ""
        return self.part.count_words()

    def kept(self) -> Any:
        """How it was looked at, and what was current."""
        current = self.current()
        return self.look(), current.id if current else self._wanted

    def restore(self, kept: Any) -> None:
        """There again."""
        look, self._wanted = kept
        self.apply_look(look)

    def show_part_of_mode(self) -> None:
        """Bring up what the mode asks for."""
        make_part(self, self._bridge, self._buttons)
        if self.stack.indexOf(self.part) < 0:
            self.stack.addWidget(self.part)
        self.toolbar.show_mode(self.mode)
        self.views.offer_for(self.mode)
        self.stack.setCurrentWidget(self.part)
        self.setFocusProxy(self.part)

    def narrow_list(self, part: ListPage) -> None:
        """Ask the list for what is asked here."""
        from crm_desktop.gui.pages.deals.deal_list import narrow_list

        narrow_list(part, self, self._bridge)

    def follow(self) -> None:
        """The toolbar says what the board shows."""
        part = self.part
        if isinstance(part, ListPage):
            self.toolbar.show_totals((part.list.count, "", "") if part.is_ready else None)
            self.count_changed.emit()
            return
        if not part.is_loaded:
            return
        self.toolbar.show_pipelines(part.pipelines, part.pipeline)
        if part is self.recurring:
            self.toolbar.show_recurring(part.count_words(), part.totals[1])
        else:
            self.toolbar.show_totals(part.totals)
            if words := words_of_gone(self._shown, part.pipelines, part.pipeline):
                self.told.emit(words, None)
            self._shown = part.pipeline
        self.count_changed.emit()
        if part.pipeline is None:
            set_up = Button(_("Set up pipelines"), self.settings_wanted.emit)
            part.states.show_state(_("No pipeline yet"), "", (set_up,), "handshake")

    # Doing

    def begin_new(self) -> None:
        """Begin a new deal: at the top of the column of the keyboard, as the current client's last
        one, or in the form."""
        self.furnish()
        if self.mode == RECURRING and self.recurring is not None and self.recurring.client:
            self.recurring.add_deal()
        elif self.mode == BOARD and self.board.pipeline is not None and self.board.may_write:
            self.board.add()
        else:
            self.new_wanted.emit({})

    def win(self) -> None:
        """The chosen deals are won."""
        from crm_desktop.gui.pages.deals.ending import win_chosen

        win_chosen(self, self._bridge)

    def lose(self) -> None:
        """The chosen deals are lost."""
        from crm_desktop.gui.pages.deals.ending import lose_chosen

        lose_chosen(self, self._bridge)

    @property
    def can_export(self) -> bool:
        """Recurring clients are no deals."""
        return has_deals(self)

    def export(self) -> None:
        """Ask how to export the deals that are shown, or those that are picked."""
        ask_export(self)

    def rows_to_print(self) -> PrintedRows | None:
        """The deals of the board or the forecast; a list is printed as any."""
        return rows_to_print(self)

    def _plan_step(self, record: RecordRef, _place: QRect) -> None:
        self.board.choose(record.id)
        self.on_card(lambda card: card.plan())


def _ignore(_read: object) -> None:
    """It is read once more when the board is looked at."""
