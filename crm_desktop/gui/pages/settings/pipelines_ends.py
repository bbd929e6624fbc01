"""The lines below the stages: a new stage, and how deals end. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.painted import CutLabel, IconMark, plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.section import line
from crm_desktop.gui.shell.numbers import shown_number, shown_percent

_LINE, _ADD_LINE = 44, 38
_PLUS, _PLUS_ROOM, _MARK = 12, 6, 15
_GAP = 8
_FIRST, _SECOND = 90_000, 300  # before anything else grows


class _EndRow(QFrame):
    """How deals end; ``pressed`` anywhere beside what else can be pressed on it."""

    pressed = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press that ends where it began."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.pressed.emit()


class EndRows(QWidget):
    """``add_wanted``: a new stage, ``intake_wanted``: one for unsorted requests, where there is
    none; ``reasons_wanted``: the list of lost reasons."""

    add_wanted = Signal()
    intake_wanted = Signal()
    reasons_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.add = self._link(_("Add stage"), self.add_wanted)
        self.intake = self._link(_("Add a stage for requests"), self.intake_wanted)
        self.intake.setToolTip(_("Unsorted requests wait there to be accepted or rejected."))
        self.intake.hide()
        self.reasons = CutButton(_("Lost reasons"), self)
        self.reasons.setMinimumWidth(1)
        dress(self.reasons, kind="headHint")
        self.reasons.clicked.connect(self.reasons_wanted)
        self._rows: list[tuple[QWidget, int]] = []
        self._lines: list[tuple[QHBoxLayout, QWidget, QLabel]] = []
        self._before_reasons = QWidget(self)
        first = QFrame(self)
        row = QHBoxLayout(first)
        row.setContentsMargins(10, 0, 8, 0)
        row.addWidget(self.add)
        row.addSpacing(_GAP)
        row.addWidget(self.intake)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(first)
        self._rows.append((first, _ADD_LINE))
        for icon, colour, words, chance, more in (
            ("trophy-fill", "success", _("Won"), 100, None),
            ("x-circle-fill", "danger", _("Lost"), 0, self.reasons),
        ):
            column.addWidget(line())
            column.addWidget(self._end(icon, colour, words, chance, more))
        self._manager.changed.connect(self._fit)
        self._fit()

    def _link(self, words: str, pressed: SignalInstance) -> QPushButton:
        link = QPushButton(words, self)
        link.setAutoDefault(True)  # Enter presses it too
        dress(link, kind="link")
        self._manager.set_icon(link, "plus-bold", IconRole.ACTIVE, size=_PLUS, room=_PLUS_ROOM)
        link.clicked.connect(pressed)
        return link

    def _end(
        self, icon: str, colour: str, words: str, chance: int, more: QWidget | None
    ) -> QWidget:
        whole = _EndRow(self)
        row = QHBoxLayout(whole)
        row.setSpacing(0)
        named = QWidget()
        beginning = QHBoxLayout(named)
        beginning.setContentsMargins(0, 0, 0, 0)
        beginning.setSpacing(_GAP)
        beginning.addWidget(IconMark(icon, colour, _MARK))
        name = CutLabel(lambda theme: theme.faces.body_medium)
        name.setText(words)
        beginning.addWidget(name, 1)
        number = plain_label(shown_percent(chance))
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lines.append((row, named, number))
        row.addWidget(named, _FIRST)
        row.addWidget(number)
        if more is not None:
            row.addWidget(self._before_reasons, _SECOND)
            row.addWidget(more)
            whole.setCursor(Qt.CursorShape.PointingHandCursor)
            whole.pressed.connect(self.reasons_wanted)
        row.addStretch(1)
        self._rows.append((whole, _LINE))
        return whole

    def show_reasons(self, number: int) -> None:
        """How many reasons there are to choose from."""
        words = ngettext(
            "A reason out of {number} choice", "A reason out of {number} choices", number
        )
        self.reasons.setText(words.format(number=shown_number(number)))

    def stand_below(self, name: int, chance: int, days: int, fields: int) -> None:
        """Words and numbers below those of the stages: where these columns begin, the last one
        where it ends too if there is no room for it."""
        for row, named, number in self._lines:
            row.setContentsMargins(name, 0, _GAP, 0)
            named.setMaximumWidth(chance - name)
            number.setFixedWidth(days - chance - _GAP)
        self._before_reasons.setMaximumWidth(max(fields - days + 2 * _GAP, 0))

    def _fit(self) -> None:
        for row, height in self._rows:
            row.setFixedHeight(self._manager.theme.grown(height))
