"""Which deals the page of deals asks for, and how they are looked at: the view, the pipeline, the
filter, the mode.

The base of ``DealsPage``, which shows them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from crm_desktop.core.settings import ListLook
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.pages.deals.folding import Folding
from crm_desktop.gui.pages.deals.looks import asked_of, look_of, mode_of, of_list
from crm_desktop.gui.pages.deals.modes import BOARD, RECURRING
from crm_desktop.gui.pages.deals.reads import Asked
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.board_page import BoardPage
    from crm_desktop.gui.pages.deals.deal_board import DealBoard
    from crm_desktop.gui.pages.deals.deal_views import DealViews
    from crm_desktop.gui.pages.deals.toolbar import DealsToolbar


class AskedDeals(Page):
    """``look_changed`` tells that the person looks at the deals otherwise."""

    has_views = True
    views: DealViews
    toolbar: DealsToolbar
    board: BoardPage

    look_changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.mode = BOARD
        self.asked = Asked()
        self.listed = ListLook()
        """How the list is looked at by itself, also before there is one."""
        self.list_wanted: ViewLook | None = None
        """How the list shall be looked at when it next asks for its lines."""
        self.view_left: Callable[[str], ListLook | None] = lambda _view_id: None
        """How the person left a view; given by the window."""
        self.view_id = ""
        """The view that is shown before the views are made."""
        self.list: ListPage | None = None
        self.folding = Folding(self)
        self.folding.changed.connect(self.look_changed)
        self.is_furnished = False

    # What the page says

    def furnish(self) -> None:
        """Make what is to be seen, when it is first wanted."""
        raise NotImplementedError

    @property
    def part(self) -> DealBoard | ListPage:
        """What is to be seen."""
        raise NotImplementedError

    def show_part_of_mode(self) -> None:
        """Bring up what the mode asks for."""
        raise NotImplementedError

    def narrow_list(self, part: ListPage) -> None:
        """Ask the list for what is asked here."""
        raise NotImplementedError

    def follow(self) -> None:
        """Tell what is shown now."""
        raise NotImplementedError

    # How the deals are looked at

    def look(self) -> ListLook:
        """The view, the pipeline, the filter, the mode, what is folded, and how board and list
        are looked at, as settings keep them."""
        view_id = self.views.view_id if self.is_furnished else self.view_id
        return look_of(self.asked, self.mode, self.folding.folded, view_id, self.listed)

    def apply_look(self, look: ListLook) -> None:
        """Show the deals like that."""
        self.asked, self.mode = asked_of(look), mode_of(look)
        self.listed, self.view_id = of_list(look), look.view
        self.folding.begin_with(look.folded)
        if self.is_furnished:
            self.views.begin(self.view_id, self.asked.filter)
            self.show_part_of_mode()

    def looked_at(self) -> Any:
        """The same, and the current deal."""
        return self.kept()

    def come_back(self, left: Any) -> None:
        """Look at the deals like that again."""
        if left != self.kept():
            self.restore(left)
            if self.is_furnished:
                self.views.load()

    @property
    def shown_list(self) -> ListPage | None:
        """The list, while it is to be seen."""
        part = self.part if self.is_furnished else None
        return part if isinstance(part, ListPage) else None

    @property
    def view_name(self) -> str:
        """The saved view that is shown, unless it is that of all deals."""
        return self.views.shown_name if self.is_furnished else ""

    def show_view(self, view_id: str) -> None:
        """Show this saved view, when it is known."""
        self.furnish()
        self.views.choose_when_known(view_id)

    def ask_for(self, root: Node) -> None:
        """Show the deals that match."""
        self.furnish()
        self.views.ask(root)
        self.views.load()

    def take_list_look(self, look: ViewLook) -> None:
        """A view wants the list to be looked at so, when it asks next."""
        self.listed, self.list_wanted = of_list(look), look

    def note_list_look(self) -> None:
        """The person looks at the list otherwise."""
        if self.list is not None:
            self.listed = of_list(self.list.look())
            self.look_changed.emit()

    @property
    def pipeline_id(self) -> str:
        """The pipeline that is shown, as far as it is known."""
        shown = self.toolbar.pipeline_id if self.is_furnished else ""
        known = {one.id for one in self.toolbar.pipelines} if shown else set()
        return self.asked.pipeline if not known or self.asked.pipeline in known else shown

    def show_mode(self, mode: str) -> None:
        """Show the deals as a board, a list or a forecast; what is wrong in an open cell of the
        list asks first."""
        self.furnish()
        shown = self.shown_list if mode != self.mode else None
        if shown is not None and (words := shown.unsaved()):
            from crm_desktop.gui.shell.card.questions import ask_about_unsaved

            self.toolbar.show_mode(self.mode)
            leave = partial(self._show_without, shown, mode)
            ask_about_unsaved(shown, words, leave, lambda: None)
            return
        self.views.mode_before = ""
        self.show_deals(self.asked, mode)

    def _show_without(self, shown: ListPage, mode: str) -> None:
        shown.discard()
        self.show_mode(mode)

    def show_deals(self, asked: Asked, mode: str) -> None:
        """Show what is asked, in this mode."""
        self.asked, is_other = asked, mode != self.mode
        if is_other:
            self.mode = mode
            self.show_part_of_mode()
        part = self.part
        if not isinstance(part, ListPage):
            part.show_asked(asked)
        else:
            self.board.show_asked(asked)
            self.narrow_list(part)
        if is_other:
            self.follow()
        self.look_changed.emit()

    def show_group(self, group_id: str) -> None:
        """The pipeline in which a deal stands."""
        self.furnish()
        self.choose_pipeline(group_id)

    def choose_pipeline(self, pipeline_id: str) -> None:
        """Show another pipeline."""
        self.show_deals(replace(self.asked, pipeline=pipeline_id), self.mode)
        if self.mode == RECURRING:
            self.show_mode(BOARD)

    def sort_by(self, rule: str) -> None:
        """Order the cards inside the columns by this rule, or by hand."""
        self.show_deals(replace(self.asked, sort=rule), self.mode)

    def reset_filter(self) -> None:
        """Ask nothing of the deals."""
        self.views.ask(EVERYTHING)
