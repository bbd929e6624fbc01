"""The history of a record: its changes by operation, narrowed by field and person, and each old
value to be put back.

Shown by ``history_dialog`` and as a tab of cards. It follows what others do meanwhile. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for, words_for_part
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import Initials, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.unread import Unread
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields.clashes import restoring
from crm_desktop.gui.shell.card_fields.history import said
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.record_history import (
    PAGE,
    Change,
    Entry,
    History,
    HistoryAsked,
    read_history_of,
)

_EDGE, _LABEL, _INDENT = 24, 140, 28
_MOST_AGAIN = 500


class HistoryView(QWidget):
    """``entries`` is what was read so far; ``restore_buttons`` are by number of entry and name
    of field; ``named`` tells whose history it is."""

    named = Signal(str)

    def __init__(self, bridge: Bridge, kind: FieldsKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._locked = bridge.locked(type(kind.restore("", 0, {})))
        self._asked = HistoryAsked("")
        self._record: FieldsRecord | None = None
        self._fields: Mapping[str, CardField] = {}
        self._people: dict[str, str] = {}
        self.entries: list[Entry] = []
        self.restore_buttons: dict[tuple[int, str], QPushButton] = {}
        self.by_field = self._box(_("Field"), _("All fields"))
        self.by_person = self._box(_("Who changed it"), _("All people"))
        self.notice = plain_label("", tone="danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.unread = Unread(self)
        self.unread.retry.connect(self._read_record)
        self.older = QPushButton(_("Show earlier changes"), self)
        dress(self.older, kind="link")
        self.older.setAutoDefault(False)
        self.older.clicked.connect(self._read_older)
        self.area, self._lines = self._make_area()
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._top())
        column.addWidget(self.area, 1)
        self.by_field.currentIndexChanged.connect(self._narrow)
        self.by_person.currentIndexChanged.connect(self._narrow)
        bridge.changed.connect(self._note_changes)

    def show_record(self, record_id: str) -> None:
        """Be about this record."""
        if record_id == self._asked.record_id:
            self._read_record()
            return
        for box in (self.by_field, self.by_person):
            box.blockSignals(True)
            while box.count() > 1:
                box.removeItem(1)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._clear()
        self.notice.hide()
        self.unread.hide()
        self.older.hide()
        self._record, self._people = None, {}
        self._asked = HistoryAsked(record_id)
        self._read_record()

    def _box(self, name: str, every: str) -> QComboBox:
        box = QComboBox(self)
        dress(box, scale="small")
        box.setAccessibleName(name)
        box.addItem(every, "")
        box.setMinimumContentsLength(14)
        return box

    def _top(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.by_field)
        line.addWidget(self.by_person)
        line.addStretch()
        top = QVBoxLayout()
        top.setContentsMargins(_EDGE, 0, _EDGE, 0)
        top.addLayout(line)
        top.addWidget(self.notice)
        top.addWidget(self.unread)
        return top

    def _make_area(self) -> tuple[QScrollArea, QVBoxLayout]:
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        outer = QVBoxLayout(sheet)
        outer.setContentsMargins(_EDGE, 4, _EDGE, 16)
        lines = QVBoxLayout()
        lines.setSpacing(16)
        outer.addLayout(lines)
        outer.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addStretch(1)
        area = Scrolled(self, sheet, is_stop=True)
        area.setAccessibleName(_("History of changes"))
        return area, lines

    # Reading

    def _read_record(self) -> None:
        self._bridge.query(
            self._kind.read,
            self._asked.record_id,
            then=self._begin,
            failed=self._fail,
            owner=self,
            channel="record",
        )

    def _fail(self, error: BaseException) -> None:
        """What was read stays, and the rest can be asked for again."""
        self.older.setEnabled(True)
        if self.entries:
            self._bridge.tell_failed_reading(error)
        else:
            self._clear()  # what stands there was found by another filter
            self.unread.tell(words_for_part(error))

    def _begin(self, record: FieldsRecord | None) -> None:
        if record is None:
            self._tell(_("The record isn’t there any more: someone deleted it."))
            return
        first = self._record is None
        self._record = record
        shown = replace(record.layout.card, hidden=frozenset())  # what is hidden was changed too
        groups = self._kind.plan(replace(record.layout, card=shown))
        # What can't be typed now, such as the amount of a closed deal, was changed before.
        self._fields = {one.name: one for group in groups for one in group.fields}
        if first:
            self.named.emit(record.name)
            for one in self._fields.values():
                if one.make is not None or one.locked:
                    self.by_field.addItem(one.label, one.name)
        self._read_anew()

    def _read_anew(self) -> None:
        # Earlier changes that are being read come with it: its answer takes the place of theirs.
        wanted = len(self.entries) + (0 if self.older.isEnabled() else PAGE)
        limit = min(max(PAGE, wanted), _MOST_AGAIN)
        self._read(replace(self._asked, before=None, limit=limit), is_anew=True)

    def _read_older(self) -> None:
        self.older.setEnabled(False)
        self._read(self._asked, is_anew=False)

    def _read(self, asked: HistoryAsked, *, is_anew: bool) -> None:
        self._bridge.query(
            read_history_of,
            self._kind,
            asked,
            then=partial(self._show, is_anew),
            failed=self._fail,
            owner=self,
            channel="history",
        )

    def _narrow(self) -> None:
        self.entries = []
        self._asked = HistoryAsked(
            self._asked.record_id, self.by_field.currentData(), self.by_person.currentData()
        )
        self._read_anew()

    def _note_changes(self, changes: Changes) -> None:
        if self._asked.record_id and changes.concern(self._kind.entity, self._asked.record_id):
            self._read_record()

    # Showing

    def _show(self, is_anew: bool, history: History) -> None:
        self.older.setEnabled(True)
        self.unread.hide()
        if is_anew and self.entries and list(history.entries) == self.entries:
            return
        place = self.area.verticalScrollBar().value()
        if is_anew:
            self._clear()
        self._asked = replace(self._asked, before=history.rest)
        for entry in history.entries:
            self._add(len(self.entries), entry)
            self.entries.append(entry)
        if not self.entries:
            self._lines.addWidget(plain_label(_("Nothing was changed yet."), tone="secondary"))
        self.older.setVisible(history.rest is not None)
        for key, name in history.people.items():
            if key not in self._people:
                self._people[key] = name
                self.by_person.addItem(name, key)
        self.area.verticalScrollBar().setValue(place)

    def _clear(self) -> None:
        self.entries, self.restore_buttons = [], {}
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, number: int, entry: Entry) -> None:
        block = QWidget(self)
        initials = Initials(20, block)
        initials.show_name(entry.actor, entry.actor_id)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(initials)
        head.addWidget(plain_label(entry.actor or _("Somebody"), type="name"))
        head.addWidget(plain_label(values.moment(entry.moment), type="hint"))
        head.addWidget(plain_label(_(entry.label), type="hint"))
        head.addStretch()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        if entry.changes:
            column.addLayout(self._changes(number, entry.changes))
        else:
            created = plain_label(_("The record was created"))
            created.setContentsMargins(_INDENT, 0, 0, 0)
            column.addWidget(created)
        self._lines.addWidget(block)

    def _changes(self, number: int, changes: Sequence[Change]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(_INDENT, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, change in enumerate(changes):
            known = self._fields.get(change.name)
            told = self._kind.told.get(change.name)
            other = told or _other_label(change.name)
            label = _wrapped(known.label if known else other, type="hint")
            label.setFixedWidth(_LABEL)
            pair = (change.old, change.new)
            old, new = (_told(v) if told else _words(known, v) for v in pair)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_wrapped(f"{old} → {new}"), row, 1)
            if known is not None and known.make is not None:
                button = self._button(change, f"{known.label}: {old}")
                self.restore_buttons[number, change.name] = button
                grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignTop)
        return grid

    def _button(self, change: Change, words: str) -> QPushButton:
        button = QPushButton(_("Restore this value"), self)
        dress(button, kind="link", scale="small")
        button.setAutoDefault(False)
        button.setAccessibleDescription(words)
        button.clicked.connect(partial(self._restore, change))
        lock(button, self._locked)
        return button

    # Putting back

    def _restore(self, change: Change) -> None:
        """On the version of now: it is the person's word against all that came since."""
        if self._record is None:
            return
        self.notice.hide()
        record = self._record
        command = self._kind.restore(
            record.id, record.version, restoring(change.name, change.stored, change.with_it)
        )
        self._bridge.execute(command, failed=self._refuse, owner=self)

    def _refuse(self, error: BaseException) -> None:
        words = _("The value can’t be put back, and nothing was changed. {reason}")
        self._tell(words.format(reason=words_for(error)))

    def _tell(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.show()


def _words(field: CardField | None, value: Any) -> str:
    if field is not None:
        return said(field, value)
    return _("yes") if value else _("(nothing)")


def _told(value: Any) -> str:
    """What the entity says of a value that has no field."""
    return str(value) if value else _("(nothing)")


def _other_label(name: str) -> str:
    """Fields that stand nowhere on the card by themselves."""
    return {
        "archived_at": _("In the archive"),
        "deleted_at": _("In the recycle bin"),
        "photo": _("Photo"),
        "logo": _("Logo"),
        "distinct_from": _("Different people"),
    }.get(name, _("Something else"))


def _wrapped(text: str, **look: str) -> QLabel:
    label = plain_label(text, **look)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
