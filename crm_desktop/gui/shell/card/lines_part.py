"""A section of a card that lists records: reads them, follows changes, opens, takes away, adds.

Pages derive their sections from it (``gui/pages/contacts/sections.py`` and the like). GUI thread;
reads and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.answers import Answers
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestLine
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.record_lines import Key, LineWords, RecordLines
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.unread_part import UnreadPart

Read = TypeVar("Read")
_FEW = 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinesPart(CardPart):
    """What derives from it says what is read and how it is written."""

    entity = "contact"
    """Of what the lines are."""
    touching: tuple[str, ...] = ("contact", "company")
    lines_type: type[RecordLines] = RecordLines
    """How they look."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.record: RecordRef | None = None
        self.most = _FEW
        self._locked = ""
        self._is_left = False
        self._came_from: QWidget | None = None
        self.adding: AddLine | None = None
        self.lines = self.lines_type(self)
        self.lines.opened.connect(self._open)
        self.lines.removed.connect(self.remove)
        self.lines.more_wanted.connect(self.show_more)
        self.hint = plain_label("", type="hint")
        self.hint.setWordWrap(True)
        self.hint.hide()
        self.unread = UnreadPart(bridge, self)
        self.unread.retry.connect(self.ask)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(4)
        self._column.addWidget(self.lines)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.unread)
        bridge.changed.connect(self._note_changes)

    def read_lines(
        self, read: Callable[..., Read], *args: Any, then: Callable[[Read], None]
    ) -> None:
        """Hand ``read(reader, …)`` to ``then``, unless it is read anew meanwhile."""
        self.bridge.query(read, *args, then=then, failed=self.fail, owner=self, channel="lines")

    # What sections say

    def ask(self) -> None:
        """Read by ``read_lines``, and give ``take`` the lines."""
        raise NotImplementedError

    def make_adding(self) -> AddLine | None:
        """The line that adds, or ``None`` where nothing can be added."""
        return None

    def add_chosen(self, chosen: Suggested, kind: str) -> None:
        """Add what was chosen."""
        raise NotImplementedError

    def remove(self, key: Key) -> None:
        """Take a line away."""
        raise NotImplementedError

    # The card's part

    def lock(self, reason: str) -> None:
        """Lines can be opened only."""
        self._locked = reason

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        self._is_left = False
        if record != self.record:
            self.record = record
            self.most = _FEW
            self.unread.begin()
            self.end_adding()
            self.lines.show_lines(())
        self.ask()

    def leave_record(self) -> None:
        """Changes are nothing to it until a record is shown again."""
        self._is_left = True

    def take(self, words: Sequence[LineWords], number: int) -> None:
        """Show these lines of ``number``."""
        self.hint.hide()
        self.unread.note_read()
        shown = [replace(one, locked=self._locked) for one in words]
        self.lines.show_lines(shown, number - len(words))
        self.count_changed.emit(number)

    def fail(self, error: BaseException) -> None:
        """Say in place of the lines why they couldn't be read; those that were, stay."""
        if self.unread.note_failed(error):
            self.count_changed.emit(0)

    def show_more(self) -> None:
        """Ten times as many."""
        self.most *= 10
        self.ask()

    def _open(self, key: Key, apart: bool) -> None:
        self.open_wanted.emit(RecordRef(self.entity, key.id), apart)

    def _note_changes(self, changes: Changes) -> None:
        is_seen = self.record is not None and not self._is_left
        if is_seen and changes.touch(self.touching):
            self.ask()

    # Adding

    def add(self) -> None:
        """The plus: a line to choose what is added."""
        if self.adding is None:
            self.adding = self.make_adding()
            if self.adding is None:
                return
            self.adding.chosen.connect(self._add)
            self.adding.left.connect(self.end_adding)
            self._came_from = QApplication.focusWidget()
            self._column.insertWidget(0, self.adding)
            self.adding.show()
        self.adding.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, chosen: Suggested, kind: str) -> None:
        self.add_chosen(chosen, kind)
        self.end_adding()

    def end_adding(self) -> None:
        """The line goes, and the keyboard back to where it was, unless it went elsewhere."""
        if self.adding is not None:
            adding, self.adding = self.adding, None
            before, now = self._came_from, QApplication.focusWidget()
            is_here = now is not None and adding.isAncestorOf(now)
            if is_here and before is not None and isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            adding.hide()
            adding.deleteLater()

    def write(
        self,
        read: Callable[..., Any],
        change: Callable[[Any], Any],
        gone: Key | None = None,
    ) -> None:
        """Read the record that holds the list (``read`` of a reader), and carry out the command
        that ``change`` makes of it; lists merge by element, so nobody's lines are lost. That the
        line ``gone`` went is said, with the way back."""
        shown = (line.words for line in self.lines.lines)
        name = next((words.name for words in shown if words.key == gone), "")
        said = _("“{name}” was taken off the card.").format(name=isolated(name)) if name else ""

        def carry_out(loaded: Any) -> None:
            command = change(loaded) if loaded is not None else None
            if command is not None:
                self.bridge.execute(command, then=tell, owner=self)

        def tell(_outcome: object) -> None:
            if said:
                self.done.emit(said)

        # The next line may be taken away before this one's record was read: both are meant.
        self.bridge.query(read, then=carry_out, owner=self, channel=f"write {gone}")


class AddLine(QFrame):
    """Chooses a record, and among ``kinds`` (code, words) what it shall be. Enter adds, Esc
    leaves. ``chosen`` tells what was chosen and the code."""

    chosen = Signal(object, str)  # Suggested
    left = Signal()

    def __init__(
        self,
        ask: Ask,
        hint: str,
        kinds: Sequence[tuple[str, str]] = (),
        *,
        may_be_new: bool = False,
    ) -> None:
        super().__init__()
        self._may_be_new = may_be_new
        self.kinds = QComboBox(self)
        dress(self.kinds, scale="small")
        self.kinds.setAccessibleName(_("Kind of relation"))
        for code, words in kinds:
            self.kinds.addItem(words, code)
        self.kinds.setVisible(bool(kinds))
        self.line = SuggestLine(ask, self)
        dress(self.line, scale="small")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        foot = Answers(_("Add"), _("Cancel"), self)
        self.save, self.leave = foot.take, foot.leave
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        for part in (self.kinds, self.line, self.mistake):
            column.addWidget(part)
        column.addLayout(foot)
        self.setFocusProxy(self.line)
        self.save.clicked.connect(self.commit)
        self.leave.clicked.connect(self.left)
        self.line.textEdited.connect(self.mistake.hide)
        self.line.picked.connect(self.mistake.hide)
        self.line.returnPressed.connect(self.commit)

    def commit(self) -> None:
        """Tell what was chosen; a name that nobody has is a mistake."""
        entered = self.line.entered()
        if entered is None:
            self.line.setFocus()
        elif entered.id or self._may_be_new:
            self.chosen.emit(entered, str(self.kinds.currentData() or ""))
        else:
            self.mistake.setText(_("Nothing here has this name. Choose one of the suggestions."))
            self.mistake.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
