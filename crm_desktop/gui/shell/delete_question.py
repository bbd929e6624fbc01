"""The question before records go to the recycle bin (interaction.md, section 15). GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMessageBox, QPushButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.features.data.queries import Hanging

_MOST_WITHOUT_TYPING = 20


def ask_delete(
    parent: QWidget, number: int, hanging: Hanging, delete: Callable[[], object]
) -> QMessageBox:
    """Ask over the window; only the red button deletes, and Enter alone never presses it. For
    many records their number is to be typed first."""
    shown = shown_number(number)
    question = ngettext("Delete the record?", "Delete {number} records?", number)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(question.format(number=shown))
    box.setText(question.format(number=shown))
    box.setInformativeText(_explanation(hanging))
    words = ngettext("Delete the record", "Delete {number} records", number)
    away = QPushButton(words.format(number=shown), box)
    away.setAutoDefault(False)
    dress(away, kind="danger")
    keep = QPushButton(_("Keep"), box)
    box.addButton(away, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    if number > _MOST_WITHOUT_TYPING:
        _ask_number(box, number, away)
    away.clicked.connect(delete)
    box.open()
    return box


def _explanation(hanging: Hanging) -> str:
    """Where the records go, and what hangs on them."""
    parts = []
    if hanging.activities:
        words = ngettext("{number} activity", "{number} activities", hanging.activities)
        parts.append(words.format(number=shown_number(hanging.activities)))
    if hanging.files:
        words = ngettext("{number} file", "{number} files", hanging.files)
        parts.append(words.format(number=shown_number(hanging.files)))
    away = _("They go to the recycle bin and can be brought back from there.")
    said = [away]
    if parts:
        with_them = _("With them go out of sight: {things}.")
        said.append(with_them.format(things=", ".join(parts)))
    if hanging.uses:
        words = ngettext(
            "{number} record refers here and keeps the name.",
            "{number} records refer here and keep the name.",
            hanging.uses,
        )
        said.append(words.format(number=shown_number(hanging.uses)))
    return " ".join(said)


def _ask_number(box: QMessageBox, number: int, away: QPushButton) -> None:
    """Let the button wait until the number of records was typed."""
    line = QLineEdit(box)
    words = _("Type {number} to delete them").format(number=shown_number(number))
    line.setPlaceholderText(words)
    line.setAccessibleName(words)
    away.setEnabled(False)
    line.textChanged.connect(lambda text: away.setEnabled(_digits(text) == str(number)))
    layout = box.layout()
    assert isinstance(layout, QGridLayout)
    layout.addWidget(line, layout.rowCount() - 1, layout.columnCount() - 1)
    # The buttons stand below it.
    layout.addWidget(_buttons(box), layout.rowCount(), 0, 1, layout.columnCount())


def _buttons(box: QMessageBox) -> QWidget:
    parent = box.buttons()[0].parentWidget()
    assert parent is not None
    return parent


def _digits(text: str) -> str:
    """A number as people type it, with whatever parts its thousands."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ",.")
