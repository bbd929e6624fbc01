"""The row above a timeline: which kinds are shown, and the search in it. GUI thread only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.clearing import add_glass
from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_HEIGHT, _GAP = 44, 4
_REST_MS = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TimelineBar(QWidget):
    """``filtered``: other kinds or words; ``step_wanted``: to the next (1) or the previous (-1)
    entry found."""

    filtered = Signal()
    step_wanted = Signal(int)
    left_downward = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds: frozenset[str] = frozenset()
        self._group = QButtonGroup(self)
        self.chips = [self._chip(words, kinds) for words, kinds in _filters()]
        self.chips[0].setChecked(True)
        self.kind = self._kind_button()
        self.people = icon_button(
            "users", _("Show what was done with the company’s people too"), self
        )
        self.people.setCheckable(True)
        self.people.toggled.connect(self.filtered)
        self.people.hide()
        self._has_people = False
        self.seek = icon_button("magnifying-glass", _("Find in the timeline (Ctrl+F)"), self)
        self.seek.clicked.connect(self.begin_search)
        self.line = _FindLine(self)
        self.count = plain_label("", type="hint")
        self.up = icon_button("caret-up", _("Previous found"), self)
        self.down = icon_button("caret-down", _("Next found"), self)
        self.close_ = icon_button("x", _("End the search"), self)
        self.up.clicked.connect(partial(self.step_wanted.emit, -1))
        self.down.clicked.connect(partial(self.step_wanted.emit, 1))
        self.close_.clicked.connect(self.end_search)
        self.line.left.connect(self.end_search)
        self.line.step_wanted.connect(self.step_wanted)
        self._rest = single_shot(self, self.filtered.emit, _REST_MS)
        self.line.textChanged.connect(self._rest.start)
        self._place()
        self._show_search(False)

    def _chip(self, words: str, kinds: frozenset[str]) -> QPushButton:
        chip = QPushButton(words, self)
        dress(chip, kind="chip", scale="low")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        self._group.addButton(chip)
        chip.clicked.connect(partial(self._filter, kinds))
        return chip

    def _kind_button(self) -> QPushButton:
        """What stands there where there is no room for all chips."""
        button = QPushButton(self)
        dress(button, kind="chip", scale="low")
        button.setAutoDefault(False)
        menu = QMenu(button)
        for chip in self.chips:
            action = menu.addAction(chip.text())
            action.triggered.connect(chip.click)
        button.setMenu(menu)
        return button

    def _place(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.kind)
        for chip in self.chips:
            row.addWidget(chip)
        row.addWidget(self.line, 1)
        row.addWidget(self.count)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addWidget(self.close_)
        row.addStretch()
        row.addWidget(self.people)
        row.addWidget(self.seek)
        manager = ThemeManager.instance()
        manager.changed.connect(self._grow)
        self.setFixedHeight(manager.theme.grown(_HEIGHT))

    def _grow(self) -> None:
        self.setFixedHeight(ThemeManager.instance().theme.grown(_HEIGHT))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Chips as long as all of them have room, else one button for all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_open = not self.line.isHidden()
        tools = [tool for tool in (self.people, self.seek) if not tool.isHidden()]
        wanted = sum(part.sizeHint().width() + _GAP for part in (*self.chips, *tools))
        has_room = wanted <= self.width()
        for chip in self.chips:
            chip.setVisible(has_room and not is_open)
        self.kind.setVisible(not has_room and not is_open)
        chosen = next(chip.text() for chip in self.chips if chip.isChecked())
        self.kind.setText(chosen)
        self.kind.setAccessibleName(_("Shown: {kind}").format(kind=chosen))

    def _filter(self, kinds: frozenset[str]) -> None:
        self.kinds = kinds
        self._fit()
        self.filtered.emit()

    def show_everything(self) -> None:
        """Seek nothing and leave no kind out."""
        if self.text:
            self.end_search()
        self.chips[0].click()

    def kept(self) -> dict[str, Any]:
        """Which kinds are shown, and whether of a company's people too."""
        chosen = next(n for n, chip in enumerate(self.chips) if chip.isChecked())
        return {"filter": chosen, "people": self.people.isChecked()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Take up what ``kept`` gave."""
        self.people.setChecked(bool(kept.get("people")))
        number = int(kept.get("filter", 0))
        if 0 < number < len(self.chips):
            self.chips[number].click()

    @property
    def text(self) -> str:
        """What is sought; nothing while the search is closed."""
        return self.line.text().strip() if not self.line.isHidden() else ""

    @property
    def with_people(self) -> bool:
        """Whether a company shall tell what was done with its people too."""
        return self._has_people and self.people.isChecked()

    def offer_people(self, offered: bool) -> None:
        """Show the switch for the people of a company, or not."""
        self._has_people = offered
        self.people.setVisible(offered and not self.seek.isHidden())
        self._fit()

    def begin_search(self) -> None:
        """Ctrl+F: the line takes the place of the kinds."""
        self._show_search(True)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def end_search(self) -> None:
        """Show everything again."""
        had_words = bool(self.text)
        self._rest.stop()
        self._show_search(False)
        self.line.clear()
        self._rest.stop()
        if had_words:
            self.filtered.emit()
        self.left_downward.emit()

    def tell_count(self, words: str, number: int) -> None:
        """How many were found."""
        self.count.setText(words)
        self.up.setEnabled(number > 0)
        self.down.setEnabled(number > 0)

    def _show_search(self, is_open: bool) -> None:
        self.seek.setVisible(not is_open)
        self.people.setVisible(self._has_people and not is_open)
        for part in (self.line, self.count, self.up, self.down, self.close_):
            part.setVisible(is_open)
        self._fit()


class _FindLine(QLineEdit):
    """Enter and the arrows go to what was found, Esc ends."""

    left = Signal()
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="search", scale="small")
        self.setMaxLength(LONGEST_LINE)
        self.setPlaceholderText(_("Find in the timeline"))
        self.setAccessibleName(_("Find in the timeline"))
        add_glass(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys of a search."""
        key = event.key()
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Up or (key in _ENTER and is_back):
            self.step_wanted.emit(-1)
        elif key == Qt.Key.Key_Down or key in _ENTER:
            self.step_wanted.emit(1)
        else:
            super().keyPressEvent(event)


def _filters() -> list[tuple[str, frozenset[str]]]:
    return [
        (_("Everything"), frozenset()),
        (_("Notes"), frozenset({"note"})),
        (_("Calls"), frozenset({"call"})),
        (_("Tasks"), frozenset({"task"})),
        (_("Meetings"), frozenset({"meeting", "visit"})),
        (_("Changes"), frozenset({"change", "created", "stage"})),
    ]
