"""Where the value of a condition is given: days, one value, two values, or several to tick.

Made by the pop-over of a condition; an editor gives ``None`` until what stands there makes sense.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.filters.ast import Amount, Operator
from crm_desktop.filters.binding import MAX_DAYS
from crm_desktop.filters.catalogue import Field, FieldKind, label_text
from crm_desktop.filters.values import MAX_TEXT
from crm_desktop.gui.kit.days import short_date_pattern
from crm_desktop.gui.kit.filters.conditions import TEXTS, TIMES, Answer, answer_of
from crm_desktop.gui.kit.filters.value_list import ValueList
from crm_desktop.gui.kit.filters.world import Known, World
from crm_desktop.gui.kit.theme.stylesheet import dress

_ISO = Qt.DateFormat.ISODate
_DAYS = (7, 30, 90, 365)
_DIGITS, _MONTHS = frozenset("0123456789"), 12
_CURRENCIES = ("RUB", "EUR", "USD", "PLN", "GBP", "KZT", "BYN", "UAH")


class Editor(QWidget):
    """``changed`` tells that there is another value, or none yet."""

    changed = Signal()

    def value(self) -> Any:
        """The value as conditions hold it, or ``None``."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Begin with this value."""
        raise NotImplementedError


def make_editor(world: World, field: Field, operator: Operator) -> Editor | None:
    """The editor that suits the question, or ``None`` for one without a value."""
    answer = answer_of(operator)
    if answer is Answer.NOTHING:
        return None
    if answer is Answer.DAYS:
        return DaysEditor(operator)
    if answer is Answer.SEVERAL:
        return ValuesEditor(world, field)
    if answer is Answer.RANGE:
        return RangeEditor(field)
    return _single(world, field)


def _single(world: World, field: Field) -> Editor:
    if field.kind in TIMES:
        return DayEditor(label_text(field.label))
    if field.kind is FieldKind.YES_NO:
        return YesNoEditor()
    if field.kind in TEXTS:
        return TextEditor(label_text(field.label))
    if field.kind is FieldKind.MONEY:
        return AmountEditor(label_text(field.label))
    if field.kind is FieldKind.NUMBER:
        return NumberEditor(label_text(field.label))
    return ValuesEditor(world, field, single=True)


class ValuesEditor(Editor):
    """Values to tick."""

    def __init__(self, world: World, field: Field, *, single: bool = False) -> None:
        super().__init__()
        self._world, self._field, self._single = world, field, single
        self._names = {choice.code: label_text(choice.label) for choice in field.choices}
        self.list = ValueList(self._find, can_type=field.kind in TEXTS, parent=self)
        self.list.changed.connect(self.changed)
        _only(self, self.list)

    def _find(self, text: str, then: Any) -> None:
        if not self._names:
            self._world.find_values(self._world.entity, self._field.name, text, then)
            return
        wanted = text.casefold()
        known = {code: Known(code, name) for code, name in self._names.items()}
        fitting = {code: one for code, one in known.items() if wanted in one.label.casefold()}
        then(list(fitting.values()))

        def add_counts(found: Sequence[Known]) -> None:
            counts = {one.value: one.count for one in found}
            then([Known(c, one.label, counts.get(c, 0)) for c, one in fitting.items()])

        self._world.find_values(self._world.entity, self._field.name, "", add_counts)

    def value(self) -> Any:
        values = self.list.values()
        if self._single:
            return values[0] if values else None
        return values or None

    def show_value(self, value: Any) -> None:
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        self.list.begin([(str(one), self._name(str(one))) for one in values])

    def _name(self, value: str) -> str:
        if self._field.kind in TEXTS:
            return value
        return self._names.get(value) or self._world.wording.name_of(self._field, value)


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        self.line.setMaxLength(MAX_TEXT)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(_("What to look for"))
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        _only(self, self.line)

    def value(self) -> Any:
        return self.line.text().strip() or None

    def show_value(self, value: Any) -> None:
        self.line.setText(value if isinstance(value, str) else "")


class NumberEditor(Editor):
    """A number as the language writes it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        _only(self, self.line)

    def value(self) -> Any:
        text = self.line.text().strip().replace(" ", "").replace("\u00a0", "")
        number, is_number = QLocale().toDouble(text)
        if not is_number:
            number, is_number = QLocale.c().toDouble(text.replace(",", "."))
        if not is_number:
            return None
        return int(number) if number == int(number) else number

    def show_value(self, value: Any) -> None:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        self.line.setText(f"{value:n}" if is_number else "")


class AmountEditor(Editor):
    """An amount and its currency."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.number = NumberEditor(name)
        self.currency = QComboBox(self)
        self.currency.addItems(_CURRENCIES)
        self.currency.setAccessibleName(_("Currency"))
        self.number.changed.connect(self.changed)
        self.currency.currentTextChanged.connect(lambda _text: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number, 1)
        row.addWidget(self.currency)
        self.setFocusProxy(self.number)

    def value(self) -> Any:
        number = self.number.value()
        return None if number is None else Amount(round(number * 100), self.currency.currentText())

    def show_value(self, value: Any) -> None:
        if isinstance(value, Amount):
            self.currency.setCurrentText(value.currency)
            self.number.show_value(value.minor / 100)
        else:
            self.number.show_value(None)


