"""The window around the lists: places, the way back, narrow windows, the preview, the menu bar."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import Page
from crm_desktop.gui.shell.trail import Step, Trail
from tests.gui.conftest import OpenWindow, column, contacts, there, view_of, write

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NAMES = ("Anna", "Boris", "Cyril")


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on three people and a company."""
    write(backend, CreateCompany({"name": "Vektor Plus"}))
    for name in NAMES:
        phones = [{"value": "8 900 555-01-14", "type": "work"}]
        write(backend, CreateContact({"given_name": name, "phones": phones}, "RU"))
    return open_window(workspace)


def test_a_place_is_one_press_away_and_back_leads_home(session: Session) -> None:
    view = view_of(session)
    assert not view.top.back.isEnabled()
    view.sidebar.buttons[1].click()
    assert view.page is view.pages[1]
    assert view.sidebar.buttons[1].isChecked()
    assert view.top.title.text() == "Companies"
    view.top.back.click()
    assert view.page is view.pages[0]
    view.top.forward.click()
    assert view.page is view.pages[1]


def test_back_leads_out_of_a_search_and_forward_into_it(session: Session) -> None:
    view = view_of(session)
    QTest.keyClicks(view.search, "ann")
    assert view.page is view.results
    session.window.commands.action("go.back").trigger()
    assert view.page is view.pages[0]
    assert view.search.text() == ""
    session.window.commands.action("go.forward").trigger()
    assert view.search.text() == "ann"
    assert view.page is view.results


def test_a_press_on_the_header_turns_the_order(session: Session, qtbot: QtBot) -> None:
    contacts(session).table.sort_wanted.emit(0)
    qtbot.waitUntil(lambda: column(session) == list(reversed(NAMES)))
    contacts(session).table.sort_wanted.emit(0)
    qtbot.waitUntil(lambda: column(session) == list(NAMES))


@pytest.mark.parametrize(
    ("width", "folded", "preview"),
    [(1440, False, True), (1199, True, True), (1119, True, False), (1024, True, False)],
)
def test_a_narrow_window_folds_the_sidebar_and_then_the_preview(
    session: Session, width: int, folded: bool, preview: bool
) -> None:
    session.window.resize(width, 700)
    QApplication.processEvents()
    view = view_of(session)
    assert view.sidebar.is_folded is folded
    assert view.preview.isVisible() is preview
    assert session.window.commands.action("view.preview").isChecked() is preview


def test_in_a_narrow_window_the_preview_slides_over_the_list(session: Session) -> None:
    session.window.resize(1024, 700)
    view = view_of(session)
    QApplication.processEvents()
    width = view.stack.width()
    session.window.commands.action("view.preview").trigger()
    QApplication.processEvents()
    assert view.preview.isVisible()
    assert view.stack.width() == width
    assert view.preview.geometry().right() == view.rect().right()
    session.window.resize(1440, 700)
    QApplication.processEvents()
    assert view.preview.isVisible()
    assert view.stack.width() < view.width() - view.preview.width()


def test_in_a_folded_sidebar_all_stands_in_one_line(session: Session, qtbot: QtBot) -> None:
    sidebar = view_of(session).sidebar
    sidebar.fold(True)
    parts = (sidebar.head.mark, sidebar.buttons[0], sidebar.user)

    def is_straight() -> bool:
        middles = [part.mapTo(sidebar, part.rect().center()).x() for part in parts]
        return max(middles) - min(middles) <= 1

    qtbot.waitUntil(is_straight)


def test_places_of_a_folded_sidebar_stay_as_high_when_the_looks_change(session: Session) -> None:
    sidebar = view_of(session).sidebar
    session.window.resize(1024, 700)
    for density in ("compact", "comfortable"):
        ThemeManager.instance().apply(Appearance(mode="light", density=density))
        QApplication.processEvents()
        assert {button.height() for button in sidebar.buttons} == {measures.NAV_FOLDED}


