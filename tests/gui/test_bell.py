"""The bell: what stays to be done is found again, by day, with a count of what is unread."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.gui.bridge.faults import Failure
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import BellButton
from crm_desktop.gui.shell.inbox import IMPORT, MENTION, MOST, Inbox
from crm_desktop.gui.shell.muting import Muting
from tests.gui.conftest import OpenWindow, there, view_of

NOON = datetime(2026, 10, 14, 12, 40, tzinfo=timezone.utc)

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def session(open_window: OpenWindow, workspace: Path) -> Session:
    return open_window(workspace)


def bell_of(session: Session) -> BellButton:
    return there(view_of(session).top.findChild(BellButton))


def press(session: Session) -> BellButton:
    bell = bell_of(session)
    QTest.mouseClick(bell, Qt.MouseButton.LeftButton)
    assert bell.list.isVisible()
    return bell


def shown(bell: BellButton) -> list[str]:
    return [label.text() for label in bell.list.area.widget().findChildren(QLabel)]


def test_an_empty_bell_says_so(session: Session) -> None:
    bell = press(session)
    assert shown(bell) == ["Nothing new"]
    assert not bell.list.all_read.isEnabled()
    assert bell.accessibleName() == "Notifications"
    bell.list.close()


def test_a_failure_stays_in_the_bell_with_its_way_to_try_again(session: Session) -> None:
    tried: list[bool] = []
    error = Unavailable(msg("The workspace isn’t at its place any more: {place}.", place="x"))
    there(session.bridge).failed.emit(Failure(error, lambda: tried.append(True)))
    bell = bell_of(session)
    assert "1" in bell.accessibleName()
    press(session)
    QTest.keyClick(bell.list.rows[0], Qt.Key.Key_Return)
    assert tried == [True]
    assert not bell.list.isVisible()
    assert bell.accessibleName() == "Notifications"


def test_what_goes_by_itself_is_not_kept(session: Session) -> None:
    session.window.notifications.tell("Undone: archive.")
    assert session.window.notifications.inbox.kept == ()


def test_newest_first_by_day_and_all_read_at_once(session: Session) -> None:
    inbox = session.window.notifications.inbox
    for days, words in ((3, "first"), (1, "second"), (0, "third"), (0, "fourth")):
        moment = NOON - timedelta(days=days)
        clock.set_source(partial(datetime.astimezone, moment))
        inbox.keep(words)
    bell = press(session)
    names = [row.accessibleName().split(",")[0] for row in bell.list.rows]
    assert names == ["fourth", "third", "second", "first"]
    seen = shown(bell)
    assert seen.index("Today") < seen.index("Yesterday") < seen.index("first")
    QTest.mouseClick(bell.list.all_read, Qt.MouseButton.LeftButton)
    assert inbox.unread == 0
    assert "unread" not in bell.list.rows[0].accessibleName()
    bell.list.close()


def test_the_list_is_as_high_as_its_notes_until_they_are_many(
    dressed: None, session: Session
) -> None:
    inbox = session.window.notifications.inbox
    for words in ("one", "two"):
        inbox.keep(words)
    bell = press(session)
    bar = bell.list.area.verticalScrollBar()
    low = bell.list.height()
    below = bell.list.area.widget().height() - bell.list.rows[-1].geometry().bottom()
    assert (bar.maximum(), below <= 8) == (0, True)
    for number in range(20):
        inbox.keep(f"more {number}")
    assert bell.list.height() > 2 * low
    assert bar.maximum() > 0
    bell.list.close()


def test_arrows_go_from_note_to_note(session: Session, qtbot: QtBot) -> None:
    for words in ("one", "two", "three"):
        session.window.notifications.inbox.keep(words)
    bell = press(session)
    qtbot.waitUntil(bell.list.rows[0].hasFocus)
    QTest.keyClick(bell.list.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(bell.list.rows[1], Qt.Key.Key_Down)
    assert bell.list.rows[2].hasFocus()
    QTest.keyClick(bell.list.rows[2], Qt.Key.Key_Up)
    assert bell.list.rows[1].hasFocus()
    QTest.keyClick(bell.list, Qt.Key.Key_Escape)
    assert not bell.list.isVisible()


def test_the_same_words_are_kept_once_and_old_ones_go() -> None:
    inbox = Inbox()
    for number in range(MOST + 20):
        inbox.keep(f"note {number}")
    inbox.read_all()
    inbox.keep("note 50", Button("Try again", lambda: None))
    assert len(inbox.kept) == MOST
    assert (inbox.kept[0].words, inbox.unread) == ("note 50", 1)


def test_kinds_of_notes_can_be_left_out_and_stay_so(session: Session, program: Program) -> None:
    inbox = session.window.notifications.inbox
    inbox.keep("The import has ended.", kind=IMPORT)
    inbox.keep("Anna mentioned you: look", kind=MENTION)
    bell = press(session)
    QTest.mouseClick(bell.list.choose, Qt.MouseButton.LeftButton)
    box = bell.list.kinds.boxes[IMPORT]
    assert box.isVisible()
    box.click()
    assert [kept.words for kept in inbox.kept] == ["Anna mentioned you: look"]
    assert program.preferences.settings.muted == (IMPORT,)
    inbox.keep("The import has ended.", kind=IMPORT)
    assert len(inbox.kept) == 1
    another = Inbox()
    Muting(another, program.preferences)
    assert another.muted == {IMPORT}
    box.click()
    assert another.muted == frozenset()
    bell.list.close()
