"""The history of one field of a record: who changed it when, and its old values to be restored.

Window-modal. ``read_history`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from crm_desktop.features.timeline.field_history import find_field_history
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.dialog import EDGE, ROUND, Dialog, Head
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields.custom import Layout

_MOST = 50
_LONGEST = 300
_CUSTOM = "custom"


class DraftsOf(Protocol):
    """What the editors of a record's fields load of its state; the card's layout if it is known."""

    def __call__(
        self, reader: Reader, state: dict[str, Any], layout: Layout | None = None, /
    ) -> dict[str, Any]: ...


@dataclass(frozen=True)
class PastValue:
    """A change: what stood there before, as it is stored (``stored``) and as the editor loads it,
    and what was put there."""

    moment: datetime
    actor: str
    stored: Any
    old: Any
    new: Any


def read_history(
    reader: Reader, entity: str, record_id: str, name: str, drafts_of: DraftsOf
) -> list[PastValue]:
    """The newest changes of the field, newest first."""
    custom = name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""
    asked = field_of(reader.connection, custom) if custom else None
    record = reader.registry[entity]

    def draft(stored: Any) -> Any:
        state = {_CUSTOM: [{"field": custom, "value": stored}]} if custom else {name: stored}
        if stored is None:
            return None
        return drafts_of(reader, record.complete(state)).get(name)

    found: list[PastValue] = []
    for change in find_field_history(reader, entity, record_id, _CUSTOM if custom else name):
        old, new = change.old, change.new
        if asked is not None:
            old, new = (past_value(asked, _of(custom, items)) for items in (old, new))
        if old != new and len(found) < _MOST:
            found.append(PastValue(change.moment, change.actor, old, draft(old), draft(new)))
    return found


def _of(field_id: str, items: Sequence[Any] | None) -> Any:
    return next((item["value"] for item in items or () if item["field"] == field_id), None)


class FieldHistoryDialog(Dialog):
    """``restored`` tells the value, as it is stored, that shall stand there again."""

    restored = Signal(object)

    def __init__(self, field: CardField, past: Sequence[PastValue], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History: {field}").format(field=field.label))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize_panel(480, 420)
        self.buttons: list[QPushButton] = []
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(EDGE, 4, EDGE, 12)
        lines.setSpacing(16)
        if not past:
            lines.addWidget(_wrapped(_("This field was not changed yet.")))
        for one in past:
            self._add(lines, field, one)
        lines.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, ROUND)
        column.addWidget(Head(self))
        column.addWidget(Scrolled(self, sheet, is_stop=True, sideways=True), 1)

    def _add(self, lines: QVBoxLayout, field: CardField, one: PastValue) -> None:
        when = ", ".join(filter(None, (values.moment(one.moment), one.actor)))
        words = f"{said(field, one.old)} → {said(field, one.new)}"
        button = QPushButton(_("Restore this value"), self)
        dress(button, kind="link")
        button.setAutoDefault(False)
        button.setAccessibleDescription(said(field, one.old))
        button.clicked.connect(partial(self._restore, one.stored))
        lock(button, field.locked)
        self.buttons.append(button)
        entry = QVBoxLayout()
        entry.setSpacing(2)
        entry.addWidget(_wrapped(when, type="hint"))
        entry.addWidget(_wrapped(words))
        entry.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addLayout(entry)

    def _restore(self, stored: Any) -> None:
        self.close()
        self.restored.emit(stored)


def said(field: CardField, value: Any) -> str:
    """A value of the field in words."""
    lines = [line.words for line in field.words(value)][:20] if value is not None else []
    return ", ".join(lines)[:_LONGEST] or _("(nothing)")


def _wrapped(text: str, **look: str) -> QWidget:
    label = plain_label(text, **look)
    label.setWordWrap(True)
    return label
