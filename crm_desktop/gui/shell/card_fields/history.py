"""The history of one field of a record: who changed it when, and its old values to be restored.

Window-modal. ``read_history`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.past import past_value
from crm_desktop.features.custom_fields.queries import field_of
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.timeline.field_history import field_changes
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.dialog import EDGE, ROUND, Dialog, Head
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields.beside import Beside
from crm_desktop.gui.shell.card_fields.custom import Layout

PAGE = 50
"""So many changes are shown at once."""

_LONGEST, _MOST_LINES = 300, 20
_CUSTOM = "custom"


class DraftsOf(Protocol):
    """What the editors of a record's fields load of its state; the card's layout if it is known."""

    def __call__(
        self, reader: Reader, state: dict[str, Any], layout: Layout | None = None, /
    ) -> dict[str, Any]: ...


@dataclass(frozen=True)
class PastValue:
    """A change: what stood there before, as it is stored (``stored``, and ``with_it`` by field what
    it says nothing without) and as the editor loads it, and what was put there; ``place`` leads to
    earlier ones."""

    moment: datetime
    actor: str
    stored: Any
    old: Any
    new: Any
    place: tuple[datetime, int]
    with_it: Mapping[str, Any] = field(default_factory=dict)


def read_history(
    reader: Reader,
    entity: str,
    record_id: str,
    name: str,
    drafts_of: DraftsOf,
    *,
    before: tuple[datetime, int] | None = None,
    beside: str = "",
) -> list[PastValue]:
    """The newest changes of the field (``before`` a place), newest first: as many as are shown at
    once, and one more if there are earlier ones. Values are read with those of the field ``beside``
    of their time."""
    custom = name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""
    asked = field_of(reader.connection, custom) if custom else None
    record = reader.registry[entity]

    def draft(with_it: dict[str, Any], stored: Any) -> Any:
        state = {_CUSTOM: [{"field": custom, "value": stored}]} if custom else {name: stored}
        if stored is None:
            return None
        return drafts_of(reader, record.complete(with_it | state)).get(name)

    found: list[PastValue] = []
    others = Beside(reader, entity, record_id, {beside} if beside else ())
    kept = _CUSTOM if custom else name
    for change in field_changes(reader, entity, record_id, kept, before):
        old, new = change.old, change.new
        if asked is not None:
            old, new = (past_value(asked, _of(custom, items)) for items in (old, new))
        if old != new:
            was, came = others.at(change.place)
            drafts = draft(was, old), draft(came, new)
            found.append(PastValue(change.moment, change.actor, old, *drafts, change.place, was))
        if len(found) > PAGE:
            break
    return found


def _of(field_id: str, items: Sequence[Any] | None) -> Any:
    return next((item["value"] for item in items or () if item["field"] == field_id), None)


class FieldHistoryDialog(Dialog):
    """``past`` as ``read_history`` gives it. ``restored`` tells the change before which the value
    stood there that shall stand there again; ``earlier_wanted`` the place before which more shall
    be read."""

    restored = Signal(object)
    earlier_wanted = Signal(object)

    def __init__(self, field: CardField, past: Sequence[PastValue], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History: {field}").format(field=field.label))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize_panel(480, 420)
        self.buttons: list[QPushButton] = []
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        self._field, self._place = field, past[0].place if past else None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(16)
        if not past:
            self._lines.addWidget(_wrapped(_("This field was not changed yet.")))
        self.earlier = QPushButton(_("Show earlier changes"), self)
        dress(self.earlier, kind="link")
        self.earlier.setAutoDefault(False)
        self.earlier.clicked.connect(self._want_earlier)
        outer = QVBoxLayout(sheet)
        outer.setContentsMargins(EDGE, 4, EDGE, 12)
        outer.setSpacing(16)
        outer.addLayout(self._lines)
        outer.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addStretch(1)
        self.add(past)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, ROUND)
        column.addWidget(Head(self))
        area = Scrolled(self, sheet, is_stop=True, sideways=True)
        area.setAccessibleName(self.windowTitle())
        column.addWidget(area, 1)

    def add(self, past: Sequence[PastValue]) -> None:
        """Show these as well, below all others."""
        for one in past[:PAGE]:
            self._add(one)
            self._place = one.place
        self.earlier.setVisible(len(past) > PAGE)
        self.earlier.setEnabled(True)

    def allow_again(self) -> None:
        """Earlier ones could not be read: they can be asked for again."""
        self.earlier.setEnabled(True)

    def _want_earlier(self) -> None:
        self.earlier.setEnabled(False)
        self.earlier_wanted.emit(self._place)

    def _add(self, one: PastValue) -> None:
        field = self._field
        when = ", ".join(filter(None, (values.moment(one.moment), one.actor)))
        words = f"{said(field, one.old)} → {said(field, one.new)}"
        button = QPushButton(_("Restore this value"), self)
        dress(button, kind="link", scale="small")
        button.setAutoDefault(False)
        button.setAccessibleDescription(said(field, one.old))
        button.clicked.connect(partial(self._restore, one))
        lock(button, field.locked)
        self.buttons.append(button)
        entry = QVBoxLayout()
        entry.setSpacing(2)
        entry.addWidget(_wrapped(when, type="hint"))
        entry.addWidget(_wrapped(words))
        entry.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addLayout(entry)

    def _restore(self, one: PastValue) -> None:
        self.close()
        self.restored.emit(one)


def said(field: CardField, value: Any) -> str:
    """A value of the field in words."""
    lines = [line.words for line in field.words(value)] if value is not None else []
    words = ", ".join(lines[:_MOST_LINES])
    if len(words) > _LONGEST or len(lines) > _MOST_LINES:
        return words[:_LONGEST].rstrip() + "…"
    return words or _("(nothing)")


def _wrapped(text: str, **look: str) -> QWidget:
    label = plain_label(text, **look)
    label.setWordWrap(True)
    return label
