"""Which fields a stage asks for: those that it does with a tick, and a menu of all others.

A field that loses its tick stays in sight until another stage is shown, so that it can be given
back. What only earlier stages ask for is folded where it is much. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.pipelines.rows import PipelineRow, Requirement, StageRow
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.requirement_words import (
    Fields,
    offered,
    owner_words,
    requirement_kind,
    requirement_words,
)

_LINE = 30
_MARK_ROOM = 36  # beside the words: the box itself and gaps
_LEAST = 80
_UNDER_NAMES = 24
# So few fields of earlier stages need no fold.
_UNFOLDED = 2
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose


@dataclass(frozen=True)
class _Line:
    """A field in the list; ``since`` is the earlier stage that asks for it already."""

    requirement: Requirement
    is_on: bool
    since: str = ""


class RequiredFields(QWidget):
    """``changed`` gives all requirements of the stage as they shall be."""

    changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[Requirement, QCheckBox] = {}
        self.room = 0  # pixels for a line; names are cut to it
        self._stage_id = ""
        self._lines: list[_Line] = []
        self._fields: Fields = {}
        self._own: set[Requirement] = set()  # what the stage itself asks for
        self.add = QPushButton(_("Add field"), self)
        dress(self.add, kind="link", scale="tiny")
        self.add.clicked.connect(self._open_menu)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Required fields"), type="subheading"), 1)
        head.addWidget(self.add)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.earlier = QPushButton(self)
        dress(self.earlier, kind="link", scale="tiny")
        self.earlier.clicked.connect(self._unfold)
        self._is_unfolded = False
        self.hint = plain_label("", type="hint")
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(self._column)
        below = QHBoxLayout()
        below.setContentsMargins(_UNDER_NAMES, 4, 0, 4)
        below.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._below = QWidget(self)
        self._below.setLayout(below)
        layout.addWidget(self._below)
        layout.addWidget(self.hint)
        self._show(())

    def show_stage(self, pipeline: PipelineRow, stage: StageRow, fields: Fields) -> None:
        """Show what this stage asks for, and what stages before it do."""
        gone = [one.requirement for one in self._lines if not one.is_on]
        if stage.id != self._stage_id:
            gone = []
            self._is_unfolded = False
        self._stage_id, self._fields = stage.id, fields
        since = _earlier(pipeline, stage)
        lines = [_Line(one, True, since.get(one, "")) for one in stage.required]
        lines += [
            _Line(one, True, name) for one, name in since.items() if one not in stage.required
        ]
        shown = {line.requirement for line in lines}
        lines += [_Line(one, False) for one in gone if one not in shown]
        own = set(stage.required)
        if lines != self._lines or own != self._own:
            self._own = own
            self._show(lines)

    def _show(self, lines: Sequence[_Line]) -> None:
        focused = next((one for one, box in self.boxes.items() if box.hasFocus()), None)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = list(lines)
        self.boxes = {}
        folded = []
        for line in lines:
            made = self._make_line(line)
            self._column.addWidget(made)
            if line.since and line.requirement not in self._own:
                folded.append(made)
        self._fold(folded)
        self.hint.setContentsMargins(_UNDER_NAMES if lines else 0, 0, 0, 0)
        self.hint.setText(
            _("A manager can move a deal on without them.")
            if lines
            else _("Deals come to this stage without a question.")
        )
        if focused in self.boxes:
            self.boxes[focused].setFocus()

    def _fold(self, earlier: Sequence[QWidget]) -> None:
        """Many fields that only earlier stages ask for are told by their number at first."""
        is_folded = len(earlier) > _UNFOLDED and not self._is_unfolded
        for widget in earlier:
            widget.setVisible(not is_folded)
        self._below.setVisible(is_folded)
        words = ngettext(
            "{number} more from earlier stages", "{number} more from earlier stages", len(earlier)
        )
        self.earlier.setText(words.format(number=shown_number(len(earlier))))

    def _unfold(self) -> None:
        self._is_unfolded = True
        self._show(self._lines)

    def _make_line(self, line: _Line) -> QWidget:
        name = requirement_words(line.requirement, self._fields)
        kind = requirement_kind(line.requirement, self._fields)
        if line.since:
            kind = _("from “{stage}”").format(stage=line.since)
        hint = plain_label(kind, type="hint")
        hint.ensurePolished()
        box = QCheckBox()
        room = self.room - hint.sizeHint().width() - _MARK_ROOM
        cut = box.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, max(room, _LEAST))
        box.setText(cut.replace("&", "&&"))
        box.setToolTip(name)
        box.setAccessibleName(name)
        box.setAccessibleDescription(kind)
        box.setChecked(line.is_on)
        box.setEnabled(not line.since or line.requirement in self._own)
        box.toggled.connect(lambda is_on: self._tick(line.requirement, is_on))
        self.boxes[line.requirement] = box
        whole = QWidget(self)
        whole.setMinimumHeight(_LINE)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box, 1)
        row.addWidget(hint)
        return whole

    def _tick(self, requirement: Requirement, is_on: bool) -> None:
        self._lines = [
            _Line(one.requirement, is_on, one.since) if one.requirement == requirement else one
            for one in self._lines
        ]
        wanted = [
            one.requirement
            for one in self._lines
            if one.is_on and (one.requirement in self._own or one.requirement == requirement)
        ]
        self._own = set(wanted)
        self.changed.emit(wanted)

    # The menu

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """All fields that are not in the list yet, by whose they are."""
        menu = QMenu(self)
        menu.setAttribute(_DELETE_ON_CLOSE)
        for entity, requirements in offered(self._fields).items():
            left = [one for one in requirements if one not in self.boxes]
            if not left:
                continue
            part = menu.addMenu(owner_words()[entity])
            for one in left:
                words = requirement_words(one, self._fields).replace("&", "&&")
                action = part.addAction(words)
                action.triggered.connect(lambda _checked=False, one=one: self._add(one))
        return menu

    def _add(self, requirement: Requirement) -> None:
        own = [one.requirement for one in self._lines if one.requirement in self._own]
        self._own = {*own, requirement}
        self._show([*self._lines, _Line(requirement, True)])
        self.boxes[requirement].setFocus()
        self.changed.emit([*own, requirement])


def _earlier(pipeline: PipelineRow, stage: StageRow) -> dict[Requirement, str]:
    """What stages before this one ask for, with the name of the first that does."""
    found: dict[Requirement, str] = {}
    for one in pipeline.stages:
        if one.id == stage.id:
            break
        for requirement in one.required:
            found.setdefault(requirement, one.name)
    return found
