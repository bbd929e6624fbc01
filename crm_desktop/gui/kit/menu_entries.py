"""Entries of menus as the design draws them: an icon, the words, the key that does it elsewhere;
what takes something away is red.

Called by whoever makes a menu, each time one is opened. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.style import DANGER

Press = Callable[[], object]


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


def _as_on_the_key(keys: str) -> str:
    return keys if sys.platform == "darwin" else keys.replace("Return", "Enter")
