"""Writing down a note, a task, a call, a meeting or a visit above the timeline of a record.

What is typed is kept for each record while one is elsewhere, and after a restart. GUI thread;
writes over the bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core import clock
from crm_desktop.core.clock import iso
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.rows import ActivityKind
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import too_long
from crm_desktop.gui.kit.form_suggest import Suggested, Tell
from crm_desktop.gui.kit.lengths import LONGEST_TEXT
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.note_edit import NoteEdit
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.composer_room import chip_button, let_words_fit
from crm_desktop.gui.pages.activities.composer_tabs import KINDS, KindTabs
from crm_desktop.gui.pages.activities.task_line import TaskLine
from crm_desktop.gui.shell.card.part import Guard
from crm_desktop.gui.shell.page import RecordRef

LINKS = {"contact": "contacts", "company": "companies", "deal": "deals"}
"""In which list of an activity a record of each entity is linked."""
_DRAFT_MS = 500
_EDIT, _EDIT_LOW, _TEXT_EDGE = 35, 26, 5
_TABS_EDGE = 14


class Composer(QFrame):
    """``saved`` tells the id of what was written down."""

    saved = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._drafts = drafts_of(bridge.settings.get("id", ""))
        self._record: RecordRef | None = None
        self._owner: Suggested | None = None
        self._is_saving = False
        self.ask_first: Guard = lambda go_on: go_on()  # before something is planned
        dress(self, kind="composer")
        self.setAccessibleName(_("New entry"))
        self.tabs = KindTabs(self)
        self.task = TaskLine(self)
        self.edit = NoteEdit(self.ask_people, self)
        dress(self.edit, kind="bare")
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self._make_foot()
        self._place()
        self._rest = single_shot(self, self.keep_draft, _DRAFT_MS)
        self._connect()
        self._locked = bridge.locked(CreateActivity)
        lock(self, self._locked)
        self._be_kind()

    # Making

    def _make_foot(self) -> None:
        self.clip = icon_button("paperclip", _("Attach files…"), self)
        self.clip.hide()  # until somebody takes files
        self.mention = icon_button("at", _("Mention a colleague"), self)
        self.list = icon_button("list-bullets", _("List (Ctrl+L)"), self)
        self.form = icon_button("text-aa", _("Form of the text"), self)
        menu = QMenu(self.form)
        for title, act, keys in (
            (_("Bold"), self.edit.toggle_bold, "Ctrl+B"),
            (_("Italic"), self.edit.toggle_italic, "Ctrl+I"),
            (_("Link to the address on the clipboard"), self.edit.link_clipboard, ""),
        ):
            action = menu.addAction(title)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
        self.form.setMenu(menu)
        self.form.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.when = chip_button("calendar-blank", self)
        self.owner = chip_button("user", self)
        self.happened = QCheckBox(_("Already happened"), self)
        dress(self.happened, kind="switch")
        self.hint = plain_label(
            QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText),
            type="hint",
        )
        self.hint.setText(self.hint.text().replace("Return", "Enter"))
        self.save = QPushButton(_("Save"), self)
        self.save.setToolTip(self.hint.text())
        self.save.setAutoDefault(False)
        dress(self.save, scale="small", kind="primary")

    def _place(self) -> None:
        line = QFrame(self)
        dress(line, kind="line")
        body = QVBoxLayout()
        body.setContentsMargins(8, 7, 8, 0)
        body.setSpacing(4)
        for part in (self.task, self.mistake):  # the edit has its own edge
            part.setContentsMargins(_TEXT_EDGE, 2, _TEXT_EDGE, 0)
        body.addWidget(self.task)
        body.addWidget(self.edit)
        body.addWidget(self.mistake)
        foot = self._foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 8)
        foot.setSpacing(4)
        words_of_it = self.clip, self.mention, self.list, self.form
        for button in (*words_of_it, self.when, self.owner, self.happened):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.hint)
        foot.addSpacing(6)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(6, 0, 6, 0)
        top.addWidget(self.tabs)
        top.addStretch()
        column.addLayout(top)
        column.addWidget(line)
        column.addLayout(body)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._be_kind)
        self.task.changed.connect(self._note_typing)
        self.task.line.saved.connect(self.commit)
        self.task.line.entered.connect(self.commit)
        self.task.line.refused.connect(self._refuse)
        self.edit.textChanged.connect(self._note_typing)
        self.edit.saved.connect(self.commit)
        self.edit.grown.connect(self.updateGeometry)
        self.edit.refused.connect(self._refuse)
        self.mention.clicked.connect(self.edit.begin_mention)
        self.list.clicked.connect(self.edit.toggle_list)
        self.when.menu().aboutToShow.connect(self._fill_when)
        self.owner.menu().aboutToShow.connect(self._fill_owners)
        self.happened.toggled.connect(self._note_typing)
        self.save.clicked.connect(self.commit)
        claim_keys(self, *ENTER_WITH_CTRL)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """There may be room for more words, or for fewer."""
        super().resizeEvent(event)
        self.tabs.fit(self.width() - _TABS_EDGE)
        self._fit_foot()

    def _fit_foot(self) -> None:
        owner = self._owner.words if self._owner else _("Owner: me")
        let_words_fit(self._foot, self.owner, owner, self.width(), self.hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter saves from the buttons below as well."""
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if has_control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save.click()
        else:
            super().keyPressEvent(event)

    # Kinds

    @property
    def kind(self) -> ActivityKind:
        """What is being written down."""
        return self.tabs.kind

    def compose(self, kind: str) -> None:
        """Begin a ``note``, a ``task`` … and take the keyboard."""
        self.tabs.choose(ActivityKind(kind))
        self._begin()

    def _begin(self) -> None:
        target = self.edit if self.kind is ActivityKind.NOTE else self.task
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_words(self, data: QMimeData) -> None:
        """Begin a note with words that were dropped, below what stands there."""
        self.compose(ActivityKind.NOTE.value)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        if not self.edit.is_blank:
            self.edit.textCursor().insertBlock()
        self.edit.insertFromMimeData(data)

    def _be_kind(self) -> None:
        kind = self.tabs.kind
        is_note = kind is ActivityKind.NOTE
        self.task.setVisible(not is_note)
        self.when.setVisible(not is_note)
        self.owner.setVisible(not is_note)
        can_be_past = kind not in (ActivityKind.NOTE, ActivityKind.TASK)
        self.happened.setVisible(can_be_past)
        self.hint.setVisible(not can_be_past)  # there is room for one of the two
        hint = _("What is worth remembering? @ mentions a colleague")
        if not is_note:
            self.task.be_kind(kind)
            hint = _("Details, if they are needed")
        self.edit.setPlaceholderText(self._locked or hint)
        self.edit.setAccessibleName(_("Text"))
        self.edit.least = _EDIT if is_note else _EDIT_LOW
        self.edit.updateGeometry()
        self._note_typing()

    @property
    def _is_blank(self) -> bool:
        if self.kind is ActivityKind.NOTE:
            return self.edit.is_blank
        return self.task.is_blank and self.edit.is_blank

    @property
    def _is_past(self) -> bool:
        return self.happened.isChecked() and not self.happened.isHidden()

    def _note_typing(self, *_args: Any) -> None:
        self.mistake.hide()
        shown = self.task.when().words()
        self.when.setText(shown or _("When"))
        self.when.setVisible(self.kind is not ActivityKind.NOTE and not self._is_past)
        self._fit_foot()
        self.save.setEnabled(not self._is_blank and not self._is_saving)
        self._rest.start()

    # Choices

    def _fill_when(self) -> None:
        self.task.fill_when_menu(self.when.menu(), self.when)

    def _fill_owners(self) -> None:
        menu = self.owner.menu()
        menu.clear()
        menu.addAction(_("Me")).triggered.connect(partial(self._choose_owner, None))
        self.ask_people("", partial(self._offer_owners, menu))

    def _offer_owners(self, menu: QMenu, people: Sequence[Suggested]) -> None:
        for person in people[:20]:
            action = menu.addAction(person.words.replace("&", "&&"))
            action.triggered.connect(partial(self._choose_owner, person))

    def _choose_owner(self, person: Suggested | None, _checked: bool = False) -> None:
        self._owner = person
        self._note_typing()

    def ask_people(self, text: str, tell: Tell) -> None:
        """Give colleagues whose names begin like this."""

        def offer(people: Sequence[tuple[str, str]]) -> None:
            tell([Suggested(key, name) for key, name in people])

        self._bridge.query(find_users, text, then=offer, owner=self, channel="people")

    def _refuse(self, length: int) -> None:
        self._tell(too_long(length, LONGEST_TEXT))

    def _tell(self, mistake: str) -> None:
        self.mistake.setText(mistake)
        self.mistake.show()

    # Saving

    def values(self) -> dict[str, Any]:
        """What was written, as ``CreateActivity`` takes it."""
        assert self._record is not None
        values: dict[str, Any] = {LINKS[self._record.entity]: [self._record.id]}
        if self.kind is ActivityKind.NOTE:
            return {**values, "kind": self.kind.value, "text": self.edit.markdown()}
        values |= self.task.values()
        values["text"] = self.edit.markdown()
        values["title"] = values["title"] or words.kind_words(self.kind)
        if self._owner is not None:
            values["owner"] = self._owner.id
        if self._is_past:
            values.pop("due_on", None)
            values["done_at"] = values.pop("due_at", None) or iso(clock.now())
        return values

    def commit(self) -> None:
        """Write it down; what was typed stays until that is done."""
        if self._is_blank or self._is_saving or self._record is None:
            return
        if self.kind is ActivityKind.NOTE or self._is_past:
            self._write(self._record)
        else:
            self.ask_first(partial(self._write, self._record))

    def _write(self, record: RecordRef) -> None:
        if self._is_blank or self._is_saving or record != self._record:
            return  # while it was asked
        self._is_saving = True
        self.save.setEnabled(False)
        self._bridge.execute(
            CreateActivity(self.values()),
            then=partial(self._finish, record),
            failed=self._fail,
            owner=self,
        )

    def _finish(self, record: RecordRef, outcome: Any) -> None:
        self._is_saving = False
        self._drafts.put(_key(record), None)
        if record == self._record:
            self._clear()
        self.saved.emit(str(outcome.result))

    def _fail(self, error: BaseException) -> None:
        self._is_saving = False
        self.save.setEnabled(not self._is_blank)
        if isinstance(error, Invalid):
            self._tell(words_for(error))
        else:
            self._bridge.tell_failed(error)

    def _clear(self) -> None:
        self.task.clear()
        self.edit.clear()
        self._owner = None
        self.mistake.hide()
        self._note_typing()
        self._rest.stop()

    # Drafts

    def show_record(self, record: RecordRef) -> None:
        """Write about this record from now on; what was typed about the other one is kept."""
        if record == self._record:
            return
        self.keep_draft()
        self._record = record
        self._clear()
        draft = self._drafts.get(_key(record))
        if isinstance(draft, dict):
            self._take_up(draft)
        else:
            self.tabs.choose(ActivityKind.NOTE)

    def keep_draft(self) -> None:
        """Keep what is typed for when one comes back."""
        self._rest.stop()
        if self._record is None or self._is_saving:
            return
        draft = None
        if not self._is_blank:
            draft = {
                "kind": self.kind.value,
                "title": self.task.line.text(),
                "text": self.edit.markdown(),
                "happened": self.happened.isChecked(),
            }
        if draft is not None or self._drafts.get(_key(self._record)) is not None:
            self._drafts.put(_key(self._record), draft)

    def _take_up(self, draft: dict[str, Any]) -> None:
        if draft.get("kind") in {kind.value for kind in KINDS}:
            self.tabs.choose(ActivityKind(draft["kind"]))
        self.happened.setChecked(bool(draft.get("happened")))
        self.task.line.setText(str(draft.get("title", "")))
        self.edit.show_markdown(str(draft.get("text", "")))
        self._note_typing()
        self._rest.stop()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """The card goes: keep what is typed at once."""
        super().hideEvent(event)
        if event.type() == QEvent.Type.Hide:
            self.keep_draft()


def _key(record: RecordRef) -> str:
    return f"composer:{record.entity}:{record.id}"
