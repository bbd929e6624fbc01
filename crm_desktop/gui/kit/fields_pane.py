"""A record to be read: its title and its filled fields, one below the other.

Given finished words, it knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget


@dataclass(frozen=True)
class FieldText:
    """A filled field: its translated label and its value as people read it."""

    label: str
    value: str


@dataclass(frozen=True)
class RecordText:
    """A record in words. ``warning`` is shown before all else (a blacklist, an archive)."""

    title: str
    subtitle: str
    warning: str
    fields: Sequence[FieldText]


class FieldsPane(QScrollArea):
    """Shows one ``RecordText``; its text can be selected and copied."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: RecordText | None = None

    @property
    def shown(self) -> RecordText | None:
        """What is to be read."""
        return self._shown

    def show_record(self, record: RecordText | None) -> None:
        """Show ``record``, or nothing."""
        if record == self._shown:
            return
        self._shown = record
        place = self.verticalScrollBar().value()
        self.setWidget(QWidget() if record is None else _sheet(record))
        self.verticalScrollBar().setValue(place)


def _sheet(record: RecordText) -> QWidget:
    sheet = QWidget()
    layout = QVBoxLayout(sheet)
    title = _label(record.title)
    font = title.font()
    font.setBold(True)
    title.setFont(font)
    layout.addWidget(title)
    for text in (record.subtitle, record.warning):
        if text:
            layout.addWidget(_label(text))
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for field in record.fields:
        value = _label(field.value)
        value.setAccessibleName(f"{field.label}: {field.value}")
        form.addRow(_label(field.label), value)
    layout.addLayout(form)
    layout.addStretch()
    return sheet


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
