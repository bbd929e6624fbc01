"""What a card asks before it goes on: window-modal, never blocking other windows.

Called by the card's actions and by the window's way. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.kit.theme.stylesheet import dress

Press = Callable[[], object]


def ask_about_unsaved(parent: QWidget, words: str, leave: Press, ended: Press) -> None:
    """``words`` say what isn't saved and why; the person mends it or leaves without it."""
    question = QuestionDialog(
        _("Not everything is saved"),
        words,
        _("Leave without it"),
        _("Fix"),
        parent.window(),
        is_grave=False,
    )
    question.accepted.connect(ended)
    question.rejected.connect(ended)
    question.accepted.connect(leave)
    question.open()


def ask_about_blacklisted(parent: QWidget, words: str, go_on: Press) -> None:
    """Whether to begin something with a person on the blacklist all the same."""
    question = QuestionDialog(words, "", _("Go on"), _("Leave it"), parent.window(), is_grave=False)
    question.accepted.connect(go_on)
    question.open()


class ReasonQuestion(QuestionDialog):
    """Why the record comes onto the blacklist: ``reason`` is what was typed, without which there
    is nothing to press."""

    def __init__(self, name: str, parent: QWidget) -> None:
        asked = _("Why is {name} on the blacklist?").format(name=name)
        super().__init__(asked, "", _("Put on the blacklist"), _("Cancel"), parent, is_grave=False)
        dress(self.do, kind="primary")
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(asked)
        self.reason.setMaxLength(LONGEST_LINE)
        self.reason.textChanged.connect(self._follow)
        self.body.addWidget(self.reason)
        self.do.setDefault(True)
        self.do.setEnabled(False)
        self.reason.setFocus()

    def _follow(self, text: str) -> None:
        self.do.setEnabled(bool(text.strip()))


def ask_reason(parent: QWidget, name: str, then: Callable[[str], object]) -> None:
    """Why the record comes onto the blacklist; without a reason nothing happens."""
    question = ReasonQuestion(name, parent.window())
    question.accepted.connect(lambda: then(question.reason.text().strip()))
    question.open()
