"""What a card asks before it goes on: window-modal, never blocking other windows.

Called by the card's actions and by the window's way. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from crm_desktop.core.i18n import _

Press = Callable[[], object]


def ask_about_unsaved(parent: QWidget, words: str, leave: Press, ended: Press) -> None:
    """``words`` say what isn't saved and why; the person mends it or leaves without it."""
    box = _question(parent, words)
    fix = box.addButton(_("Fix"), QMessageBox.ButtonRole.RejectRole)
    go = box.addButton(_("Leave without it"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(fix)
    box.setEscapeButton(fix)

    def decide() -> None:
        ended()
        if box.clickedButton() is go:
            leave()

    box.finished.connect(decide)
    box.open()


def ask_about_blacklisted(parent: QWidget, words: str, go_on: Press) -> None:
    """Whether to begin something with a person on the blacklist all the same."""
    box = _question(parent, words)
    go = box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Leave it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)

    def decide() -> None:
        if box.clickedButton() is go:
            go_on()

    box.finished.connect(decide)
    box.open()


def ask_reason(parent: QWidget, name: str, then: Callable[[str], object]) -> None:
    """Why the record comes onto the blacklist; without a reason nothing happens."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setWindowTitle(_("Blacklist"))
    dialog.setLabelText(_("Why is {name} on the blacklist?").format(name=name))
    dialog.setOkButtonText(_("Put on the blacklist"))
    dialog.setCancelButtonText(_("Cancel"))

    def accept(text: str) -> None:
        if text.strip():
            then(text.strip())

    dialog.textValueSelected.connect(accept)
    dialog.open()


def _question(parent: QWidget, words: str) -> QMessageBox:
    box = QMessageBox(parent.window())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    return box
