"""A list whose cells are edited, for tests: with real keys and a real mouse."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.cell_editor import CellEditor
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.card_fields import NO_MODIFIER, press, type_text
from tests.gui.conftest import there

Key = Qt.Key


class Cells:
    """The cells of a list by line and the name of their column."""

    def __init__(self, page: ListPage, qtbot: QtBot) -> None:
        self.page, self.qtbot = page, qtbot
        self.table, self.model = page.list.table, page.list.model

    def index(self, line: int, column: str) -> QModelIndex:
        """Where the cell stands."""
        names = [one.name for one in self.table.columns]
        return self.model.index(line, names.index(column))

    def text(self, line: int, column: str) -> str:
        """What is read in it."""
        return self.model.text_at(line, self.index(line, column).column()) or ""

    def names(self) -> list[str]:
        """The records in their order."""
        return [self.text(line, "name") for line in range(self.model.rowCount())]

    def press(self, line: int, column: str) -> None:
        """Press the cell with the mouse."""
        place = self.table.visualRect(self.index(line, column)).center()
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, NO_MODIFIER, place)

    def go_to(self, line: int, column: str) -> None:
        """Make it the current cell."""
        self.table.setFocus()
        self.table.setCurrentIndex(self.index(line, column))

    def open(self, line: int, column: str) -> CellEditor:
        """Edit it as F2 does, which is the window's."""
        self.go_to(line, column)
        self.page.edit_cell()
        return self.opened()

    def opened(self) -> CellEditor:
        """The editor, as soon as it has the keyboard."""
        self.qtbot.waitUntil(lambda: self.editor is not None and self.editor.editor.has_focus())
        return there(self.editor)

    @property
    def editor(self) -> CellEditor | None:
        """The one that is open."""
        cells = self.page._cells
        return None if cells is None else cells.editor

    @property
    def is_under_way(self) -> bool:
        """Whether a cell is open, or will be."""
        cells = self.page._cells
        return cells is not None and cells.is_under_way

    def type(self, text: str) -> QWidget:
        """Put this in the place of what stands in the open cell."""
        control = there(QApplication.focusWidget())
        if isinstance(control, QLineEdit):
            control.selectAll()
            if not text:
                press(control, Key.Key_Delete)
        type_text(control, text)
        return control

    def enter(self, line: int, column: str, text: str) -> None:
        """Edit the cell and keep what is typed by Enter."""
        self.open(line, column)
        press(self.type(text), Key.Key_Return)

    def waits(self, line: int, column: str, text: str) -> None:
        """Until this is read there."""
        self.qtbot.waitUntil(lambda: self.text(line, column) == text)

    def where(self) -> tuple[int, str]:
        """The open cell."""
        index = self.table.currentIndex()
        return index.row(), self.table.columns[index.column()].name
