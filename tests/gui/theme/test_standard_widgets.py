"""Every standard widget the program may use is drawn in both themes without a word from Qt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QGroupBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QSlider,
    QSpinBox,
    QSplitter,
    QStatusBar,
    QTableView,
    QTableWidget,
    QTabWidget,
    QTextEdit,
    QToolBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import ThemeName


def table() -> QWidget:
    widget = QTableWidget(3, 2)
    widget.setHorizontalHeaderLabels(["Name", "Phone"])
    widget.setSortingEnabled(True)
    widget.selectRow(1)
    return widget


def tree() -> QWidget:
    widget = QTreeWidget()
    branch = QTreeWidgetItem(widget, ["Branch"])
    QTreeWidgetItem(branch, ["Leaf"]).setCheckState(0, Qt.CheckState.PartiallyChecked)
    widget.expandAll()
    return widget


def list_of(count: int) -> QWidget:
    widget = QListWidget()
    widget.addItems([f"Line {number}" for number in range(count)])
    return widget


def combo() -> QWidget:
    widget = QComboBox()
    widget.addItems(["One", "Two"])
    return widget


def editable_combo() -> QWidget:
    widget = QComboBox()
    widget.setEditable(True)
    return widget


def tabs() -> QWidget:
    widget = QTabWidget()
    widget.addTab(QWidget(), "One")
    widget.addTab(QTextEdit("Words"), "Two")
    return widget


def menu_bar() -> QWidget:
    widget = QMenuBar()
    widget.addMenu("&File").addAction("Open")
    return widget


def menu() -> QWidget:
    widget = QMenu()
    widget.addAction("&Open").setShortcut("Ctrl+O")
    widget.addSection("More")
    tick = widget.addAction("Compact rows")
    tick.setCheckable(True)
    tick.setChecked(True)
    widget.addMenu("Move to").addAction("Archive")
    widget.addAction("Locked").setEnabled(False)
    return widget


def long_page() -> QWidget:
    area, page = QScrollArea(), QWidget()
    page.setMinimumSize(2000, 2000)
    area.setWidget(page)
    return area


def splitter() -> QWidget:
    widget = QSplitter()
    widget.addWidget(QTextEdit())
    widget.addWidget(QPlainTextEdit())
    return widget


def group() -> QWidget:
    widget = QGroupBox("Group")
    widget.setCheckable(True)
    return widget


def bar() -> QWidget:
    widget = QProgressBar()
    widget.setValue(40)
    return widget


def tool_bar() -> QWidget:
    widget = QToolBar()
    button = QToolButton()
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    button.setText("More")
    widget.addWidget(button)
    widget.addSeparator()
    return widget


def field_with_list() -> QWidget:
    widget = QTableView()
    widget.setModel(QStringListModel(["One", "Two"], widget))
    return widget


WIDGETS: tuple[Callable[[], QWidget], ...] = (
    *(table, tree, lambda: list_of(50), combo, editable_combo, tabs, menu_bar, menu, long_page),
    *(splitter, group, bar, tool_bar, field_with_list, QSpinBox, QDateEdit, QLineEdit, QCheckBox),
    *(QStatusBar, QSlider, lambda: QDialogButtonBox(QDialogButtonBox.StandardButton.Save)),
)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("make", WIDGETS, ids=lambda make: make.__name__)
def test_a_standard_widget_is_drawn(
    manager: ThemeManager, qtbot: QtBot, make: Callable[[], QWidget], name: ThemeName
) -> None:
    manager.apply(Appearance(mode=name))
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(200, 120)
    assert not widget.grab().isNull()
    widget.setEnabled(False)
    assert not widget.grab().isNull()


def test_the_menu_of_an_input_is_ours_too(manager: ThemeManager, qtbot: QtBot) -> None:
    field = QLineEdit("Anna")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()
    assert image.pixelColor(40, 3) == manager.theme.colours.surface_raised
    assert image.pixelColor(0, 0).alpha() < 255  # round corners
