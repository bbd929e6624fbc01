"""A working day of somebody who sells, by mouse and keys, in each language: a call, what was
agreed, the next step, a look at who waits for one, and home."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import open_backend
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.gui.bridge.opening import own_workspace
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.list_page import ListPage
from tests.factories.tiers import LANGUAGES
from tests.gui.conftest import contacts, there, view_of
from tests.journeys.window import (
    SAMPLE,
    Start,
    card_of,
    change_field,
    click,
    end,
    focused,
    press,
    session_of,
    somebody,
    to_front,
    window_of,
    write,
)

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
AGREED = {"ru": "Просит скидку 7 %", "en": "Asks for 7% off", "pl": "Prosi o 7% rabatu"}
PLAN = {
    "ru": ("отправить предложение завтра 15:30", "отправить предложение"),
    "en": ("send the offer tomorrow 15:30", "send the offer"),
    "pl": ("wysłać ofertę jutro 15:30", "wysłać ofertę"),
}
WAITING = "preset:contact:without-step"


def make_workspace(language: str) -> None:
    """The person's own workspace, with the people of the program used until now."""
    place = Path(own_workspace())
    place.parent.mkdir(parents=True, exist_ok=True)

    def fill() -> None:
        backend = open_backend(str(place), create=True, language=language)
        backend.execute(ImportFiles((SAMPLE.with_suffix(".csv"),), "RU", language))
        backend.close()

    with ThreadPoolExecutor(1) as apart:
        apart.submit(fill).result()


def timeline_of(card: CardPage) -> TimelinePart:
    part = card.panes.middle
    assert isinstance(part, TimelinePart)
    return part


def steps_of(card: CardPage) -> NextSteps:
    (part,) = (part for part in card.panes.parts if isinstance(part, NextSteps))
    return part


def titles(card: CardPage) -> list[str]:
    return [row.step.title for row in steps_of(card).rows]


def open_by_search(session: Session, scrap: str, name: str, qtbot: QtBot) -> CardPage:
    """Ctrl+K, a scrap of the number, Enter."""
    press(focused(), Key.Key_K, CONTROL)
    palette = there(session.window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    write(scrap)
    press(palette.line, Key.Key_Return)
    return card_of(session, name, qtbot)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_working_day(language: str, start: Start, qtbot: QtBot) -> None:
    make_workspace(language)
    program, sought = start(language), somebody()
    session = window_of(program, qtbot)
    window, view = session.window, view_of(session)
    to_front(window, qtbot)

    # Somebody calls: the card is open before the first sentence is said.
    card = open_by_search(session, sought.scrap, sought.name, qtbot)
    change_field(card, "position", "Директор Łódź", qtbot)

    # What was agreed, and what is to be done about it, in plain words.
    timeline = timeline_of(card)
    press(window, Key.Key_N, CTRL_SHIFT)
    qtbot.waitUntil(timeline.composer.edit.hasFocus)
    write(AGREED[language])
    press(focused(), Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: timeline.composer.edit.is_blank)
    typed, understood = PLAN[language]
    press(window, Key.Key_T, CTRL_SHIFT)
    qtbot.waitUntil(timeline.composer.task.line.hasFocus)
    write(typed)
    press(focused(), Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: titles(card) == [understood])
    qtbot.waitUntil(lambda: timeline.model.rowCount() >= 3)

    # The list knows it: the person waits for nothing any more.
    press(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.page is view.pages[0])
    page = view.page
    assert isinstance(page, ListPage)
    people = contacts(session)
    qtbot.waitUntil(lambda: people.count == 120)
    tabs = page.views.tabs
    tab = tabs.bar.tabRect(tabs.ids.index(WAITING)).center()
    QTest.mouseClick(tabs.bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, tab)
    qtbot.waitUntil(lambda: people.count == 119)

    # The step is done, the program asks for the next one; a slip is taken back.
    card = open_by_search(session, sought.scrap, sought.name, qtbot)
    qtbot.waitUntil(lambda: titles(card) == [understood])
    click(steps_of(card).rows[0].circle)
    finishing = there(steps_of(card).finishing)
    qtbot.waitUntil(finishing.result.hasFocus)
    write("OK")
    press(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: finishing.next is not None)
    press(focused(), Key.Key_Escape)
    qtbot.waitUntil(lambda: titles(card) == [])
    press(window, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: titles(card) == [understood])

    # Home. Next morning the same card is open.
    end(program, qtbot)
    card_of(session_of(start(language), qtbot), sought.name, qtbot)
