"""A field of a form that holds a list: phones, addresses, companies of a person.

Each item is a row of parts (a number and its type) with ways to make it primary, to move it and
to take it away; one empty row stands there as long as there is nothing. What a part does not
show (an extension) stays as it was loaded. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_line
from crm_desktop.gui.kit.form_field import LONGEST_LINE, FormEntry, Line, Tidy, too_long
from crm_desktop.gui.kit.form_suggest import Ask, Suggested, SuggestLine
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

Item = dict[str, Any]

# A row takes a millisecond or two to make; nobody looks through more at once.
_MOST_ROWS = 20


def _as_it_is(item: Mapping[str, Any], key: str) -> str:
    return str(item.get(key) or "")


def _without_names(item: Item) -> Item:
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

    def __init__(self, parts: Sequence[Part], columns: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._item: Item = {}
        self._shown: dict[str, str] = {}
        self.controls: dict[str, Line | QComboBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for number, part in enumerate(parts):
            control = self._make(part)
            self.controls[part.key] = control
            control.setAccessibleName(part.label)
            grid.addWidget(control, number // columns, number % columns)
            if number < columns:
                grid.setColumnStretch(number, part.stretch)
        self.primary = _tool(self, "star", _("Make it the main one"))
        self.primary.setCheckable(True)
        self.up = _tool(self, "caret-up", _("Move up (Alt+↑)"))
        self.down = _tool(self, "caret-down", _("Move down (Alt+↓)"))
        self.remove = _tool(self, "x", _("Take away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addLayout(grid, 1)
        for button in (self.primary, self.up, self.down, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        first = self.controls[parts[0].key]
        self.setFocusProxy(first)

    def _make(self, part: Part) -> Line | QComboBox:
        if part.choices:
            box = QComboBox(self)
            for code, words in part.choices:
                box.addItem(words, code)
            box.currentIndexChanged.connect(self.changed)
            return box
        line = Line(self) if part.ask is None else SuggestLine(part.ask, self)
        line.setPlaceholderText(part.label if len(self._parts) > 1 else "")
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
        return _without_names(self.draft())

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


class ItemsField(FormEntry):
    """A list of items; ``add_words`` stand on the button that adds one. ``has_primary``: exactly
    one of them is the main one."""

    def __init__(
        self,
        label: str,
        parts: Sequence[Part],
        add_words: str,
        *,
        has_primary: bool = False,
        columns: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        body = QWidget()
        super().__init__(label, body, parent)
        self._body = body
        self._parts = parts
        self._columns = columns or len(parts)
        self._has_primary = has_primary
        self.rows: list[ItemRow] = []
        self._rest: list[Item] = []  # items that have no row yet
        self.more = QPushButton(_("Show all"), self)
        self.more.setAutoDefault(False)
        dress(self.more, kind="link")
        self.more.clicked.connect(self._show_all)
        self.add = QPushButton(add_words, self)
        self.add.setAutoDefault(False)
        dress(self.add, kind="link")
        self.add.clicked.connect(self._add_by_hand)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.head.addWidget(self.add)
        self.load(None)

    @property
    def line(self) -> Line:
        """The first line of the first row."""
        line = self.rows[0].controls[self._parts[0].key]
        assert isinstance(line, Line)
        return line

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.line.text().strip()

    def value(self) -> list[Item]:
        """The items that are not blank."""
        return [row.item() for row in self.rows if not row.is_blank] + [
            _without_names(item) for item in self._rest
        ]

    def draft(self) -> list[Item]:
        """The items, as ``load`` takes them."""
        return [row.draft() for row in self.rows if not row.is_blank] + self._rest

    def load(self, value: Sequence[Item] | None) -> None:
        """Show these items."""
        while self.rows:
            self._drop(self.rows[-1])
        items = list(value or ({},))
        self._rest = [dict(item) for item in items[_MOST_ROWS:]]
        for item in items[:_MOST_ROWS]:
            self._append(item)
        self._tell_rows()
        self.clear_mistake()

    def _show_all(self) -> None:
        rest, self._rest = self._rest, []
        for item in rest:
            self._append(item).show()
        self._tell_rows()
        self.rows[len(self.rows) - len(rest)].setFocus()

    def check(self) -> bool:
        """Tidy all rows; say what is wrong with the first wrong one."""
        return self._judge(tidying=True)

    def _judge(self, *, tidying: bool) -> bool:
        mistakes = [row.mistake(tidying=tidying) for row in self.rows]
        first = next(filter(None, mistakes), "")
        if first:
            super().show_mistake(first)
        else:
            self.clear_mistake()
        return not first

    def show_mistake(self, words: str) -> None:
        """What was found only while saving."""
        super().show_mistake(words)
        self.line.show_wrong(words)

    def _append(self, item: Item) -> ItemRow:
        row = ItemRow(self._parts, self._columns, self._body)
        row.load(item)
        row.changed.connect(self._note_change)
        row.left.connect(self._leave)
        row.refused.connect(
            lambda n: super(ItemsField, self).show_mistake(too_long(n, LONGEST_LINE))
        )
        row.primary.clicked.connect(partial(self._make_primary, row))
        row.up.clicked.connect(partial(self._move, row, -1))
        row.down.clicked.connect(partial(self._move, row, +1))
        row.remove.clicked.connect(partial(self._remove, row))
        self.rows.append(row)
        self._lines.addWidget(row)
        return row

    def _drop(self, row: ItemRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _add_by_hand(self) -> None:
        if self._rest:
            self._show_all()
        row = self._append({})
        self._tell_rows()
        row.show()
        row.setFocus()

    def take_words(self, words: str) -> None:
        """As one more item."""
        if self._rest:
            self._show_all()
        row = self.rows[-1] if self.rows[-1].is_blank else self._append({})
        row.show()
        self._tell_rows()
        row.take_words(words)

    def _remove(self, row: ItemRow) -> None:
        place = self.rows.index(row)
        self._drop(row)
        if not self.rows:
            self._append({})
        if self._has_primary and not any(one.primary.isChecked() for one in self.rows):
            self.rows[0].mark_primary(True)
        self._tell_rows()
        self.rows[min(place, len(self.rows) - 1)].setFocus()
        self._judge(tidying=False)
        self.changed.emit()

    def _move(self, row: ItemRow, by: int) -> None:
        place = self.rows.index(row)
        if not 0 <= place + by < len(self.rows):
            return
        self.rows.insert(place + by, self.rows.pop(place))
        self._lines.removeWidget(row)
        self._lines.insertWidget(place + by, row)
        self._tell_rows()
        self.changed.emit()

    def _make_primary(self, chosen: ItemRow) -> None:
        for row in self.rows:
            row.mark_primary(row is chosen)
        self._tell_rows()
        self.changed.emit()

    def _tell_rows(self) -> None:
        """Which buttons make sense; a single row needs none but the one to clear it."""
        several = len(self.rows) > 1
        self.more.setVisible(bool(self._rest))
        for number, row in enumerate(self.rows):
            row.primary.setVisible(self._has_primary and several)
            row.up.setVisible(several)
            row.down.setVisible(several)
            row.remove.setVisible(several or not row.is_blank)
            row.up.setEnabled(number > 0)
            row.down.setEnabled(number < len(self.rows) - 1)
        self.caption.setBuddy(self.rows[0])
        self.setFocusProxy(self.rows[0])

    def _note_change(self) -> None:
        if not self.mistake.isHidden():
            self._judge(tidying=False)
        for row in self.rows:
            row.remove.setVisible(len(self.rows) > 1 or not row.is_blank)
        self.changed.emit()

    def _leave(self) -> None:
        self._judge(tidying=True)
        self.left.emit()


def _tool(parent: QWidget, icon: str, words: str) -> QToolButton:
    button = QToolButton(parent)
    dress(button, kind="icon")
    button.setToolTip(words)
    button.setAccessibleName(words)
    ThemeManager.instance().set_icon(button, icon, size=measures.ICON_SMALL)
    return button
