"""A card's left pane for tests: on a workspace of its own, with real keys and a real mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.pages.companies import card_fields as companies
from crm_desktop.gui.pages.contacts import card_fields as contacts
from crm_desktop.gui.shell.card_fields.drafts import Drafts
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Card:
    """The pane about one record, as a person sees and uses it."""

    def __init__(self, bridge: Bridge, ref: RecordRef, folder: Path, qtbot: QtBot) -> None:
        pages = {"contact": contacts, "company": companies}
        self.drafts = Drafts(folder / "drafts")
        self.drafts.taken_over.result()
        self.part = FieldsPart(bridge, pages[ref.entity].fields_kind(bridge), self.drafts)
        self.qtbot = qtbot
        qtbot.addWidget(self.part)
        self.part.resize(340, 900)
        self.part.show()
        qtbot.waitActive(self.part)
        self.show(ref)

    def show(self, ref: RecordRef) -> None:
        """Be about this record, and wait until it is there."""
        with self.qtbot.waitSignal(self.part.shown):
            self.part.show_record(ref)

    def row(self, name: str) -> FieldRow:
        """The field."""
        return self.part.pane.rows[name]

    def text(self, name: str) -> str:
        """What is read in it."""
        return self.row(name).view.text()

    def mistake(self, name: str) -> str:
        """What is said to be wrong in it, while it is open."""
        editor = self.row(name).editor
        return (
            "" if editor is None or editor.entry.mistake.isHidden() else editor.entry.mistake.text()
        )

    def click(self, name: str) -> None:
        """Press the value."""
        row = self.row(name)
        self.part.pane.ensureWidgetVisible(row)
        QTest.mouseClick(row.view.labels[0], Qt.MouseButton.LeftButton, NO_MODIFIER, QPoint(4, 6))

    def open(self, name: str) -> QWidget:
        """Press the value and give the control that has the keyboard."""
        self.click(name)
        self.qtbot.waitUntil(self.row(name).editor_there.has_focus)
        return self.focused()

    def enter(self, name: str, text: str) -> QWidget:
        """Press the value, take out what stands there and type; nothing is kept yet."""
        control = self.open(name)
        if isinstance(control, QLineEdit):
            control.selectAll()
        else:
            press(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if not text:
            press(control, Qt.Key.Key_Delete)
        type_text(control, text)
        return control

    def change(self, name: str, text: str) -> None:
        """Type a value and keep it by Enter."""
        press(self.enter(name, text), Qt.Key.Key_Return)

    @staticmethod
    def focused() -> QWidget:
        """Where the keyboard is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


def type_text(widget: QWidget, text: str) -> None:
    """Type any letters, which ``QTest`` can't."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, NO_MODIFIER, letter))


def press(widget: QWidget, key: Qt.Key, modifier: Any = NO_MODIFIER) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, modifier)
