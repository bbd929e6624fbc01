"""What the person's role doesn't allow is shown locked, with the reason; it is never hidden.

The reason comes from ``Bridge.locked``. Called by whoever makes a button or a menu. GUI thread
only.
"""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from crm_desktop.gui.kit.theme.manager import ThemeManager

ICON = "lock-simple"


def lock(widget: QWidget, reason: str) -> None:
    """Let the widget say why it can't be used now; without a reason it stays as it is. A button
    with words shows a lock before them."""
    if not reason:
        return
    widget.setEnabled(False)
    widget.setToolTip(reason)
    widget.setAccessibleDescription(reason)
    if isinstance(widget, QAbstractButton) and widget.text():
        ThemeManager.instance().set_icon(widget, ICON)


def lock_action(action: QAction, reason: str) -> None:
    """The same for an entry of a menu."""
    if not reason:
        return
    action.setEnabled(False)
    action.setToolTip(reason)
    ThemeManager.instance().set_icon(action, ICON)
    for menu in action.associatedObjects():
        if isinstance(menu, QMenu):
            menu.setToolTipsVisible(True)
