"""The pane beside the table of stages: everything that can be set of one stage.

Each field saves itself when it is left (interaction.md, section 4); the section writes. GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.chance.rule import Tally, usual_percent
from crm_desktop.features.pipelines.rows import PipelineRow, Requirement, StageRow
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.kit.painted import CutLabel, plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.swatches import RING, Swatches
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.settings.pipelines_past import past_words
from crm_desktop.gui.pages.settings.pipelines_required import RequiredFields
from crm_desktop.gui.pages.settings.section import line
from crm_desktop.gui.shell.requirement_words import Fields
from crm_desktop.gui.shell.stage_words import colour_words, stage_tag

_WIDTH, _MOST_WIDTH = 304, 460
_CHANCE_WIDTH, _DAYS_WIDTH = 78, 64
_MOST_DAYS = 999
_REST_MS = 1000
_SHRINKING = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class SidePane(QFrame):
    """A pane of the settings with a heading and a cross; ``closed`` tells of cross and Esc."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        dress(self, kind="sidePane")
        self.heading = CutLabel(lambda theme: theme.faces.heading)
        self.close_button = icon_button("x", _("Close"), self)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        inside = QWidget()
        dress(inside, kind="clear")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(16, 10, 16, 16)
        self.column.setSpacing(12)
        self.area = Scrolled(self, inside, sideways=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)
        self._manager.changed.connect(self._follow_theme)
        self._follow_theme()

    def _follow_theme(self) -> None:
        self.setFixedWidth(min(self._manager.theme.grown(_WIDTH), _MOST_WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class StagePane(SidePane):
    """``edited`` gives the stage's id and what shall change of it; ``named``: its name was
    entered."""

    edited = Signal(str, dict)
    named = Signal()
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage: StageRow | None = None
        self.name = FormField(_("Stage name"))
        self.chance = _number(0, 100, _CHANCE_WIDTH)
        self.past = plain_label("", type="hint")
        self.past.setWordWrap(True)
        self.colours = Swatches([(c, stage_tag(c), w) for c, w in colour_words().items()])
        self.colours.setAccessibleName(_("Colour"))
        self.required = RequiredFields()
        self.instruction = TextField(_("Instruction for the seller"))
        self.responsible = QComboBox()
        self.responsible.setSizeAdjustPolicy(_SHRINKING)
        self.days = _number(0, _MOST_DAYS, _DAYS_WIDTH)
        self.days.setSpecialValueText("—")
        self.intake = QCheckBox(_("Intake of unsorted requests"))
        dress(self.intake, kind="switch")
        self.remove = QPushButton(_("Remove stage…"))
        dress(self.remove, kind="dangerText", scale="small")
        self._rest = single_shot(self, self._save_instruction, _REST_MS)
        self._place()
        self._connect()

    def _place(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.name, 1)
        first.addLayout(_labelled(_("Chance, %"), self.chance))
        column = self.column
        column.addLayout(first)
        column.addWidget(self.past)
        column.addLayout(_labelled(_("Colour"), self.colours, out=RING))
        column.addWidget(self.required)
        column.addWidget(line())
        column.addWidget(self.instruction)
        column.addLayout(_labelled(_("Takes over deals that come here"), self.responsible))
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QLabel(_("Rots after"))
        words.setBuddy(self.days)
        self.days.setAccessibleName(_("Rots after, days"))
        self.day_words = plain_label("", tone="secondary")
        row.addWidget(words, 1)
        row.addWidget(self.days)
        row.addWidget(self.day_words)
        column.addLayout(row)
        column.addWidget(self.intake)
        column.addWidget(line())
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _fit_fields(self) -> None:
        """After the pane itself has its width."""
        edges = self.column.contentsMargins()
        self.required.room = self.width() - edges.left() - edges.right() - 1
        for number in self.findChildren(QSpinBox):
            number.setFixedHeight(self._manager.theme.size.control)

    def _connect(self) -> None:
        self._manager.changed.connect(self._fit_fields)
        self._fit_fields()
        self.name.left.connect(self._save_name)
        self.name.line.installEventFilter(self)
        self.name.line.returnPressed.connect(self.named)
        self.chance.valueChanged.connect(lambda value: self._save(probability=value))
        self.colours.chosen.connect(lambda colour: self._save(colour=colour))
        self.required.changed.connect(self._save_required)
        self.instruction.left.connect(self._save_instruction)
        self.instruction.changed.connect(self._rest.start)
        self.responsible.activated.connect(self._save_responsible)
        self.days.valueChanged.connect(self._save_days)
        self.intake.toggled.connect(lambda is_on: self._save(is_intake=is_on))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.stage_id))

    @property
    def stage_id(self) -> str:
        """The id of the stage that is shown, or nothing."""
        return self._stage.id if self._stage is not None else ""

    # Showing

    def show_stage(
        self,
        pipeline: PipelineRow,
        stage: StageRow,
        fields: Fields,
        users: Sequence[tuple[str, str]],
    ) -> None:
        """Show this stage; what is being typed of the same stage stays."""
        is_new = stage.id != self.stage_id
        if is_new:
            self.flush()
        self._stage = stage
        self.heading.setText(_("Stage “{stage}”").format(stage=stage.name))
        widgets = (self.chance, self.days, self.responsible, self.intake)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        if is_new or not self.name.line.hasFocus():
            self.name.load(stage.name)
        if is_new or not self.instruction.area.hasFocus():
            self.instruction.load(stage.instruction)
            self._rest.stop()
        if is_new or not self.chance.hasFocus():
            self.chance.setValue(stage.probability)
        if is_new or not self.days.hasFocus():
            self.days.setValue(stage.rot_days or 0)
        self.intake.setChecked(stage.is_intake)
        self._show_users(users, stage.responsible)
        for blocker in blockers:
            blocker.unblock()
        self._count_days()
        self.colours.show_value(stage.colour)
        self.required.show_stage(pipeline, stage, fields)

    def show_past(self, past: Tally) -> None:
        """Whether this chance counts, or that of closed deals; only what is so is said at once."""
        words, is_outdone = past_words(past), usual_percent(past) is not None
        self.past.setText(words if is_outdone else "")
        self.past.setVisible(is_outdone)
        self.chance.setToolTip(words)
        self.chance.setAccessibleDescription(words)

    def _show_users(self, users: Sequence[tuple[str, str]], chosen: str | None) -> None:
        self.responsible.clear()
        self.responsible.addItem(_("Nobody: the owner stays"), None)
        for key, name in users:
            self.responsible.addItem(name, key)
        self.responsible.setCurrentIndex(max(self.responsible.findData(chosen), 0))

    def _count_days(self) -> None:
        self.day_words.setText(ngettext("day", "days", self.days.value() or 5))

    def show_mistake(self, field: str, words: str) -> bool:
        """Say at its field what is wrong; whether there is such a field."""
        entries: Mapping[str, FormField | TextField] = {
            "name": self.name,
            "instruction": self.instruction,
        }
        if field in entries:
            entries[field].show_mistake(words)
        return field in entries

    # Saving

    def flush(self) -> None:
        """Save what was typed and not left yet."""
        if self._stage is not None:
            self._save_name()
            self._save_instruction()

    def _save(self, **changes: Any) -> None:
        if self._stage is not None:
            self.edited.emit(self._stage.id, changes)

    def _save_name(self) -> None:
        if self._stage is not None and self.name.text != self._stage.name:
            self._save(name=self.name.text)

    def _save_instruction(self) -> None:
        self._rest.stop()
        text = self.instruction.value() or ""
        if self._stage is not None and text != (self._stage.instruction or ""):
            self._save(instruction=text)

    def _save_required(self, wanted: list[Requirement]) -> None:
        self._save(required=[{"entity": one.entity, "field": one.field} for one in wanted])

    def _save_responsible(self, place: int) -> None:
        self._save(responsible=self.responsible.itemData(place))

    def _save_days(self, days: int) -> None:
        self._count_days()
        self._save(rot_days=days or None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc in the name gives back the one that is kept."""
        if watched is self.name.line and self._is_taken_back(event):
            return True
        return super().eventFilter(watched, event)

    def _is_taken_back(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape or self._stage is None:
            return False
        if self.name.text == self._stage.name:
            return False
        self.name.load(self._stage.name)
        return True


def _number(least: int, most: int, width: int) -> QSpinBox:
    """A whole number; told when it is left or stepped, not with every digit."""
    made = QSpinBox()
    made.setRange(least, most)
    made.setKeyboardTracking(False)
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setFixedWidth(width)
    return made


def _labelled(words: str, control: QWidget, out: int = 0) -> QLayout:
    """``out``: by so much the control stands out to the left of its words."""
    label = plain_label(words, type="label")
    label.setBuddy(control)
    control.setAccessibleName(words)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addSpacing(-out)
    row.addWidget(control)
    column.addLayout(row)
    return column
