"""The places of an open workspace: which there are, in which order the sidebar shows them.

The base of ``WorkspaceView``, which shows them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import settings
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Page
from crm_desktop.gui.shell.sidebar import Place
from crm_desktop.gui.shell.view_frame import ViewFrame

if TYPE_CHECKING:
    from crm_desktop.gui.shell.commands import Commands


class ViewPlaces(ViewFrame):
    """A place keeps its number as long as the view is there; new ones come behind all others."""

    arranged = Signal(object)  # the names of the places shown, in their order
    page_added = Signal(object)  # Page

    def __init__(self, pages: Sequence[Page], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.pages = tuple(pages)
        self.place = 0
        self._shown = [number for number, page in enumerate(pages) if not page.at_foot]
        self._chosen = settings.Sidebar()
        self._away: frozenset[str] = frozenset()
        self._commands: Commands | None = None

    def show_place(self, number: int) -> None:
        """Show the page with this number."""
        raise NotImplementedError

    def join(self, page: Page) -> None:
        """Hear what the page tells."""
        raise NotImplementedError

    def add_page(self, page: Page) -> None:
        """One more place, behind all others until somebody arranges them."""
        self.pages += (page,)
        self.stack.addWidget(page)
        self.join(page)
        self.sidebar.add_place(Place(page.title, page.icon))
        self._offer_on_rows()
        self.page_added.emit(page)
        self.arrange(self._chosen)

    def rename_page(self, page: Page) -> None:
        """It has another title or icon now."""
        self.sidebar.rename_place(self.pages.index(page), Place(page.title, page.icon))

    def put_away(self, names: frozenset[str]) -> None:
        """These places are out of sight, all others back; who is at one goes to the first."""
        self._away = names
        self.arrange(self._chosen)
        if self.pages[self.place].objectName() in names:
            self.show_place(self._shown[0])

    def arrange(self, chosen: settings.Sidebar) -> None:
        """Show the places that the person wants to see, in their order."""
        self._chosen = chosen
        everywhere = [page.objectName() for page in self.pages]
        names = [page.objectName() for page in self.placed]
        self._shown = [everywhere.index(name) for name in chosen.shown(names)]
        self.sidebar.arrange(self._shown)
        self.arranged.emit(self.shown_places)

    @property
    def placed(self) -> list[Page]:
        """The pages that can stand in the sidebar."""
        there = (page for page in self.pages if not page.at_foot)
        return [page for page in there if page.objectName() not in self._away]

    @property
    def shown_places(self) -> list[str]:
        """The names of the places in the sidebar, in their order."""
        return [self.pages[number].objectName() for number in self._shown]

    def offer_on_rows(self, commands: Commands) -> None:
        """Show in the menus of rows what the window can do with the current record."""
        self._commands = commands
        self._offer_on_rows()

    def _offer_on_rows(self) -> None:
        for page in self.pages:
            if isinstance(page, ListPage):
                page.commands = self._commands
