"""The question before records go to the recycle bin (interaction.md, section 15). GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number


def ask_delete(parent: QWidget, number: int, delete: Callable[[], object]) -> QMessageBox:
    """Ask over the window; only the red button deletes, and Enter alone never presses it."""
    shown = shown_number(number)
    question = ngettext("Delete the record?", "Delete {number} records?", number)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(question.format(number=shown))
    box.setText(question.format(number=shown))
    box.setInformativeText(_("They go to the recycle bin and can be brought back from there."))
    words = ngettext("Delete the record", "Delete {number} records", number)
    away = QPushButton(words.format(number=shown), box)
    away.setAutoDefault(False)
    dress(away, kind="danger")
    keep = QPushButton(_("Keep"), box)
    box.addButton(away, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    away.clicked.connect(delete)
    box.open()
    return box