def test_the_sidebar_folds_by_key_whatever_the_width(session: Session) -> None:
    view = view_of(session)
    session.window.commands.action("view.sidebar").trigger()
    assert view.sidebar.is_folded
    assert view.sidebar.buttons[0].accessibleName() == "Contacts"
    session.window.commands.action("view.sidebar").trigger()
    assert not view.sidebar.is_folded


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing the keyboard")
def test_the_sidebar_folds_and_its_places_are_chosen_by_the_mouse_alone(session: Session) -> None:
    view = view_of(session)
    session.window.resize(1400, 800)

    def choose(words: str) -> None:
        QTest.mouseClick(view.sidebar.head, Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        [action] = [action for action in menu.actions() if action.text() == words]
        action.trigger()
        menu.close()

    choose("Fold the sidebar")
    assert view.sidebar.is_folded
    choose("Unfold the sidebar")
    assert not view.sidebar.is_folded
    choose("Places of the sidebar…")
    assert isinstance(view.page, SettingsPage)
    assert view.page.section.objectName() == "appearance"
    choose("About this workspace")
    assert view.page.section.objectName() == "workspace"


def test_a_phone_is_copied_by_one_press(session: Session, qtbot: QtBot) -> None:
    contacts(session).table.choose(0)
    preview = view_of(session).preview
    qtbot.waitUntil(lambda: preview.shown is not None)
    [copy] = [b for b in preview.findChildren(QToolButton) if b.toolTip().startswith("Copy")]
    copy.click()
    assert QApplication.clipboard().text() == "+7 900 555-01-14"


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing the keyboard")
def test_alt_alone_shows_the_menu_bar_and_hides_it_again(session: Session) -> None:
    window = session.window
    assert window.menuBar().isHidden()
    QTest.keyClick(window, Key.Key_Alt)
    assert not window.menuBar().isHidden()
    QTest.keyClick(window, Key.Key_Alt)
    assert window.menuBar().isHidden()
    QTest.keyPress(window, Key.Key_Alt)
    QTest.keyClick(window, Key.Key_F, Modifier.AltModifier)
    QTest.keyRelease(window, Key.Key_Alt)
    QTest.keyPress(window, Key.Key_Alt)
    shortcut = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Right, Modifier.AltModifier)
    QApplication.sendEvent(window, shortcut)  # a shortcut took the key: only this was to be seen
    QTest.keyRelease(window, Key.Key_Alt)
    assert window.menuBar().isHidden()


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing the keyboard")
@pytest.mark.parametrize("keys", [[Key.Key_Escape, Key.Key_Escape], [Key.Key_Up, Key.Key_Return]])
def test_the_menu_bar_goes_when_it_is_left_and_stays_from_menu_to_menu(
    session: Session, qtbot: QtBot, keys: list[Qt.Key]
) -> None:
    bar = session.window.menuBar()
    QTest.keyClick(session.window, Key.Key_Alt)
    for _menu in range(3):  # to the menu of the view, whose last command is for the whole screen
        QTest.keyClick(there(QApplication.activePopupWidget()), Key.Key_Right)
        QApplication.processEvents()
        assert not bar.isHidden()
    session.window.commands.action("view.full_screen").triggered.disconnect()
    for key in keys:
        QTest.keyClick(QApplication.activePopupWidget() or bar, key)
    qtbot.waitUntil(bar.isHidden)


def test_f6_goes_round_all_panes_and_back(session: Session) -> None:
    view = view_of(session)
    session.window.activateWindow()
    view.sidebar.setFocus()
    tools = (view.toolbar.views, view.toolbar.filters)
    panes = (view.top, *tools, view.page, view.preview, view.sidebar)
    for pane in panes:
        view.next_pane()
        focused = there(QApplication.focusWidget())
        assert pane is focused or pane.isAncestorOf(focused)
    view.next_pane(backward=True)
    assert view.preview.hasFocus()


def test_ticks_end_with_the_page(session: Session) -> None:
    table, view = contacts(session).table, view_of(session)
    table.choose(0)
    QTest.keyClick(table, Key.Key_Space)
    assert table.ticks
    view.show_place(1)
    assert not table.ticks


def test_notes_stand_beside_the_sidebar_in_full_height(session: Session) -> None:
    notes = session.window.notifications
    notes.tell("The contact is in the archive now.", Button("Undo", notes.hide))
    notes.tell("Nothing was sent. " * 12)
    QApplication.processEvents()
    for note in notes.notes:
        assert note.height() >= note.heightForWidth(note.width())
        left = note.mapTo(session.window, note.rect().topLeft()).x()
        assert left > view_of(session).sidebar.width()


def test_arrows_go_from_place_to_place(session: Session) -> None:
    view = view_of(session)
    view.sidebar.setFocus()
    QTest.keyClick(view.sidebar.buttons[0], Key.Key_Down)
    assert view.sidebar.buttons[1].hasFocus()


def test_every_button_has_a_name(session: Session) -> None:
    unnamed = [
        button
        for button in view_of(session).findChildren(QAbstractButton)
        if not (button.accessibleName() or button.text() or button.toolTip())
        and not button.isHidden()  # as Qt’s own in the corner of tables
    ]
    assert unnamed == []


@pytest.fixture(params=["light", "dark"])
def in_theme(request: pytest.FixtureRequest, program: object) -> None:
    """The application in each theme."""
    ThemeManager.instance().apply(Appearance(mode=request.param))


@pytest.fixture(params=LANGUAGES)
def in_language(request: pytest.FixtureRequest, program: object) -> None:
    """The application in each language."""
    set_language(request.param)
    make_application(request.param)


@pytest.mark.usefixtures("in_theme", "in_language")
def test_every_page_is_drawn_in_every_language_theme_and_size(
    session: Session, qtbot: QtBot
) -> None:
    """Warnings of Qt fail the test by themselves."""
    view = view_of(session)
    for size in (QSize(1440, 900), QSize(1024, 640)):
        session.window.resize(size)
        for number, page in enumerate(view.pages):
            view.show_place(number)
            qtbot.waitUntil(partial(_is_ready, page))
            page.choose_first()
            assert not session.window.grab().isNull()
        view.search.setText("a")
        qtbot.waitUntil(partial(_is_ready, view.results))
        assert session.window.grab().size() == size


def _is_ready(page: Page) -> bool:
    return page.is_ready


def test_the_trail_forgets_what_lay_ahead_and_joins_typing() -> None:
    trail = Trail(Step(0))
    trail.go(Step(1))
    trail.go(Step(1, "a"))
    trail.go(Step(1, "an"))
    assert trail.back() == Step(1)
    assert trail.forward() == Step(1, "an")
    trail.back()
    trail.go(Step(0))
    assert not trail.can_go_forward
    assert trail.back() == Step(1)


def test_the_trail_keeps_50_steps() -> None:
    trail = Trail(Step(0))
    for number in range(120):
        trail.go(Step(number % 2, f"{number}" if number % 3 else ""))
    steps = 0
    while trail.can_go_back:
        trail.back()
        steps += 1
    assert steps <= 50