class YesNoEditor(Editor):
    """Yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self.yes, self.no = QRadioButton(_("Yes"), self), QRadioButton(_("No"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.yes)
        column.addWidget(self.no)
        self.setFocusProxy(self.yes)
        for button in (self.yes, self.no):
            button.clicked.connect(lambda _checked: self.changed.emit())

    def value(self) -> Any:
        return True if self.yes.isChecked() else False if self.no.isChecked() else None

    def show_value(self, value: Any) -> None:
        (self.no if value is False else self.yes).setChecked(True)


class DaysEditor(Editor):
    """A number of days, with those that are often meant a press away."""

    def __init__(self, operator: Operator) -> None:
        super().__init__()
        self.number = QSpinBox(self)
        self.number.setRange(0, MAX_DAYS)
        self.number.setAccessibleName(_("Days"))
        self.number.valueChanged.connect(self._tell)
        self.words = QLabel(self)
        row = QHBoxLayout()
        row.addWidget(self.number, 1)
        row.addWidget(self.words)
        usual = QHBoxLayout()
        usual.setSpacing(4)
        self.usual = []
        for days in _DAYS:
            button = QPushButton(QLocale().toString(days), self)
            dress(button, kind="chip")
            words = ngettext("{number} day", "{number} days", days)
            button.setAccessibleName(words.format(number=days))
            button.clicked.connect(lambda _checked=False, days=days: self.number.setValue(days))
            usual.addWidget(button)
            self.usual.append(button)
        usual.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(usual)
        self.setFocusProxy(self.number)

    def _tell(self) -> None:
        words = ngettext("{number} day", "{number} days", self.number.value())
        self.words.setText(words.replace("{number}", "").strip())
        self.changed.emit()

    def value(self) -> Any:
        return self.number.value()

    def show_value(self, value: Any) -> None:
        self.number.setValue(value if type(value) is int else 30)
        self._tell()


class DayEditor(Editor):
    """A day, from the calendar or typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.day = _DayLine(self)
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName(name)
        self.day.setDisplayFormat(short_date_pattern())
        self.day.dateChanged.connect(lambda _day: self.changed.emit())
        _only(self, self.day)

    def value(self) -> Any:
        return self.day.date().toString(_ISO)

    def show_value(self, value: Any) -> None:
        day = QDate.fromString(str(value)[:10], _ISO) if value else QDate()
        self.day.setDate(day if day.isValid() else _today())


class _DayLine(QDateEdit):
    """A month that is written in letters takes its number too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits in the place of the month; all else is the field's own."""
        digit, month = event.text(), QDateEdit.Section.MonthSection
        if self.currentSection() is not month or digit not in _DIGITS or not self._has_letters:
            self._typed = ""
            super().keyPressEvent(event)
            return
        both = self._typed + digit
        self._typed = both if 1 <= int(both) <= _MONTHS else digit
        number = int(self._typed)
        if number:
            first = QDate(self.date().year(), number, 1)
            self.setDate(first.addDays(min(self.date().day(), first.daysInMonth()) - 1))
            self.setSelectedSection(month)

    @property
    def _has_letters(self) -> bool:
        return "MMM" in self.displayFormat()


class RangeEditor(Editor):
    """A beginning and an end."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.low, self.high = (_end(field, words) for words in (_("From"), _("To")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for words, editor in ((_("From"), self.low), (_("To"), self.high)):
            label = QLabel(words, self)
            dress(label, type="label")
            column.addWidget(label)
            column.addWidget(editor)
            editor.changed.connect(self.changed)
        self.setFocusProxy(self.low)

    def value(self) -> Any:
        ends = self.low.value(), self.high.value()
        return None if None in ends else ends

    def show_value(self, value: Any) -> None:
        low, high = value if isinstance(value, tuple) and len(value) == 2 else (None, None)
        self.low.show_value(low)
        self.high.show_value(high)


def _end(field: Field, words: str) -> Editor:
    if field.kind in TIMES:
        return DayEditor(words)
    return AmountEditor(words) if field.kind is FieldKind.MONEY else NumberEditor(words)


def _today() -> QDate:
    today = now().astimezone()
    return QDate(today.year, today.month, today.day)


def _only(editor: QWidget, widget: QWidget) -> None:
    column = QVBoxLayout(editor)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    editor.setFocusProxy(widget)
