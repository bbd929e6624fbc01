"""Finishing a step in its own place: what came of it, and then what is next.

Used by the timeline and the next steps. GUI thread; writes over the bridge.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.activities.commands import CreateActivity, FinishActivity
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.answers import Answers
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.blacklist import if_not_barred
from crm_desktop.gui.pages.activities.composer import LINKS
from crm_desktop.gui.pages.activities.task_line import TaskLine, TitleLine
from crm_desktop.gui.shell.page import RecordRef


class NextLine(QFrame):
    """A new step for a record, in one line. ``ended`` tells whether one was planned."""

    ended = Signal(bool)
    resized = Signal()

    def __init__(
        self, bridge: Bridge, record: RecordRef, question: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record = record
        self.task = TaskLine(self, bare=False)
        dress(self.task.line, scale="small")
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.when = QPushButton(_("When"), self)
        dress(self.when, kind="chip")
        icons = ThemeManager.instance()
        icons.set_icon(self.when, "calendar-blank", IconRole.DEFAULT, size=14)
        self.when.setAutoDefault(False)
        menu = QMenu(self.when)
        menu.aboutToShow.connect(lambda: self.task.fill_when_menu(menu, self.when))
        self.when.setMenu(menu)
        foot = Answers(_("Plan"), _("Not now"), self)
        foot.insertWidget(0, self.when)
        self.plan, self.skip = foot.take, foot.leave
        self._place(question, foot)
        self.setFocusProxy(self.task)
        self.task.line.setAccessibleName(question)
        self.task.changed.connect(self._note_typing)
        self.task.line.entered.connect(self.commit)
        self.task.line.saved.connect(self.commit)
        self.task.line.left.connect(lambda: self.ended.emit(False))
        self.plan.clicked.connect(self.commit)
        self.skip.clicked.connect(lambda: self.ended.emit(False))
        self._note_typing()

    def _place(self, question: str, foot: Answers) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        label = plain_label(question, type="name")
        label.setWordWrap(True)
        for part in (label, self.task, self.mistake):
            column.addWidget(part)
        column.addLayout(foot)

    def _note_typing(self) -> None:
        self.mistake.hide()
        self.plan.setEnabled(not self.task.is_blank)
        self.resized.emit()

    def commit(self) -> None:
        """Plan it; without words nothing is planned, with who is on the blacklist not unasked."""
        if self.task.is_blank:
            self.ended.emit(False)
        elif self.plan.isEnabled():
            if_not_barred(self._bridge, self._record, self, self._plan)

    def _plan(self) -> None:
        self.plan.setEnabled(False)
        values = {**self.task.values(), LINKS[self._record.entity]: [self._record.id]}
        self._bridge.execute(
            CreateActivity(values),
            then=lambda _outcome: self.ended.emit(True),
            failed=self._fail,
            owner=self,
        )

    def _fail(self, error: BaseException) -> None:
        self.plan.setEnabled(True)
        if isinstance(error, Invalid):
            self.mistake.setText(words_for(error))
            self.mistake.show()
            self.resized.emit()
        else:
            self._bridge.tell_failed(error)


class Finishing(QFrame):
    """``ended``: finished, with or without a next step, or left as it was."""

    ended = Signal()
    resized = Signal()

    def __init__(
        self,
        bridge: Bridge,
        activity: ActivityRow,
        record: RecordRef,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._activity = activity
        self._record = record
        dress(self, kind="composer")
        self.setAccessibleName(words.title_of(activity))
        title = plain_label(words.title_of(activity), type="name")
        title.setWordWrap(True)
        self.result = TitleLine(self)
        dress(self.result, scale="small")
        self.result.setPlaceholderText(_("What came of it?"))
        self.result.setAccessibleName(_("What came of it?"))
        foot = Answers(_("Done"), _("Cancel"), self)
        self.done, self.leave = foot.take, foot.leave
        ThemeManager.instance().set_icon(self.done, "check-bold", IconRole.ACTIVE, size=12)
        self.question = QWidget(self)
        column = QVBoxLayout(self.question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(self.result)
        column.addLayout(foot)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.addWidget(self.question)
        self.next: NextLine | None = None
        self.setFocusProxy(self.result)
        self.result.entered.connect(self.commit)
        self.result.saved.connect(self.commit)
        self.result.left.connect(self.ended)
        self.done.clicked.connect(self.commit)
        self.leave.clicked.connect(self.ended)

    def commit(self) -> None:
        """It is done; then ask what is next."""
        self.done.setEnabled(False)
        self._bridge.execute(
            FinishActivity(self._activity.id, self.result.text().strip()),
            then=self._ask_next,
            failed=self._fail,
            owner=self,
        )

    def _fail(self, error: BaseException) -> None:
        self.done.setEnabled(True)
        self._bridge.tell_failed(error)

    def _ask_next(self, _outcome: Any) -> None:
        self.next = NextLine(self._bridge, self._record, _("Done. What is next?"), self)
        self.next.ended.connect(self.ended)
        self.next.resized.connect(self.resized)
        self.question.hide()
        self._column.addWidget(self.next)
        self.setFocusProxy(self.next)
        self.next.task.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc on a button leaves as well."""
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)
