"""The question before records go to the recycle bin (interaction.md, section 15). GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.features.data.queries import Hanging

_MOST_WITHOUT_TYPING = 20


class DeleteQuestion(QuestionDialog):
    """Only the red button deletes. For many records their number is to be typed first."""

    def __init__(self, number: int, hanging: Hanging, parent: QWidget) -> None:
        shown = shown_number(number)
        question = ngettext("Delete the record?", "Delete {number} records?", number)
        words = ngettext("Delete the record", "Delete {number} records", number)
        super().__init__(
            question.format(number=shown),
            _explanation(number, hanging),
            words.format(number=shown),
            _("Keep"),
            parent,
            is_grave=True,
        )
        self._number = number
        self.typed = QLineEdit(self)
        self.typed.setHidden(number <= _MOST_WITHOUT_TYPING)
        asked = _("Type {number} to delete them").format(number=shown)
        self.typed.setPlaceholderText(asked)
        self.typed.setAccessibleName(asked)
        self.typed.textChanged.connect(self._follow)
        self.body.addWidget(self.typed)
        self._follow("")

    def _follow(self, text: str) -> None:
        is_typed = _digits(text) == str(self._number)
        self.do.setEnabled(self.typed.isHidden() or is_typed)


def ask_delete(
    parent: QWidget, number: int, hanging: Hanging, delete: Callable[[], object]
) -> DeleteQuestion:
    """Ask over the window whether to delete so many records."""
    question = DeleteQuestion(number, hanging, parent)
    question.accepted.connect(delete)
    question.open()
    return question


def _explanation(number: int, hanging: Hanging) -> str:
    """Where the records go, and what hangs on them."""
    parts = []
    if hanging.activities:
        words = ngettext("{number} activity", "{number} activities", hanging.activities)
        parts.append(words.format(number=shown_number(hanging.activities)))
    if hanging.files:
        words = ngettext("{number} file", "{number} files", hanging.files)
        parts.append(words.format(number=shown_number(hanging.files)))
    away = ngettext(
        "It goes to the recycle bin and can be brought back from there.",
        "They go to the recycle bin and can be brought back from there.",
        number,
    )
    said = [away]
    if parts:
        with_them = ngettext(
            "With it go out of sight: {things}.", "With them go out of sight: {things}.", number
        )
        said.append(with_them.format(things=", ".join(parts)))
    if hanging.uses:
        words = ngettext(
            "{number} record refers here and keeps the name.",
            "{number} records refer here and keep the name.",
            hanging.uses,
        )
        said.append(words.format(number=shown_number(hanging.uses)))
    return " ".join(said)


def _digits(text: str) -> str:
    """A number as people type it, with whatever parts its thousands."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ",.")
