"""The pop-over of one condition: the question, and the editor that suits it. What is changed holds
at once. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.catalogue import Field, label_text
from crm_desktop.filters.natural import read_days
from crm_desktop.gui.kit.filters.conditions import (
    TIMES,
    Answer,
    answer_of,
    as_listed,
    kept_value,
    offered_operators,
    operator_words,
    usual_operator,
)
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.filters.value_editors import Editor, make_editor
from crm_desktop.gui.kit.filters.world import World
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_WIDTH = 260
_TYPING_MS = 150


class ConditionPopover(Popover):
    """``changed`` gives the condition, or ``None`` when nothing is asked any more."""

    changed = Signal(object)

    def __init__(
        self, world: World, field: Field, condition: Condition | None, parent: QWidget
    ) -> None:
        name = label_text(field.label)
        super().__init__(parent, name)
        self._world, self._field = world, field
        self._given = condition
        listed = as_listed(condition, field) if condition is not None else None
        self.setMinimumWidth(_WIDTH)
        self.operators = QComboBox(self)
        self.operators.setAccessibleName(_("Condition on {field}").format(field=name))
        dress(self.operators, scale="small")
        for operator in offered_operators(field):
            self.operators.addItem(operator_words(field, operator), operator)
        self._place = QWidget(self)
        self.editor: Editor | None = None
        self.mistake = QLabel(self)
        self.mistake.setWordWrap(True)
        self.mistake.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mistake, type="hint", tone="danger")
        self.mistake.hide()
        self.remove = QPushButton(_("Remove the condition"), self)
        dress(self.remove, kind="ghost", scale="small")
        self.remove.setVisible(condition is not None)
        self.said = self._make_words_line() if field.kind in TIMES else None
        for widget in (plain_label(name, type="label"), self.operators, self.mistake, self.remove):
            self.column.addWidget(widget)
        if self.said is not None:
            self.column.insertWidget(1, self.said)
        self._typing = single_shot(self, self._tell, _TYPING_MS)
        self._operator = listed.operator if listed is not None else usual_operator(field)
        self.operators.setCurrentIndex(max(0, self.operators.findData(self._operator)))
        self._show_editor(listed.value if listed is not None else None)
        self.operators.currentIndexChanged.connect(self._choose_operator)
        self.remove.clicked.connect(self._remove)
        self.gone.connect(self._tell_last)

    @property
    def begins_with(self) -> QWidget:
        """What has the focus first."""
        return self.editor or self.operators

    def _show_editor(self, value: object) -> None:
        if self.editor is not None:
            self.column.removeWidget(self.editor)
            self.editor.deleteLater()
        self.editor = make_editor(self._world, self._field, self._operator)
        if self.editor is not None:
            self.editor.setParent(self)
            self.column.insertWidget(self.column.indexOf(self.operators) + 1, self.editor)
            self.editor.show_value(value)
            self.editor.show()
            self.editor.changed.connect(self._typing.start)
        self.adjustSize()

    # Days in words

    def _make_words_line(self) -> QLineEdit:
        line = QLineEdit(self)
        dress(line, scale="small")
        line.setMaxLength(LONGEST_LINE)
        line.setPlaceholderText(_("last 30 days, yesterday, last week…"))
        line.setAccessibleName(_("Days in words"))
        line.textChanged.connect(self._read_words)
        line.returnPressed.connect(self._end_words)
        return line

    def _read_words(self, words: str) -> None:
        """What is understood is shown below and holds at once."""
        asked = read_days(words, now().astimezone().date())
        if asked is None or self.operators.findData(asked[0]) < 0:
            return
        self._operator = asked[0]
        with QSignalBlocker(self.operators):
            self.operators.setCurrentIndex(self.operators.findData(asked[0]))
        self._show_editor(asked[1])
        self._typing.start()

    def _end_words(self) -> None:
        """Enter: close, unless the words mean nothing."""
        words = self.said.text() if self.said is not None else ""
        if not words.strip() or read_days(words, now().astimezone().date()) is not None:
            self.close()
            return
        self.mistake.setText(
            _("These words don’t name a day. Try “last 30 days”, “yesterday” or “14 October”.")
        )
        self.mistake.show()
        self.adjustSize()

    def _choose_operator(self, _row: int) -> None:
        old, self._operator = self._operator, Operator(self.operators.currentData())
        value = self.editor.value() if self.editor is not None else None
        self._show_editor(kept_value(self._field, old, self._operator, value))
        self._tell()

    def _condition(self) -> Condition | None:
        if self.editor is None:
            return Condition(self._field.name, self._operator)
        value = self.editor.value()
        if value is None:
            return None
        return Condition(self._field.name, self._operator, value)

    def begin(self) -> None:
        """Ask what can be asked without a word more: ``this month``, ``within 30 days``."""
        if self._given is None and answer_of(self._operator) in (Answer.NOTHING, Answer.DAYS):
            self._tell()

    def _tell(self) -> None:
        self._typing.stop()
        condition = self._condition()
        mistake = self._world.mistake(condition) if condition is not None else None
        self.mistake.setText(str(mistake) if mistake is not None else "")
        self.mistake.setVisible(mistake is not None)
        if mistake is None and condition != self._given:
            self._given = condition
            self.remove.setVisible(condition is not None)
            self.changed.emit(condition)

    def _tell_last(self) -> None:
        """What was typed just before it was closed counts too."""
        if self._typing.isActive():
            self._tell()

    def _remove(self) -> None:
        self._typing.stop()
        self.changed.emit(None)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter closes: everything holds already."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.said is None or not self.said.hasFocus():
                self.close()  # else the line has heard it already
        else:
            super().keyPressEvent(event)
