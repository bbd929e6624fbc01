"""Menus of views: what can be done with a tab, and how a changed view is kept. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.style import DANGER

Press = Callable[[], object]


@dataclass(frozen=True)
class Actions:
    """What can be done with a view; ``None`` for what the person may not do, and why in words, if
    it is for want of a right."""

    rename: Press | None
    copy: Press | None
    share: Press | None
    pin: Press | None
    delete: Press | None
    locked: str = ""


def tab_menu(parent: QWidget, view: ViewRow, actions: Actions) -> QMenu:
    """What can be done with a view, as a menu of its own."""
    menu = _menu(parent)
    fill_view_menu(menu, view, actions)
    return menu


def fill_view_menu(menu: QMenu, view: ViewRow, actions: Actions) -> None:
    """Do, show, remove."""
    _add(menu, _("&Rename…"), "pencil-simple", actions.rename)
    _add(menu, _("Make a &copy"), "copy-simple", actions.copy)
    shared = _("&Keep to myself") if view.shared else _("&Share with colleagues")
    _add(menu, shared, "users-three", actions.share)
    menu.addSeparator()
    _add(menu, _("&Pin to the sidebar"), "push-pin-simple-fill", actions.pin)
    menu.addSeparator()
    remove = _add(menu, _("&Delete the view"), "trash-simple", actions.delete)
    remove.setProperty("tone", DANGER)
    for action in menu.actions():
        if not action.isEnabled():
            lock_action(action, actions.locked)


def save_menu(parent: QWidget, view: ViewRow, *, update: Press, save_as: Press) -> QMenu:
    """Into the view itself, or as one of one's own."""
    menu = _menu(parent)
    _add(menu, update_words(view), "bookmark-simple", update)
    _add(menu, _("Save as a new view…"), "plus", save_as)
    return menu


def update_words(view: ViewRow) -> str:
    """That what is shown is put into the view."""
    words = _("Change “{view}” for everyone") if view.shared else _("Keep in “{view}”")
    return words.format(view=view.name.replace("&", "&&"))


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, words: str, icon: str, press: Press | None) -> QAction:
    action = menu.addAction(words)
    ThemeManager.instance().set_icon(action, icon, IconRole.MENU)
    if press is None:
        action.setEnabled(False)
    else:
        action.triggered.connect(lambda _checked=False: press())
    return action
