"""What the eye finds wrong first: cut words, keys that are no longer so, panes of another width."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.gui.kit.fields_pane import FieldsPane, RecordText
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.tokens import TextSize
from crm_desktop.gui.pages.activities.timeline_bar import TimelineBar
from crm_desktop.gui.pages.importing.foot import Foot
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import BellButton
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.shelf_line import ShelfLine
from tests.gui.conftest import OpenWindow, there, view_of


@pytest.fixture
def session(workspace: Path, open_window: OpenWindow) -> Session:
    """A window on an empty workspace."""
    return open_window(workspace)


@pytest.mark.parametrize("percent", [90, 100, 125, 150])
def test_nothing_in_the_top_bar_is_cut_whatever_the_size_of_the_text(
    percent: TextSize, session: Session, qtbot: QtBot
) -> None:
    session.window.resize(1366, 768)
    ThemeManager.instance().apply(Appearance(mode="light", text_percent=percent))
    top = view_of(session).top
    for part in (top.search, top.new, top.title):
        qtbot.waitUntil(partial(_lies_within, part, top))
        letters = part.fontMetrics()
        assert part.height() >= letters.height()
    words = top.search.fontMetrics().horizontalAdvance(top.search.placeholderText())
    key = ThemeManager.instance().theme.faces.caption.width(top.search.hint)
    assert words + key + 56 <= top.search.width()  # the glass, the frame of the key, the edges


@pytest.mark.parametrize("percent", [100, 150])
def test_the_head_of_the_sidebar_is_as_high_as_the_bar_beside_it(
    percent: TextSize, dressed: None, open_window: OpenWindow, workspace: Path
) -> None:
    """Also in a window that comes after the theme."""
    ThemeManager.instance().apply(Appearance(mode="light", text_percent=percent))
    view = view_of(open_window(workspace))
    assert view.sidebar.head.height() == view.top.height()


def _lies_within(part: QWidget, whole: QWidget) -> bool:
    return whole.rect().contains(part.geometry())


def test_a_cross_of_ours_empties_the_search_while_something_stands_in_it(session: Session) -> None:
    search = view_of(session).search
    [_glass, clear] = search.actions()
    assert not clear.isVisible()
    search.setText("ann")
    assert clear.isVisible()
    assert not search.isClearButtonEnabled(), "which has an icon of another family"
    drawn = clear.icon().actualSize(QSize(16, 16)).width()
    assert drawn >= 15, "a thin cross of fewer pixels than a field shows has blots at its ends"
    clear.trigger()
    assert search.text() == ""
    assert not clear.isVisible()


def test_the_search_in_a_timeline_has_its_glass(dressed: None, qtbot: QtBot) -> None:
    bar = TimelineBar()
    qtbot.addWidget(bar)
    [glass] = bar.line.actions()
    assert not glass.icon().isNull()


def test_the_way_back_from_the_archive_says_that_it_is_one(dressed: None, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    shelf = ShelfLine(around)
    shelf.show_shelf("archive")
    assert shelf.back.text().replace("&", "") == "Back to current records"
    assert not shelf.back.icon().isNull()


def test_the_preview_of_an_empty_list_says_what_it_is_for(session: Session, qtbot: QtBot) -> None:
    view = view_of(session)
    qtbot.waitUntil(lambda: view.page.is_ready)

    def said() -> list[str]:
        return [label.text() for label in view.preview.widget().findChildren(QLabel)]

    qtbot.waitUntil(lambda: said() == ["Details of the chosen record show here"])


@pytest.mark.parametrize(("kind", "left"), [("ghost", 24 - 13), ("", 24)])
def test_words_at_the_left_of_a_foot_stand_below_those_above(
    kind: str, left: int, dressed: None, qtbot: QtBot
) -> None:
    foot = Foot()
    qtbot.addWidget(foot)
    dress(foot.back, kind=kind)
    foot.tell(back="Cancel", primary="Next")
    foot.resize(600, 56)
    foot.show()
    padding_and_line = 13
    assert foot.back.x() == left
    words = foot.back.fontMetrics().horizontalAdvance("Cancel")
    assert foot.back.width() == pytest.approx(words + 2 * padding_and_line, abs=2)


@pytest.mark.parametrize(("is_blacklisted", "tone"), [(True, "danger"), (False, "warning")])
def test_who_lies_in_the_archive_is_no_danger(
    is_blacklisted: bool, tone: str, dressed: None, qtbot: QtBot
) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    pane.show_record(RecordText("Adam", "", "In the archive", (), is_blacklisted=is_blacklisted))
    banners = [one for one in pane.findChildren(QFrame) if one.property("kind") == "banner"]
    assert [one.property("tone") for one in banners] == [tone]


def test_hints_name_the_keys_of_now(session: Session) -> None:
    commands, view = session.window.commands, view_of(session)
    view.sidebar.fold(True)
    assert view.top.new.toolTip().endswith("(Ctrl+N)")
    assert view.sidebar.buttons[1].toolTip() == "Companies (Ctrl+2)"
    commands.rebind("record.create", "Ctrl+J")
    commands.rebind("go.company", "F8")
    commands.rebind("settings.open", "")
    assert view.top.new.toolTip().endswith("(Ctrl+J)")
    assert view.sidebar.buttons[1].toolTip() == "Companies (F8)"
    assert view.sidebar.buttons[1].accessibleDescription() == "F8"
    assert view.sidebar.buttons[-1].toolTip() == "Settings"


def test_the_preview_has_its_width_again_when_the_window_is_wide_again(
    session: Session, qtbot: QtBot
) -> None:
    window, preview = session.window, view_of(session).preview
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: preview.width() == 288)
    window.resize(1024, 640)
    qtbot.waitUntil(preview.isHidden)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: preview.isVisible() and preview.width() == 288)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_bell_s_list_is_as_wide_as_its_head(session: Session, qtbot: QtBot) -> None:
    bell = there(view_of(session).top.findChild(BellButton)).list
    bell.all_read.setText("Oznacz wszystkie powiadomienia jako przeczytane")
    bell.show_below(session.window.mapToGlobal(session.window.rect().center()))
    qtbot.waitUntil(lambda: bell.all_read.width() >= bell.all_read.sizeHint().width())
    bell.hide()


def test_a_toast_says_by_its_mark_whether_it_went_well(session: Session) -> None:
    notes = session.window.notifications
    notes.tell("Done.")
    notes.tell("Not sent.", mark="failed", stays=True)
    marks = [note.mark for note in notes.notes]
    assert marks == ["done", "failed"]


def test_long_words_of_a_toast_have_its_width_and_the_button_stands_below(
    session: Session,
) -> None:
    notes, way = session.window.notifications, Button("Try again", lambda: None)
    notes.tell("The deal is won.", way)
    notes.tell("The computer doesn’t answer. What was saved before is safe. Check it. " * 2, way)
    short, long = notes.notes
    for note, is_below in ((short, False), (long, True)):
        label = next(one for one in note.findChildren(QLabel) if one.text() == note.words)
        button = there(note.button)
        assert (button.y() >= label.geometry().bottom()) is is_below


@pytest.mark.parametrize("mark", ["done", "won"])
def test_the_cross_of_a_toast_can_be_seen_below_the_pointer(session: Session, mark: str) -> None:
    notes = session.window.notifications
    notes.tell("Done.", mark=mark)
    [note] = notes.notes
    cross = there(note.findChild(QToolButton))
    before = cross.grab().toImage().pixelColor(6, 6)
    cross.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    assert cross.grab().toImage().pixelColor(6, 6) == before


def test_the_toast_under_the_pointer_stays_when_a_fourth_comes(dressed: None, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    notes = Notifications(host)
    for words in ("One", "Two", "Three"):
        notes.tell(words)
    middle = QPointF(5, 5)
    QApplication.sendEvent(notes.notes[0], QEnterEvent(middle, middle, middle))
    notes.tell("Four")
    assert [note.words for note in notes.notes] == ["One", "Three", "Four"]
    QApplication.sendEvent(notes.notes[0], QEvent(QEvent.Type.Leave))
    notes.tell("Five")
    assert [note.words for note in notes.notes] == ["Three", "Four", "Five"]


def test_the_toast_under_the_pointer_does_not_move_when_others_come_and_go(
    dressed: None, qtbot: QtBot
) -> None:
    host = QWidget()
    host.resize(900, 600)
    qtbot.addWidget(host)
    host.show()
    notes = Notifications(host)
    for words in ("One", "Two"):
        notes.tell(words)
    first, second = notes.notes

    def top(note: QWidget) -> int:
        return note.mapTo(host, note.rect().topLeft()).y()

    middle = QPointF(5, 5)
    before = top(first)
    QApplication.sendEvent(first, QEnterEvent(middle, middle, middle))
    notes.tell("Three")
    QApplication.processEvents()
    assert top(first) == before
    second.leave()
    qtbot.waitUntil(lambda: not isValid(second))
    assert top(first) == before
    QApplication.sendEvent(first, QEvent(QEvent.Type.Leave))
    assert top(first) > before  # it stands at the foot of the window again
