"""The saved views of deals: what they ask, and as what they are shown.

Made by the page of deals, which shows what they say. GUI thread only; reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import ListLook
from crm_desktop.features.views.modes import BOARD, LIST, MODES, matches_open, mode_of
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters.ast import Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.shell.asked_list import decoded
from crm_desktop.gui.shell.views.list_views import ListViews

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage

_OFFERED, _OFFERED_IN_LIST = ("owner", "expected_close"), ("status",)


class DealViews(ListViews):
    """``is_listed``: a menu shows them with their numbers. Views that come with the program are
    shown as the deals are just now, closed deals as a list."""

    def __init__(self, bridge: Bridge, page: DealsPage) -> None:
        super().__init__(bridge, ENTITY, _OFFERED, page)
        self._page = page
        self.is_listed = False
        self.mode_before = ""
        """As what the deals were shown before closed ones, which have to stand in the list."""
        self.look = self._look_now
        self.shown.connect(self._bring)

    def offer_for(self, mode: str) -> None:
        """The list holds closed deals too: there a press asks for open, won or lost ones."""
        self.offer((*_OFFERED, *_OFFERED_IN_LIST) if mode == LIST else _OFFERED)

    # How they are looked at

    def _look_now(self) -> ViewLook:
        page, listed = self._page, self._page.listed
        mode = page.mode if page.mode in MODES else BOARD
        has_shelf = mode == LIST and page.list is not None
        return ViewLook(
            listed.columns,
            listed.widths,
            listed.sort,
            listed.descending,
            listed.group,
            shelf=page.list.asked.shelf if has_shelf and page.list is not None else "current",
            pipeline=page.pipeline_id,
            mode=mode,
            cards=page.asked.sort,
        )

    def differs(self, look: ViewLook, view: ViewRow) -> bool:
        """A view without a mode, a pipeline or an order of cards takes those there are."""
        kept = view.look
        mode = mode_of(view.filter, kept)
        if (mode and look.mode != mode) or (kept.pipeline and look.pipeline != kept.pipeline):
            return True
        if look.mode == LIST:
            return super().differs(look, view)
        return bool(kept.cards) and look.mode == BOARD and look.cards != kept.cards

    def remember_by(self, remembered: Callable[[str], ListLook | None]) -> None:
        """Ask there how the person left a view, by its id. As what it is shown, and of which
        pipeline, is the view's own."""

        def find(view_id: str) -> tuple[Node, ViewLook] | None:
            look, view = remembered(view_id), self.named(view_id)
            if look is None or view is None:
                return None
            left = replace(
                view.look,
                columns=look.columns,
                widths=look.widths,
                sort=look.sort,
                descending=look.descending,
                group=look.group,
                cards=look.cards,
            )
            return decoded(look.filter), left

        self.remembered = find

    # Showing

    def choose(self, view_id: str) -> None:
        """Show this view; if it is there already, as what it was saved."""
        view = self.named(view_id)
        if view is not None:
            self.enter(view)

    def _bring(self, root: Node, look: ViewLook | None) -> None:
        page = self._page
        asked = replace(page.asked, filter=root)
        if look is None:
            page.show_deals(asked, page.mode)
            return
        pipeline = self._pipeline_of(look)
        if look.pipeline and pipeline != look.pipeline:
            words = _("The pipeline of this view is no longer among yours. “{other}” is shown now.")
            page.told.emit(words.format(other=page.toolbar.pipeline_name), None)
        asked = replace(asked, pipeline=pipeline, sort=look.cards or asked.sort)
        page.take_list_look(look)
        page.show_deals(asked, self._mode_for(root, look))

    def _pipeline_of(self, look: ViewLook) -> str:
        """The pipeline of a view, or the one that is shown where it has none, or one that is
        gone."""
        known = {one.id for one in self._page.toolbar.pipelines}
        is_there = look.pipeline in known or not known
        return look.pipeline if look.pipeline and is_there else self._page.pipeline_id

    def _mode_for(self, root: Node, look: ViewLook) -> str:
        """As what the view is shown: as it was saved, or as the deals are; closed ones, of which a
        board knows nothing, as a list, which is said."""
        page = self._page
        usual = self.mode_before or (page.mode if page.mode in MODES else BOARD)
        wanted = look.mode or usual
        if matches_open(root):
            self.mode_before = ""
            return wanted
        if wanted != LIST:
            self.mode_before = usual
            words = _(
                "Closed deals are shown in the list: the board and the forecast hold open ones."
            )
            page.told.emit(words, None)
        return LIST

    # Numbers

    @property
    def shows_numbers(self) -> bool:
        """Whether a menu shows them."""
        return self.is_listed

    def counted_as(self, view: ViewRow) -> ViewRow:
        """What is seen when the view is chosen now is counted."""
        page, look = self._page, view.look
        usual = self.mode_before or (page.mode if page.mode in MODES else BOARD)
        pipeline = self._pipeline_of(look)
        return replace(view, look=replace(look, mode=look.mode or usual, pipeline=pipeline))
