"""The saved views of deals: as a menu, with how many deals each shows and what becomes of the one
that is shown; and the button that names it.

Made by the page of deals and by its menus. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.gui.kit.menu_entries import add_entry, add_submenu
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.modes import MODES
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.views.view_menus import fill_view_menu, update_words

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage

_ICON = "bookmark-simple"
# How wide a name may be; it yields to the sums as long as it can be told.
_WIDEST, _LEAST = 180, 90


class ViewsMenu(QMenu):
    """Filled each time it is opened; the numbers come as they are counted, and follow changes."""

    def __init__(self, page: DealsPage, parent: QWidget) -> None:
        super().__init__(_("&Views"), parent)
        self._page = page
        self._entries: dict[str, tuple[QAction, str]] = {}
        ThemeManager.instance().set_icon(self.menuAction(), _ICON, IconRole.MENU)
        self.aboutToShow.connect(self._fill)
        self.aboutToHide.connect(self._leave)
        page.views.counted.connect(self._show_count)

    def _fill(self) -> None:
        views = self._page.views
        self.clear()
        self._entries = {view.id: self._add_view(view) for view in views.views}
        for view in views.views:
            number = views.tabs.count_of(view.id)
            if number is not None:
                self._show_count(view.id, number)
        self.addSeparator()
        self._add_keeping()
        views.is_listed = True
        views.count_views()

    def _leave(self) -> None:
        self._page.views.is_listed = False

    def _add_view(self, view: ViewRow) -> tuple[QAction, str]:
        words = view.name.replace("&", "&&")
        action = add_entry(self, words, partial(self._page.views.choose, view.id))
        action.setCheckable(True)
        action.setChecked(view.id == self._page.views.view_id)
        return action, words

    def _show_count(self, view_id: str, number: int) -> None:
        if view_id in self._entries:
            action, words = self._entries[view_id]
            action.setText(f"{words}\t{shown_number(number)}")

    def _add_keeping(self) -> None:
        """Keep what is shown, go back to what was kept; name, share, pin, delete the view."""
        views, anchor = self._page.views, self._page.toolbar.anchor
        keeping, view = views.keeping, views.view
        if view is not None and views.is_changed and keeping.may_change(view):
            add_entry(self, update_words(view), keeping.update_view, icon=_ICON)
        add_entry(self, _("Save as a new view…"), partial(keeping.save_as, anchor), icon="plus")
        if view is None:
            return
        if views.is_changed:
            words = _("Back to how it was saved")
            add_entry(self, words, views.go_back, icon="arrow-counter-clockwise")
        inner = add_submenu(self, _("This view"), "list-bullets")
        if keeping.may_change(view):
            self._add_moving(inner, view)
        fill_view_menu(inner, view, keeping.actions_of(view, anchor))

    def _add_moving(self, inner: QMenu, view: ViewRow) -> None:
        """Up and down among the saved views, below those that come with the program."""
        views = self._page.views
        saved = [one.id for one in views.views if not one.preset]
        place = saved.index(view.id)
        for words, icon, there in (
            (_("Move &up"), "caret-up", place - 1),
            (_("Move &down"), "caret-down", place + 1),
        ):
            can = 0 <= there < len(saved)
            move = partial(views.keeping.move, view.id, there) if can else None
            add_entry(inner, words.replace("&", ""), move, icon=icon)
        inner.addSeparator()


class ViewButton(QPushButton):
    """Names the view that is shown, unless it is that of all deals, and tells that something of it
    was changed, also of that where there is room; its menu has all views."""

    def __init__(self, page: DealsPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._room = 0
        self._manager = ThemeManager.instance()
        dress(self, scale="small")
        self.setMenu(ViewsMenu(page, self))
        page.views.state_changed.connect(self.follow)
        self._manager.changed.connect(self.follow)
        self.follow()

    def fit(self, room: int) -> None:
        """Be as wide as there is ``room`` to spare; without any an icon in place of words."""
        self._room = room
        self.follow()

    def follow(self) -> None:
        """Say which view is shown now."""
        views = self._page.views
        view, is_changed = views.view, views.is_changed
        # All deals with a filter can be kept by the menus too: the filter itself comes first.
        is_told = not views.is_at_first or (is_changed and self._room >= _WIDEST)
        self.setVisible(view is not None and is_told and self._page.mode in MODES)
        if view is None:
            return
        said = _("View: {name}, changed") if is_changed else _("View: {name}")
        self.setAccessibleName(said.format(name=view.name))
        self.setToolTip(said.format(name=view.name))
        name = self.fontMetrics().elidedText(
            view.name, Qt.TextElideMode.ElideRight, min(max(self._room, _LEAST), _WIDEST)
        )
        shown = f"{name} •" if is_changed else name
        self._manager.set_words(self, "" if self._room <= 0 else shown.replace("&", "&&"))
        self._manager.set_icon(self, _ICON, IconRole.ACTIVE if is_changed else IconRole.DEFAULT)
