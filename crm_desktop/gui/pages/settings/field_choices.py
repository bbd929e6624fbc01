"""The choices of a custom field in a small table: colour, name, and the name in other languages.

The last line is empty and waits for one more choice; a pasted column makes a line of each of its
cells. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.custom_fields.rows import label_text
from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.pages.settings.field_labels import joined, other_languages, told_in
from crm_desktop.gui.shell.language import OWN_NAMES
from crm_desktop.gui.shell.stage_words import colour_words

COLOUR, NAME = 0, 1
_ROW = 36
_COLOUR_WIDTH = 44
_LEAST_ROWS, _MOST_ROWS = 3, 6
_MARK = 16
_KNOWN = Qt.ItemDataRole.UserRole  # the choice as it was loaded
_NUMBER = Qt.ItemDataRole.UserRole + 1  # which of the colours
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2}
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose
_Index = QModelIndex | QPersistentModelIndex


class ChoicesField(FormEntry):
    """Values are ``{"label", "code", "colour"}``, the code only of a choice that was loaded."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.table = ChoicesTable()
        frame = QFrame()
        dress(frame, kind="card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        super().__init__(label, frame, parent)
        self.table.setAccessibleName(self.name)
        self.caption.setBuddy(self.table)
        self.setFocusProxy(self.table)
        self.table.itemChanged.connect(self._tell)

    def _tell(self) -> None:
        if not self.table.signalsBlocked():
            self.clear_mistake()
            self.changed.emit()

    def unfold(self, *, is_on: bool) -> None:
        """Show the names in the other languages, or only in the present one."""
        self.table.unfold(is_on=is_on)

    def value(self) -> list[dict[str, Any]] | None:
        """The choices in their order, without empty lines."""
        return self.table.choices() or None

    def load(self, value: Sequence[Any] | None) -> None:
        """Show these choices: as ``value`` gives them, or plain names."""
        self.table.show_choices(
            [{"label": one} if isinstance(one, str) else dict(one) for one in value or ()]
        )


class ChoicesTable(QTableWidget):
    """Enter edits a name or opens the colours, Alt with an arrow moves a line, Delete takes it
    away."""

    def __init__(self) -> None:
        super().__init__()
        self._languages = other_languages()
        dress(self, kind="log")
        self.setColumnCount(2 + len(self._languages))
        names = [OWN_NAMES[one] for one in (current_language(), *self._languages)]
        self.setHorizontalHeaderLabels([_("Colour"), *names])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(COLOUR, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(COLOUR, _COLOUR_WIDTH)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Names(self))
        self.setAccessibleDescription(
            _("Enter edits a choice, Alt with an arrow moves it, Delete takes it away.")
        )
        claim_keys(self, "Alt+Up", "Alt+Down", "Del", "Ctrl+V")
        self.cellClicked.connect(self._press)
        self.itemChanged.connect(self._keep_last_empty)
        self.unfold(is_on=False)
        self.show_choices([])

    def unfold(self, *, is_on: bool) -> None:
        """Show the columns of the other languages."""
        self.horizontalHeader().setVisible(is_on)
        for number in range(len(self._languages)):
            self.setColumnHidden(NAME + 1 + number, not is_on)
        self._fit()

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None
        return item

    # What is shown

    def show_choices(self, choices: Sequence[dict[str, Any]]) -> None:
        """Show these, and an empty line for one more."""
        self.blockSignals(True)
        self.setRowCount(0)
        for choice in (*choices, {"label": ""}):
            self._insert(self.rowCount(), choice)
        self.blockSignals(False)
        self.setCurrentCell(0, NAME)
        self._fit()

    def choices(self) -> list[dict[str, Any]]:
        """What stands in the lines."""
        found = (self._choice(row) for row in range(self.rowCount()))
        return [choice for choice in found if choice["label"]]

    def _choice(self, row: int) -> dict[str, Any]:
        known = self._cell(row, COLOUR).data(_KNOWN)
        told = [self._cell(row, NAME + n).text().strip() for n in range(self.columnCount() - NAME)]
        others = dict(zip(self._languages, told[1:], strict=True))
        choice = {"label": joined(known.get("label"), told[0], others)}
        choice["colour"] = self._cell(row, COLOUR).data(_NUMBER)
        return {**choice, "code": known["code"]} if "code" in known else choice

    def _insert(self, row: int, choice: dict[str, Any]) -> None:
        self.insertRow(row)
        mark = QTableWidgetItem()
        mark.setFlags(mark.flags() & ~Qt.ItemFlag.ItemIsEditable)
        mark.setData(_KNOWN, choice)
        self.setItem(row, COLOUR, mark)
        self._colour(row, choice.get("colour"))
        label = choice["label"]
        texts = [label_text(label), *(told_in(label, one) for one in self._languages)]
        for column, text in enumerate(texts, NAME):
            self.setItem(row, column, QTableWidgetItem(text))

    def _colour(self, row: int, number: int | None) -> None:
        item = self._cell(row, COLOUR)
        item.setData(_NUMBER, number)
        item.setIcon(_mark(number, self.devicePixelRatioF()))
        words = _("No colour") if number is None else _colours()[number % len(TAG_COLOURS)]
        item.setData(_SPOKEN, words)
        item.setToolTip(words)

    def _fit(self) -> None:
        rows = min(max(self.rowCount(), _LEAST_ROWS), _MOST_ROWS)
        head = self.horizontalHeader()
        top = head.sizeHint().height() if not head.isHidden() else 0
        self.setFixedHeight(rows * _ROW + top + 2 * self.frameWidth())

    # What is done

    def _keep_last_empty(self, item: QTableWidgetItem) -> None:
        if item.row() == self.rowCount() - 1 and item.text().strip():
            self.blockSignals(True)
            self._insert(self.rowCount(), {"label": ""})
            self.blockSignals(False)
            self._fit()

    def add_lines(self, row: int, names: Sequence[str]) -> None:
        """The first name into this line, a line for each of the others below it."""
        self.blockSignals(True)
        for number, name in enumerate(names):
            if number:
                self._insert(row + number, {"label": ""})
            self._cell(row + number, NAME).setText(name)
        self.blockSignals(False)
        self.itemChanged.emit(self._cell(self.rowCount() - 1, NAME))
        self.setCurrentCell(min(row + len(names), self.rowCount() - 1), NAME)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys of lines; letters begin a name, as in any table."""
        key, row = Qt.Key(event.key()), self.currentRow()
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self._move(row, row + _STEPS[key])
        elif event.matches(QKeySequence.StandardKey.Paste):
            names = [line.strip() for line in QGuiApplication.clipboard().text().splitlines()]
            self.add_lines(row, [name for name in names if name])
        elif key in _ENTER and self.currentColumn() == COLOUR:
            self._open_colours(row)
        elif key in _ENTER - {Qt.Key.Key_Space}:
            self.editItem(self.currentItem())
        elif key == Qt.Key.Key_Delete and row < self.rowCount() - 1:
            self.removeRow(row)
            self.itemChanged.emit(self._cell(self.rowCount() - 1, NAME))
            self._fit()
        else:
            super().keyPressEvent(event)

    def _move(self, row: int, to: int) -> None:
        last = self.rowCount() - 1  # the empty line stays where it is
        if not (0 <= row < last and 0 <= to < last):
            return
        choice, column = self._choice(row), self.currentColumn()
        choice = {**self._cell(row, COLOUR).data(_KNOWN), **choice}
        self.blockSignals(True)
        self.removeRow(row)
        self._insert(to, {**choice, "label": choice["label"] or ""})
        self.blockSignals(False)
        self.setCurrentCell(to, column)
        self.itemChanged.emit(self._cell(to, NAME))

    def _press(self, row: int, column: int) -> None:
        if column == COLOUR:
            self._open_colours(row)

    def _open_colours(self, row: int) -> None:
        menu = QMenu(self)
        menu.setAttribute(_DELETE_ON_CLOSE)
        for number, words in [(None, _("No colour")), *enumerate(_colours())]:
            action = QAction(_mark(number, self.devicePixelRatioF()), words, menu)
            action.setCheckable(True)
            action.setChecked(number == self._cell(row, COLOUR).data(_NUMBER))
            action.triggered.connect(partial(self._take_colour, row, number))
            menu.addAction(action)
        place = self.visualItemRect(self._cell(row, COLOUR))
        menu.popup(self.viewport().mapToGlobal(place.bottomLeft()))

    def _take_colour(self, row: int, number: int | None, _checked: bool = False) -> None:
        self._colour(row, number)


class _Names(QStyledItemDelegate):
    """A column pasted into a name is a line for each of its cells."""

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        """Take what was typed."""
        names = [name.strip() for name in str(editor.property("text")).splitlines()]
        names = [name for name in names if name]
        table = self.parent()
        if len(names) > 1 and index.column() == NAME and isinstance(table, ChoicesTable):
            table.add_lines(index.row(), names)
        else:
            super().setModelData(editor, model, index)


def _colours() -> list[str]:
    """What the colours are called, in the order of their numbers."""
    return list(colour_words().values())


def _mark(number: int | None, ratio: float) -> QIcon:
    """A square of the colour; an empty one for none."""
    theme = ThemeManager.instance().theme
    picture = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if number is None:
        painter.setPen(theme.colours.border_strong)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag(TAG_COLOURS[number % len(TAG_COLOURS)]).solid)
    square = QRectF(0.5, 0.5, _MARK - 1, _MARK - 1)
    painter.drawRoundedRect(square, theme.radius.sm, theme.radius.sm)
    painter.end()
    return QIcon(picture)
