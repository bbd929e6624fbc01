"""Changing an entry of the timeline in its own place. GUI thread; writes over the bridge."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.errors import Conflict, Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.activities.commands import UpdateActivity
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.answers import Answers
from crm_desktop.gui.kit.form_suggest import Ask
from crm_desktop.gui.kit.note_edit import NoteEdit
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.task_line import TitleLine


class ActivityEdit(QFrame):
    """Title, text and, for what is done, its result. Ctrl+Enter saves, Esc leaves it as it was.
    ``ended``: the editor is of no use any more."""

    ended = Signal()
    resized = Signal()

    def __init__(
        self, bridge: Bridge, activity: ActivityRow, ask: Ask, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._activity = activity
        dress(self, kind="composer")
        is_note = activity.kind is ActivityKind.NOTE
        self.title = TitleLine(self)
        self.title.setText(activity.title)
        self.title.setAccessibleName(_("Title"))
        dress(self.title, scale="small")
        self.title.setHidden(is_note)
        self.edit = NoteEdit(ask, self)
        dress(self.edit, kind="bare")
        self.edit.setAccessibleName(_("Text"))
        self.edit.show_markdown(activity.text)
        self._was_text = self.edit.markdown()
        self.result = TitleLine(self)
        self.result.setText(activity.result)
        self.result.setPlaceholderText(_("What came of it?"))
        self.result.setAccessibleName(_("What came of it?"))
        dress(self.result, scale="small")
        self.result.setHidden(is_note or activity.is_open)
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        foot = Answers(_("Save"), _("Cancel"), self, kind="primary")
        self.save, self.leave = foot.take, foot.leave
        self._place(foot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for line in (self.title, self.result):
            line.entered.connect(self.commit)
            line.saved.connect(self.commit)
            line.left.connect(self.ended)
        self.edit.saved.connect(self.commit)
        self.edit.left.connect(self.ended)
        self.edit.grown.connect(self.resized)
        self.save.clicked.connect(self.commit)
        self.leave.clicked.connect(self.ended)

    def _place(self, foot: Answers) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        for part in (self.title, self.edit, self.result, self.mistake):
            column.addWidget(part)
        column.addLayout(foot)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard goes into the text, or the title where there is one."""
        super().focusInEvent(event)
        (self.edit if self.title.isHidden() else self.title).setFocus(event.reason())

    def changes(self) -> dict[str, Any]:
        """What is another than before."""
        found: dict[str, Any] = {}
        text = self.edit.markdown()
        if text != self._was_text:
            found["text"] = text
        if not self.title.isHidden() and self.title.text().strip() != self._activity.title:
            found["title"] = self.title.text().strip()
        if not self.result.isHidden() and self.result.text().strip() != self._activity.result:
            found["result"] = self.result.text().strip()
        return found

    def commit(self) -> None:
        """Save what was changed."""
        changes = self.changes()
        if not changes:
            self.ended.emit()
            return
        self.save.setEnabled(False)
        activity = self._activity
        self._bridge.execute(
            UpdateActivity(activity.id, activity.version, changes),
            then=lambda _outcome: self.ended.emit(),
            failed=self._fail,
            owner=self,
        )

    def _fail(self, error: BaseException) -> None:
        """What was typed stays."""
        self.save.setEnabled(True)
        if isinstance(error, (Invalid, Conflict)):
            self.mistake.setText(words_for(error))
            self.mistake.show()
            self.resized.emit()
        else:
            self._bridge.tell_failed(error)
