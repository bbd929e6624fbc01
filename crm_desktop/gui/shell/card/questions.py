"""What a card asks before it goes on: window-modal, never blocking other windows.

Called by the card's actions and by the window's way. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

# The day on which somebody was warned of a record for the last time, in this process.
_WARNED: dict[RecordRef, str] = {}

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


def ask_about_blacklisted(parent: QWidget, listed: Mapping[RecordRef, str], go_on: Press) -> None:
    """Whether to plan something with those on the blacklist all the same: names by record. Of
    whom it was asked today it isn't asked again."""
    today = now().astimezone().date().isoformat()
    unasked = [record for record in listed if _WARNED.get(record) != today]
    if not unasked:
        go_on()
        return

    def remember() -> None:
        _WARNED.update(dict.fromkeys(unasked, today))
        go_on()

    if len(unasked) == 1:
        words = _("{name} is on the blacklist. Plan a task all the same?")
        words = words.format(name=isolated(listed[unasked[0]]))
    else:
        words = ngettext(
            "{number} of them is on the blacklist. Plan tasks all the same?",
            "{number} of them are on the blacklist. Plan tasks all the same?",
            len(unasked),
        ).format(number=shown_number(len(unasked)))
    _ask(parent, words, remember)


def ask_about_joining(
    parent: QWidget, listed: Mapping[RecordRef, str], go_on: Press, leave: Press | None = None
) -> None:
    """Whether those on the blacklist, names by record, shall belong to a deal all the same;
    ``leave`` is called where they shall not."""
    if not listed:
        go_on()
        return
    if len(listed) == 1:
        words = _("{name} is on the blacklist. Add to the deal all the same?")
        words = words.format(name=isolated(next(iter(listed.values()))))
    else:
        words = ngettext(
            "{number} of them is on the blacklist. Add to the deal all the same?",
            "{number} of them are on the blacklist. Add to the deal all the same?",
            len(listed),
        ).format(number=shown_number(len(listed)))
    _ask(parent, words, go_on, leave)


def _ask(parent: QWidget, words: str, go_on: Press, leave: Press | None = None) -> None:
    question = QuestionDialog(words, "", _("Go on"), _("Leave it"), parent.window(), is_grave=False)
    question.accepted.connect(go_on)
    if leave is not None:
        question.rejected.connect(leave)
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
