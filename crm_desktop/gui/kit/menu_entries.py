"""Entries of menus as the design draws them: an icon, the words, the key that does it elsewhere;
what takes something away is red.

Called by whoever makes a menu, each time one is opened. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.style import DANGER

Press = Callable[[], object]
# “At most 9 items, in 3 groups”: interaction.md, section 11.
_MOST = 9


def add_entry(
    menu: QMenu,
    words: str,
    press: Press | None,
    *,
    icon: str = "",
    keys: str = "",
    locked: str = "",
    is_grave: bool = False,
) -> QAction:
    """Add what can be done; without ``press`` it can't be. ``keys`` are only shown. ``locked``
    says why the person may not do it; what ``is_grave`` takes something away."""
    action = menu.addAction(words)
    if icon:
        role = IconRole.MENU_DANGER if is_grave else IconRole.MENU
        ThemeManager.instance().set_icon(action, icon, role)
    if is_grave:
        action.setProperty("tone", DANGER)
    if keys:
        action.setShortcut(QKeySequence(_as_on_the_key(keys)))
        action.setShortcutVisibleInContextMenu(True)
    if press is None:
        action.setEnabled(False)
    else:
        action.triggered.connect(lambda _checked=False: press())
    lock_action(action, locked)
    return action


def add_submenu(menu: QMenu, words: str, icon: str) -> QMenu:
    """Add a menu within the menu."""
    inner = menu.addMenu(words)
    ThemeManager.instance().set_icon(inner.menuAction(), icon, IconRole.MENU)
    return inner


def keep_short(menu: QMenu) -> None:
    """Put what is too much for one menu under “More”: from the end of the group before the last,
    as a bar does with what finds no room."""
    actions = menu.actions()
    surplus = sum(not one.isSeparator() for one in actions) - _MOST
    breaks = [place for place, one in enumerate(actions) if one.isSeparator()]
    if surplus <= 0 or len(breaks) < 2:
        return
    rare = actions[breaks[-2] + 1 : breaks[-1]][-surplus - 1 :]
    more = add_submenu(menu, _("More"), "dots-three-bold")
    menu.insertAction(actions[breaks[-1]], more.menuAction())
    for one in rare:
        menu.removeAction(one)
    more.addActions(rare)


def _as_on_the_key(keys: str) -> str:
    return keys if sys.platform == "darwin" else keys.replace("Return", "Enter")
