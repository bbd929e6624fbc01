"""The buttons with words below the composer's text, and what there is room for. GUI thread
only."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QWidget

from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress


def chip_button(icon: str, parent: QWidget) -> QPushButton:
    """A chip that opens a menu."""
    button = QPushButton(parent)
    dress(button, kind="chip")
    button.setAutoDefault(False)
    ThemeManager.instance().set_icon(button, icon, IconRole.DEFAULT, size=14)
    button.setMenu(QMenu(button))
    return button


def let_words_fit(line: QLayout, button: QPushButton, words: str, room: int, hint: QWidget) -> None:
    """The words on the button, or its icon alone where ``line`` would become wider than ``room``
    pixels with them; ears and a tooltip know them then. The ``hint`` goes where even that is too
    wide."""
    hint.show()
    button.setAccessibleName(words)
    button.setToolTip("")
    button.setText(words)
    line.invalidate()
    if line.sizeHint().width() > room:
        button.setText("")
        button.setToolTip(words)
        line.invalidate()
        hint.setVisible(line.sizeHint().width() <= room)
