"""A row of the file as the record it will be: who, and each field below its name.

Given finished words by ``row_words``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText, title_words
from crm_desktop.gui.kit.painted import Initials, TagsLine, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.stylesheet import dress

_PICTURE = 40


class RowPane(Scrolled):
    """Scrolls where the row has more fields than there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, is_stop=True)
        self.setAccessibleName(_("The row as it will be"))
        self.shown: RecordText | None = None

    def show_record(self, record: RecordText) -> None:
        """Show this one from its top."""
        if record != self.shown:
            self.shown = record
            self.setWidget(_sheet(record))

    def clear(self) -> None:
        """Show nothing until the next one."""
        self.shown = None
        empty = QWidget()
        dress(empty, kind="clear")
        self.setWidget(empty)


def _sheet(record: RecordText) -> QWidget:
    sheet = QWidget()
    dress(sheet, kind="clear")
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(14, 6, 14, 8)
    layout.setSpacing(0)
    layout.addLayout(_head(record))
    layout.addSpacing(12)
    line = QFrame()
    dress(line, kind="line")
    layout.addWidget(line)
    layout.addSpacing(8)
    if record.warning:
        reason = plain_label(record.warning)
        reason.setWordWrap(True)
        dress(reason, tone="danger")
        layout.addWidget(reason)
    for field in record.fields:
        layout.addLayout(_field(field))
    if record.tags:
        layout.addSpacing(6)
        layout.addWidget(TagsLine(record.tags))
    layout.addStretch()
    return sheet


def _head(record: RecordText) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(12)
    if record.fields or not record.warning:
        picture = Initials(_PICTURE)
        picture.show_name(record.title, record.key, square=record.is_company)
        head.addWidget(picture)
    head.addLayout(title_words(record, lambda theme: theme.faces.body_strong), 1)
    return head


def _field(field: FieldText) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(0)
    column.addWidget(plain_label(field.label, type="caption"))
    value = plain_label(field.value)
    value.setWordWrap(True)
    value.setAccessibleName(f"{field.label}: {field.value}")
    column.addWidget(value)
    return column
