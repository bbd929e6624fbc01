"""One item of a list in a form: a row of parts (a number and its type) and its buttons.

What a part does not show (an extension) stays as it was loaded. Made by ``ItemsField``. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QToolButton, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_line
from crm_desktop.gui.kit.form_field import Line, Tidy
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestLine
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

Item = dict[str, Any]

# With less, the number beside its type and four buttons could not be read; or without them.
_BESIDE, _ALONE = 340, 220
_KIND = 128  # as wide as the longest kinds of phones


def _as_it_is(item: Mapping[str, Any], key: str) -> str:
    return str(item.get(key) or "")


def without_names(item: Item) -> Item:
    """An item as commands take it."""
    return {
        key: (value.id or {"name": value.words}) if isinstance(value, Suggested) else value
        for key, value in item.items()
    }


@dataclass(frozen=True)
class Part:
    """One control of a row: a line, a list of ``choices`` (code, words), or a line with
    suggestions (``ask``). ``label`` is its translated name; ``shown`` gives an item's text, and
    typing over it clears ``forgets``. ``tidy`` gets the text and the codes chosen beside it."""

    key: str
    label: str
    tidy: Callable[[str, Item], str] | None = None
    choices: Sequence[tuple[str, str]] = ()
    ask: Ask | None = None
    shown: Callable[[Mapping[str, Any], str], str] = _as_it_is
    forgets: tuple[str, ...] = ()
    stretch: int = 3


def plainly(tidy: Tidy) -> Callable[[str, Item], str]:
    """A check that does not look beside itself."""
    return lambda text, _item: tidy(text)


class ItemRow(QWidget):
    """One item."""

    changed = Signal()
    left = Signal()
    refused = Signal(int)

    def __init__(self, parts: Sequence[Part], columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._columns = columns
        self._look: tuple[bool, bool] | None = None  # two lines with buttons, or without
        self._item: Item = {}
        self._shown: dict[str, str] = {}
        self.controls: dict[str, Line | QComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for part in parts:
            control = self._make(part)
            self.controls[part.key] = control
            control.setAccessibleName(part.label)
        self.primary = _tool(self, "star", _("Make it the main one"))
        self.primary.setCheckable(True)
        self.up = _tool(self, "caret-up", _("Move up (Alt+↑)"))
        self.down = _tool(self, "caret-down", _("Move down (Alt+↓)"))
        self.remove = _tool(self, "x", _("Take away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addLayout(self._grid, 1)
        self._buttons = QGridLayout()
        self._buttons.setHorizontalSpacing(2)
        self._buttons.setVerticalSpacing(6)
        row.addLayout(self._buttons)
        row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)
        first = self.controls[parts[0].key]
        self.setFocusProxy(first)
        self.arrange()

    def show_only(self, key: str) -> Line:
        """Show the line of this part alone, and give it; the rest stays as it is loaded."""
        line = self.controls[key]
        assert isinstance(line, Line)
        buttons = (self.primary, self.up, self.down, self.remove)
        for widget in (*self.controls.values(), *buttons):
            widget.setVisible(widget is line)
        for number, part in enumerate(self._parts):
            self._grid.setColumnStretch(number, int(part.key == key))
        line.setPlaceholderText("")
        self.setFocusProxy(line)
        return line

    def arrange(self) -> None:
        """All beside each other, or in two lines where there is too little room for that."""
        grown = ThemeManager.instance().theme.grown
        shown = sum(not control.isHidden() for control in self.controls.values())
        has_buttons = not self.up.isHidden()
        is_narrow = self.width() < grown(_BESIDE if has_buttons else _ALONE)
        look = has_buttons and is_narrow, not has_buttons and is_narrow and shown > 1
        self._align(grown(_KIND) if self.width() >= grown(_BESIDE) else 0)
        if look != self._look:
            self._look = look
            if look[1]:
                self._stack()
            else:
                self._stand_beside(is_narrow=look[0])

    def _align(self, width: int) -> None:
        """Kinds of phones stand above kinds of addresses, whatever they are called."""
        for control in self.controls.values():
            if isinstance(control, QComboBox) and control.minimumWidth() != width:
                control.setMinimumWidth(width)

    def _stack(self) -> None:
        """Lines below each other, at the end of the last one the way to clear it."""
        last = len(self._parts) - 1
        for number, part in enumerate(self._parts):
            width = 1 if number == last else 2
            self._grid.addWidget(self.controls[part.key], number, 0, 1, width)
            self._grid.setColumnStretch(number, int(number == 0))
        self._grid.addWidget(self.remove, last, 1)

    def _stand_beside(self, *, is_narrow: bool) -> None:
        fits = len(self._parts) == self._columns and is_narrow
        columns = 1 if fits else self._columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(self.controls[part.key], number // columns, number % columns)
            if number < self._columns:
                self._grid.setColumnStretch(number, part.stretch if number < columns else 0)
        places = [(0, 0), (1, 0), (1, 1), (0, 1)] if is_narrow else [(0, n) for n in range(4)]
        buttons = (self.primary, self.up, self.down, self.remove)
        for button, (line, column) in zip(buttons, places, strict=True):
            self._buttons.addWidget(button, line, column)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """There is more or less room."""
        super().resizeEvent(event)
        self.arrange()

    def _make(self, part: Part) -> Line | QComboBox:
        if part.choices:
            box = QComboBox(self)
            for code, words in part.choices:
                box.addItem(words, code)
            box.currentIndexChanged.connect(self.changed)
            return box
        line = Line(self) if part.ask is None else SuggestLine(part.ask, self)
        # The only line of a row is what the label of the field says.
        has_others = sum(not one.choices for one in self._parts) > 1
        line.setPlaceholderText(part.label if has_others else "")
        line.textChanged.connect(self.changed)
        line.editingFinished.connect(self.left)
        line.refused.connect(self.refused)
        return line

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered; a type alone is nothing."""
        lines = [c for c in self.controls.values() if isinstance(c, Line)]
        return not any(line.text().strip() for line in lines)

    def take_words(self, words: str) -> None:
        """Into the first line."""
        line = next((c for c in self.controls.values() if isinstance(c, Line)), None)
        if line is not None:
            line.setText(clean_line(words))
            line.setFocus()

    def load(self, item: Item) -> None:
        """Show this item."""
        self._item = dict(item)
        for part in self._parts:
            control = self.controls[part.key]
            if isinstance(control, QComboBox):
                control.setCurrentIndex(max(control.findData(item.get(part.key)), 0))
            elif isinstance(control, SuggestLine):
                control.show_chosen(item.get(part.key))
            else:
                self._shown[part.key] = part.shown(item, part.key)
                control.setText(self._shown[part.key])
                control.setCursorPosition(0)
        self.mark_primary(bool(item.get("primary")))

    def mark_primary(self, is_primary: bool) -> None:
        """Whether it is the main one."""
        if "primary" in self._item or is_primary:
            self._item["primary"] = is_primary
        self.primary.setChecked(is_primary)
        name = "star-fill" if is_primary else "star"
        ThemeManager.instance().set_icon(self.primary, name, size=measures.ICON_SMALL)

    def item(self) -> Item:
        """What was entered, as commands take it; what was not touched is as it was loaded."""
        return without_names(self.draft())

    def draft(self) -> Item:
        """What was entered, as ``load`` takes it."""
        item = dict(self._item)
        for part in self._parts:
            control = self.controls[part.key]
            if isinstance(control, QComboBox):
                item[part.key] = control.currentData()
            elif isinstance(control, SuggestLine):
                item[part.key] = control.entered()
            elif control.text() != self._shown.get(part.key, ""):
                item[part.key] = control.text().strip() or None
                item |= dict.fromkeys(part.forgets)
        return item

    def mistake(self, *, tidying: bool) -> str:
        """What is wrong with the first wrong part, which is marked."""
        found = ""
        for part in self._parts:
            control = self.controls[part.key]
            if isinstance(control, Line):
                words = self._mistake_of(part, control, tidying=tidying)
                control.show_wrong(words)
                found = found or words
        return found

    def _mistake_of(self, part: Part, line: Line, *, tidying: bool) -> str:
        text = line.text().strip()
        if part.tidy is None or not text or line.text() == self._shown.get(part.key):
            return ""
        try:
            tidied = part.tidy(text, self.item())
        except UserError as error:
            return error.message.text()
        if tidying and tidied != line.text():
            line.setText(tidied)
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt with the arrows moves the row."""
        steps = {Qt.Key.Key_Up: self.up, Qt.Key.Key_Down: self.down}
        button = steps.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and button is not None:
            button.click()
        else:
            super().keyPressEvent(event)


def _tool(parent: QWidget, icon: str, words: str) -> QToolButton:
    button = QToolButton(parent)
    dress(button, kind="icon")
    button.setToolTip(words)
    button.setAccessibleName(words)
    ThemeManager.instance().set_icon(button, icon, size=measures.ICON_SMALL)
    return button
