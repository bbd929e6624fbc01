"""The left pane of a card at work: it reads a record, saves each field, follows what others do.

What was entered shows at once and is taken back with a word if it is refused; a field that is
being edited is never disturbed. What is typed and not yet saved is kept as a draft, also through
a crash. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.errors import Conflict, Invalid
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for, words_for_part
from crm_desktop.gui.kit.card_fields.field import locked_groups
from crm_desktop.gui.kit.card_fields.notice import NoticeBox
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.kit.unread import Unread
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card_fields.asking import ClashDesk
from crm_desktop.gui.shell.card_fields.custom import LAYOUT_ENTITIES, Layout
from crm_desktop.gui.shell.card_fields.drafts import Drafts, Place
from crm_desktop.gui.shell.card_fields.history import said
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.saving import FieldSave, FieldSaver
from crm_desktop.gui.shell.card_fields.similar import SimilarWatch
from crm_desktop.gui.shell.card_fields.tools import FieldTools
from crm_desktop.gui.shell.page import RecordRef

_DRAFT_MS = 200
DISTINCT = "distinct_from"


@lru_cache(maxsize=1)
def program_drafts() -> Drafts:
    """Those of the running program, one for all windows."""
    return Drafts()


class FieldsPart(CardPart):
    """The fields of one record at a time. ``tools.actions`` are what else the card can do with
    a field; what it can't is not in the menu."""

    shown = Signal()  # the record was read and is there to be seen
    copied = Signal(str)

    def __init__(self, bridge: Bridge, kind: FieldsKind, drafts: Drafts | None = None) -> None:
        super().__init__()
        self._bridge = bridge
        self._kind = kind
        self._drafts = drafts or program_drafts()
        self._ref: RecordRef | None = None
        self.record: FieldsRecord | None = None
        self._bases: dict[str, int] = {}
        self._begun: dict[str, Any] = {}  # the values on which these versions were edited
        self._own: set[str] = set()
        self._typed: set[str] = set()
        self._offers: dict[str, NoticeBox] = {}
        self._layout: Layout | None = None
        self._locked = bridge.locked(type(kind.command("", 0, {})))
        self.pane = CardFieldsPane(kind.title, self)
        self.tools = FieldTools(bridge, kind, self.pane)
        self.saver = FieldSaver(bridge, kind, self)
        self.similar = SimilarWatch(bridge, kind, self.pane)
        self.clashes = ClashDesk(bridge, kind, lambda: self.pane.fields, self.pane)
        self._noting = single_shot(self, self._note_drafts, _DRAFT_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane, 1)
        self.unread = Unread(self)
        self.unread.setContentsMargins(16, 16, 16, 16)
        self.unread.retry.connect(self._read)
        column.addWidget(self.unread)
        column.addStretch()
        self._connect()

    def _connect(self) -> None:
        told, saver = self.pane.told, self.saver
        told.opened.connect(self._note_opened)
        told.kept.connect(self._save)
        told.typed.connect(self._note_typing)
        told.restored.connect(self._forget_draft)
        told.copied.connect(self.copied)
        told.followed.connect(
            lambda entity, key, apart: self.open_wanted.emit(RecordRef(entity, key), apart)
        )
        saver.saved.connect(self._note_saved)
        saver.refused.connect(self._take_back)
        saver.waiting.connect(self._note_waiting)
        self.similar.open_wanted.connect(
            lambda entity, key: self.open_wanted.emit(RecordRef(entity, key), False)
        )
        self.similar.denied.connect(self._note_different)
        self.clashes.read.connect(self._show)
        self.clashes.kept.connect(self._save_chosen)
        self.clashes.dropped.connect(lambda save: self._drafts.forget(self._place_of(save)))
        self.clashes.undecided.wanted.connect(self._ask_again)
        self._bridge.changed.connect(self._note_changes)
        self._bridge.day_changed.connect(self._read)

    # What a card asks of its parts

    def show_record(self, record: RecordRef) -> None:
        """Be about this one; what is right of the former is saved, the rest stays a draft."""
        if record == self._ref:
            self.clashes.take_up(record)
            if self.record is None:
                self._read()
            return
        self._leave()
        self._ref, self.record, self.tools.record = record, None, None
        self._bases, self._begun, self._own = {}, {}, set()
        self.similar.begin(record.id)
        self._read()

    def unsaved(self) -> str:
        """Fields that hold something wrong; what is right is saved by asking."""
        wrong = [row for row in self.pane.open_rows() if not row.keep()]
        return " ".join(_not_saved(row) for row in wrong)

    def discard(self) -> None:
        """Give up what is wrong."""
        for row in self.pane.open_rows():
            row.restore()

    def kept(self) -> Any:
        """Which groups are folded up."""
        return sorted(self.pane.closed)

    def restore(self, kept: Any) -> None:
        """Fold them up again."""
        if isinstance(kept, (list, tuple)):
            self.pane.fold([name for name in kept if isinstance(name, str)])

    # Reading

    def _read(self) -> None:
        if self._ref is not None:
            self._bridge.query(
                self._kind.read,
                self._ref.id,
                then=self._show,
                failed=self._fail,
                owner=self,
                channel="fields",
            )

    def _fail(self, error: BaseException) -> None:
        """What is known of the record stays in sight; what was of another one must not."""
        if self.record is not None:
            self._bridge.tell_failed_reading(error)
            return
        self.pane.hide()
        self.unread.tell(words_for_part(error))

    def _show(self, record: FieldsRecord | None) -> None:
        if record is None or self._ref is None or record.id != self._ref.id:
            return
        before, self.record = self.record, record
        self.tools.record = record
        self.unread.hide()
        self.pane.show()
        if before is None:
            self.pane.verticalScrollBar().setValue(0)
        if record.layout != self._layout:
            self._plan(record)
        busy = self.saver.of(record.id)
        news = set() if before is None else self._news(before, record)
        for name, row in self.pane.rows.items():
            if name not in busy:
                row.show_value(record.values.get(name), is_news=name in news)
        self._move_bases(record, busy)
        self._own -= {name for name in self._own if name not in busy}
        if before is None:
            self._offer_drafts(record)
            self.clashes.take_up(self._ref)
        else:
            self.similar.ask()
        self.shown.emit()

    def _plan(self, record: FieldsRecord) -> None:
        """The rows anew; what is being typed is taken along."""
        self._layout = record.layout
        self.similar.forget()
        rows = self.pane.open_rows()
        typed = {row.field.name: row.editor_there.entry.draft() for row in rows}
        focused = [row.field.name for row in rows if row.editor_there.has_focus()]
        groups = locked_groups(self._kind.plan(record.layout), self._locked)
        self.tools.plan(groups)
        bases, begun = dict(self._bases), dict(self._begun)
        for name, draft in typed.items():
            if row := self.pane.rows.get(name):
                row.show_value(record.values.get(name))
                row.offer(draft)
                if name in focused:
                    row.edit()
        self._bases, self._begun = bases, begun  # opened again, not begun anew

    def _news(self, before: FieldsRecord, now: FieldsRecord) -> set[str]:
        return {
            name
            for name, value in now.values.items()
            if before.values.get(name) != value and name not in self._own
        }

    def _move_bases(self, now: FieldsRecord, busy: Mapping[str, FieldSave]) -> None:
        """What is being edited was begun on what others left alone ever since, or on what was
        saved here; on any other version it conflicts, however much is read after that."""
        for row in self.pane.open_rows():
            name = row.field.name
            value = now.values.get(name)
            is_left = name in self._begun and self._begun[name] == value
            if name not in busy and (is_left or name in self._own):
                self._bases[name], self._begun[name] = now.version, value

    def _note_changes(self, changes: Changes) -> None:
        if self._ref is None:
            return
        is_concerned = changes.concern(*self._ref) or changes.touch(LAYOUT_ENTITIES)
        if is_concerned or changes.set_any(self._kind.leant_on):
            self._read()

    # Saving

    def _note_opened(self, name: str) -> None:
        self._bases[name] = self.record.version if self.record else 0
        self._begun[name] = self.record.values.get(name) if self.record else None
        self._withdraw_offer(name)

    def _save(self, name: str, draft: Any, value: Any) -> None:
        if self._ref is None:
            return
        base = self._bases.get(name, self.record.version if self.record else 0)
        self._drafts.note(self._place(name), draft)
        self._typed.discard(name)
        self._own.add(name)
        self.saver.save(FieldSave(self._ref.id, name, value, draft, base))
        self.similar.note_change(name)

    def _note_saved(self, save: FieldSave, record: FieldsRecord | None) -> None:
        place = self._place_of(save)
        row = self._row_of(save)
        if row is None:
            self._drafts.forget(place)
            return
        if save.name not in self._typed:
            self._drafts.forget(place)
        row.tell("")
        self.clashes.settle(save.record_id, save.name)
        self._show(record)

    def _note_waiting(self, save: FieldSave, error: BaseException) -> None:
        row = self._row_of(save)
        if row is not None:
            words = _("Not saved yet, will be tried again. {reason}")
            row.tell(words.format(reason=words_for(error)))

    def _take_back(self, save: FieldSave, error: BaseException | None) -> None:
        row = self._row_of(save)
        if row is None or self.record is None:
            return  # its draft is offered when the record is shown again
        self._own.discard(save.name)
        row.show_value(self.record.values.get(save.name))
        if isinstance(error, Conflict):
            self._drafts.leave(self._place_of(save))  # until somebody decides
            self.clashes.ask(save)
        elif isinstance(error, Invalid):
            row.refuse(save.draft, words_for(error))
        else:
            self._drafts.forget(self._place_of(save))
            row.tell(words_for(error) if error is not None else "")
            self._read()

    def _save_chosen(self, save: FieldSave) -> None:
        """Mine, or both texts, on the version that has theirs."""
        row = self._row_of(save)
        if row is not None:
            self._bases[save.name] = save.base_version
            self._withdraw_offer(save.name)
            row.show_value(save.draft)
            self._save(save.name, save.draft, save.value)

    def _ask_again(self, ref: RecordRef) -> None:
        if ref == self._ref and self.record is not None and self.isVisible():
            self.clashes.take_up(ref)

    def _row_of(self, save: FieldSave) -> FieldRow | None:
        """Its row, if its record is still the one that is shown."""
        is_here = self._ref is not None and self._ref.id == save.record_id
        return self.pane.rows.get(save.name) if is_here else None

    def _note_different(self, other_id: str) -> None:
        record = self.record
        if record is None:
            return
        command = self._kind.command(
            record.id, record.version, {DISTINCT: [*record.distinct, other_id]}
        )
        self._bridge.execute(command, owner=self)

    # Drafts

    def _place(self, name: str) -> Place:
        assert self._ref is not None
        return Place(self._bridge.settings.get("id", ""), self._kind.entity, self._ref.id, name)

    def _place_of(self, save: FieldSave) -> Place:
        workspace = self._bridge.settings.get("id", "")
        return Place(workspace, self._kind.entity, save.record_id, save.name)

    def _note_typing(self, name: str) -> None:
        self._typed.add(name)
        self._noting.start()

    def _note_drafts(self) -> None:
        self._noting.stop()
        for row in self.pane.open_rows():
            name = row.field.name
            if name in self._typed and row.editor is not None:
                if row.editor.differs():
                    self._drafts.note(self._place(name), row.editor.entry.draft())
                else:
                    self._drafts.forget(self._place(name))

    def _forget_draft(self, name: str) -> None:
        """Editing ended with the value as it was."""
        self._typed.discard(name)
        if self._ref is not None and name not in self.saver.of(self._ref.id):
            self._drafts.forget(self._place(name))

    def _leave(self) -> None:
        """Another record takes the place of this one."""
        if self._ref is None:
            return
        for row in self.pane.open_rows():
            row.keep()
        self._note_drafts()
        for name in (row.field.name for row in self.pane.open_rows()):
            self._drafts.leave(self._place(name))
        self._typed = set()
        for row in self.pane.rows.values():
            row.begin_anew()
        for name in list(self._offers):
            self._withdraw_offer(name)

    def _offer_drafts(self, record: FieldsRecord) -> None:
        """What was typed in vain before; the person says whether it is still wanted."""
        self._offers = {}
        workspace = self._bridge.settings.get("id", "")
        found = self._drafts.left(workspace, self._kind.entity, record.id)
        for name, draft in found.items():
            if row := self.pane.rows.get(name):
                self._offer(row, draft)

    def _offer(self, row: FieldRow, draft: Any) -> None:
        name = row.field.name
        words = _("Not saved last time: {value}").format(value=said(row.field, draft))
        take: Callable[[], None] = partial(self._take_draft, row, draft)
        ways = (
            Button(_("Put it back"), take),
            Button(_("Not needed"), partial(self._drop_draft, name)),
        )
        box = self._offers[name] = NoticeBox(words, ways, row, is_calm=True)
        row.add_notice(box)
        box.show()

    def _take_draft(self, row: FieldRow, draft: Any) -> None:
        self._withdraw_offer(row.field.name)
        row.offer(draft)
        row.edit()

    def _drop_draft(self, name: str) -> None:
        self._withdraw_offer(name)
        self._drafts.forget(self._place(name))
        if self._ref is not None:
            self.clashes.settle(self._ref.id, name)

    def _withdraw_offer(self, name: str) -> None:
        box = self._offers.pop(name, None)
        if box is not None:
            box.hide()
            box.deleteLater()


def _not_saved(row: FieldRow) -> str:
    """``E-mail is not saved: the address is not complete.``"""
    reason = row.editor_there.entry.mistake.text()
    return _("{field} isn’t saved: {reason}").format(field=row.field.label, reason=reason)
