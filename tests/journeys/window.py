"""What journeys through the window share: the person's hands, and somebody to look for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from tests.gui.conftest import close_windows, contacts, there, view_of
from tests.journeys.program import EXPORTS

Start = Callable[..., Program]
"""Starts the program in a language, at a workspace if one is named."""
SAMPLE = EXPORTS / "amocrm_contacts_ru"
"""A file of the program used until now, with the key to what is in it."""


@dataclass(frozen=True)
class Sought:
    """Somebody of the sample file, found by a scrap of the number."""

    name: str
    scrap: str


def somebody() -> Sought:
    people = json.loads(SAMPLE.with_suffix(".key.json").read_text(encoding="utf-8"))
    person = next(one for one in people if len(one["phones"]) == 1 and one["given"])
    return Sought(f"{person['given']} {person['family']}", person["phones"][0][-7:])


def end(program: Program, qtbot: QtBot) -> None:
    """Close all windows, as the person does in the evening."""
    close_windows(program, qtbot)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def write(text: str) -> None:
    """Type any letters where the keyboard is; ``QTest`` types Latin ones only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(focused(), event)


def focused() -> QWidget:
    return there(QApplication.focusWidget())


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def session_of(program: Program, qtbot: QtBot) -> Session:
    """The program's one window, as soon as its workspace is open."""
    qtbot.waitUntil(lambda: bool(program.sessions))
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    return session


def window_of(program: Program, qtbot: QtBot) -> Session:
    """The program's one window, as soon as its list is there."""
    session = session_of(program, qtbot)
    qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
    return session


def to_front(widget: QWidget, qtbot: QtBot) -> None:
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def card_of(session: Session, name: str, qtbot: QtBot) -> CardPage:
    """The card of somebody, as soon as it says who that is."""
    way = view_of(session).way

    def is_there() -> bool:
        return way.card is not None and way.card.head is not None and way.card.head.name == name

    qtbot.waitUntil(is_there)
    return there(way.card)


def change_field(card: CardPage, name: str, text: str, qtbot: QtBot) -> None:
    """Go to a field of the card, type another value and keep it by Enter."""
    fields = card.panes.fields
    assert isinstance(fields, FieldsPart)
    qtbot.waitUntil(lambda: name in fields.pane.rows)
    row = fields.pane.rows[name]
    row.setFocus()
    press(row, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: row.editor is not None and row.editor.has_focus())
    press(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(text)
    press(focused(), Qt.Key.Key_Return)
