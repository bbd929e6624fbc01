"""A line for something to do, in plain words; what was understood stands below it as chips.

Used by composer, next steps and the question 'what next'. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.values.task_words import Found, parse_task, without
from crm_desktop.features.activities.rows import ActivityKind
from crm_desktop.gui.kit.form_field import Line
from crm_desktop.gui.kit.form_flow import FlowLayout
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.when import When, fill_menu

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TitleLine(Line):
    """``entered``: Enter; ``saved``: Ctrl+Enter; ``left``: Esc."""

    entered = Signal()
    saved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        claim_keys(self, *ENTER_WITH_CTRL)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter, Ctrl+Enter and Esc belong to whoever shows the line."""
        if event.key() in _ENTER:
            is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.saved if is_control else self.entered).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TaskLine(QWidget):
    """``changed``: what was typed or chosen is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, bare: bool = True) -> None:
        super().__init__(parent)
        self.kind = ActivityKind.TASK
        self.chosen: When | None = None
        self.line = TitleLine(self)
        if bare:
            dress(self.line, kind="bare")
        self.line.textChanged.connect(self._read)
        self.chips = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.chips.setSizePolicy(policy)
        self._flow = FlowLayout(self.chips)
        self._shown: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.chips)
        self.setFocusProxy(self.line)
        self.be_kind(ActivityKind.TASK)
        self._show_chips()

    def be_kind(self, kind: ActivityKind) -> None:
        """What is written down where the words don't say another kind."""
        self.kind = kind
        hint = {
            ActivityKind.TASK: _("What is to be done? For example: call Kim tomorrow 15:30"),
            ActivityKind.CALL: _("What was the call about?"),
            ActivityKind.MEETING: _("What was the meeting about?"),
            ActivityKind.VISIT: _("What was the visit for?"),
        }.get(kind, "")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(words.kind_words(kind))
        self._read()

    # What was understood

    @property
    def is_blank(self) -> bool:
        """Whether no words are there."""
        return not self.line.text().strip()

    def _found(self) -> tuple[Found, ...]:
        found = parse_task(self.line.text(), words.today()).found
        is_task = self.kind is ActivityKind.TASK
        return tuple(one for one in found if is_task or one.part != "kind")

    def when(self) -> When:
        """When it is due."""
        if self.chosen is not None:
            return self.chosen
        values = {one.part: one.value for one in self._found()}
        day, at = values.get("day"), values.get("time")
        at = at if isinstance(at, time) else None
        if isinstance(day, date):
            return When(day, at)
        return When(words.today(), at) if at is not None else When()

    def values(self) -> dict[str, Any]:
        """As ``CreateActivity`` takes them."""
        found = {one.part: one.value for one in self._found()}
        title = parse_task(self.line.text(), words.today()).title or self.line.text().strip()
        values: dict[str, Any] = {
            "kind": str(found.get("kind", self.kind.value)),
            "title": title,
            "important": bool(found.get("important")),
        }
        if (when := self.when()).day is not None:
            values |= when.values()
        return values

    def choose(self, when: When) -> None:
        """Due then, whatever the words say."""
        self.chosen = when
        self._read()

    def clear(self) -> None:
        """Nothing is typed or chosen."""
        self.chosen = None
        self.line.clear()

    def fill_when_menu(self, menu: QMenu, anchor: QWidget) -> None:
        """Offer days for what is typed."""
        menu.clear()
        fill_menu(menu, self.when().at, self.choose, anchor)

    # Chips

    def _read(self) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        for chip in self._shown:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._shown = []
        is_chosen = self.chosen is not None
        for found in self._found():
            if found.part in ("important", "kind") or not is_chosen:
                self._add(chip_words(found), partial(self._take_away, found))
        if is_chosen and (shown := self.when().words()):
            self._add(shown, self._forget_chosen)
        self.chips.setVisible(bool(self._shown))
        self.updateGeometry()

    def _add(self, shown: str, take_away: Callable[[], None]) -> None:
        chip = QPushButton(shown.replace("&", "&&"), self.chips)
        dress(chip, kind="chip")
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setAutoDefault(False)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the word
        title = _("Take away: {words}").format(words=shown)
        chip.setToolTip(title)
        chip.setAccessibleName(title)
        icons = ThemeManager.instance()
        icons.set_icon(chip, "x", IconRole.ACTIVE, size=measures.ICON_SMALL)
        chip.clicked.connect(lambda _checked=False: take_away())
        self._flow.addWidget(chip)
        self._shown.append(chip)
        chip.show()

    def _take_away(self, found: Found) -> None:
        self.line.setText(without(self.line.text(), found))
        self.line.setFocus()

    def _forget_chosen(self) -> None:
        self.chosen = When()
        self._read()
        self.line.setFocus()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A line, and the chips below it."""
        size = super().sizeHint()
        return QSize(200, size.height())


def chip_words(found: Found) -> str:
    """What a part is called on its chip."""
    value = found.value
    if isinstance(value, date):
        return words.day_words(value)
    if isinstance(value, time):
        return When(words.today(), value).words().rpartition(" ")[2]
    if found.part == "important":
        return _("Important")
    return words.kind_words(ActivityKind(str(value)))
