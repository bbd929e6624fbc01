"""What a field of search has: the glass before its words, and a cross at its end to empty it.

Qt's own cross has an icon of no family that ours has. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager

_ICON = 15


def add_glass(line: QLineEdit) -> None:
    """Say by an icon before the words that something is sought here; a press goes into the line."""
    glass = QAction(_("Search"), line)
    ThemeManager.instance().set_icon(glass, "magnifying-glass", IconRole.ROW, size=_ICON)
    glass.triggered.connect(lambda _on: line.setFocus())
    line.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)


def let_clear(line: QLineEdit) -> QAction:
    """Offer it in this line; gives what the cross does."""
    clear = QAction(_("Clear the field"), line)
    ThemeManager.instance().set_icon(clear, "x", IconRole.ROW, size=_ICON)
    line.addAction(clear, QLineEdit.ActionPosition.TrailingPosition)
    clear.setVisible(bool(line.text()))
    clear.triggered.connect(lambda _on: line.clear())
    line.textChanged.connect(lambda text: clear.setVisible(bool(text)))
    return clear
