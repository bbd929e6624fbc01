"""The program reopens where it was closed: on these screens, at this page and record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings import LastView, WindowPlace
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.list_source import Sorting
from crm_desktop.gui.pages.deals.modes import LIST
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell import window_state
from crm_desktop.gui.shell.window_state import (
    WindowState,
    brought_onto,
    is_visible,
    middle_of,
    screens_key,
)
from tests.gui.conftest import Open, close_windows, contacts, there, view_of, write
from tests.gui.deal_pages import PLACE
from tests.gui.deals import make_sale

# Of the screen that the tests draw on, not of the program.
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support propagateSizeHints"),
]

LAPTOP = QRect(0, 0, 1440, 900)
DESK = QRect(1440, -200, 2560, 1440)
MAXIMIZED = Qt.WindowState.WindowMaximized


def test_screens_have_one_name_in_any_order() -> None:
    assert screens_key([DESK, LAPTOP]) == screens_key([LAPTOP, DESK])
    assert screens_key([LAPTOP, DESK]) == "1440x900+0+0 2560x1440+1440-200"


@pytest.mark.parametrize(
    ("place", "visible"),
    [
        (WindowPlace(10, 30, 1200, 800), True),
        (WindowPlace(3000, 100, 1200, 800), False),
        (WindowPlace(-1100, 30, 1200, 800), False),  # only a sliver of it
        (WindowPlace(-1000, 30, 1200, 800), True),
        (WindowPlace(100, 895, 1200, 800), False),  # its upper edge is below the screen
        (WindowPlace(100, -700, 1200, 800), False),  # and here above
    ],
)
def test_a_place_is_used_if_its_upper_edge_can_be_seen(place: WindowPlace, visible: bool) -> None:
    assert is_visible(place, [LAPTOP]) == visible


def test_a_window_and_its_title_bar_are_never_larger_than_the_screen() -> None:
    laptop = QRect(1440, 0, 1280, 720)
    assert middle_of(laptop, QSize(1360, 800)) == WindowPlace(1448, 32, 1264, 656)
    assert middle_of(LAPTOP, QSize(1000, 700)) == WindowPlace(220, 100, 1000, 700)


@pytest.mark.parametrize(
    ("window", "brought"),
    [
        (QRect(100, 50, 1000, 700), QRect(100, 50, 1000, 700)),  # whole already
        (QRect(1100, 50, 1000, 700), QRect(440, 50, 1000, 700)),
        (QRect(-700, 400, 1000, 700), QRect(0, 200, 1000, 700)),
        (QRect(40, 10, 1024, 1300), QRect(40, 32, 1024, 836)),  # its title bar too
        (QRect(300, -40, 2000, 700), QRect(16, 32, 1424, 700)),
    ],
)
def test_a_window_is_brought_onto_the_screen_that_shows_most_of_it(
    window: QRect, brought: QRect
) -> None:
    assert brought_onto(window, [LAPTOP]) == brought
    assert LAPTOP.contains(brought)
    assert brought_onto(window.translated(0, -2000), [LAPTOP, LAPTOP.translated(0, -2000)]) == (
        brought.translated(0, -2000)
    )


def test_a_window_that_stands_whole_on_two_screens_stays_there() -> None:
    across = QRect(LAPTOP.right() - 400, 50, 1000, 700)
    beside = LAPTOP.translated(LAPTOP.width(), 0)
    assert brought_onto(across, [LAPTOP, beside]) == across
    assert brought_onto(across, [LAPTOP, beside.translated(300, 0)]) != across


class Screens:
    """Screens that come and go, in place of the one that tests have."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.present = [LAPTOP]
        monkeypatch.setattr(window_state, "_whole", lambda: self.present)
        monkeypatch.setattr(window_state, "_available", lambda: self.present)
        monkeypatch.setattr(WindowState, "_main_screen", lambda _self: self.present[0])


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> Screens:
    return Screens(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.toml")


def shown(qtbot: QtBot, file: SettingsFile) -> tuple[QWidget, WindowState]:
    """A window of 1000×700 with its state, on the screen."""
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    state = WindowState(window, file)
    state.restore()
    window.show()
    return window, state


def test_a_first_window_stands_in_the_middle(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    window, _state = shown(qtbot, file)
    assert window.geometry() == QRect(220, 100, 1000, 700)


def test_each_configuration_of_screens_has_its_own_place(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    window, state = shown(qtbot, file)
    window.setGeometry(5, 40, 900, 600)
    state.remember()
    screens.present = [LAPTOP, DESK]
    window, state = shown(qtbot, file)
    window.setGeometry(2000, 0, 1800, 1100)
    state.remember()
    assert shown(qtbot, file)[0].geometry() == QRect(2000, 0, 1800, 1100)
    screens.present = [LAPTOP]
    assert shown(qtbot, file)[0].geometry() == QRect(5, 40, 900, 600)


def test_a_place_that_no_screen_shows_is_not_used(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    far = WindowPlace(5000, 40, 900, 600)
    file.change(lambda settings: settings.with_window(screens_key([LAPTOP]), far))
    assert shown(qtbot, file)[0].geometry() == QRect(220, 100, 1000, 700)


def test_a_large_window_is_large_again_and_knows_its_smaller_size(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    window, state = shown(qtbot, file)
    window.setGeometry(5, 40, 900, 600)
    window.setWindowState(MAXIMIZED)
    qtbot.waitUntil(window.isMaximized)
    state.remember()
    again, _state = shown(qtbot, file)
    assert again.isMaximized()
    assert file.read().windows[screens_key([LAPTOP])] == WindowPlace(5, 40, 900, 600, True)


def test_when_its_screen_is_unplugged_the_window_comes_back_into_sight(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    screens.present = [LAPTOP, DESK]
    window, state = shown(qtbot, file)
    window.setGeometry(2000, 0, 1200, 800)
    qtbot.waitUntil(lambda: bool(state._noted))
    screens.present = [LAPTOP]
    state._screens_changed()
    qtbot.waitUntil(lambda: window.geometry() == QRect(120, 50, 1200, 800))
    screens.present = [LAPTOP, DESK]  # and back when it is plugged in again
    state._screens_changed()
    qtbot.waitUntil(lambda: window.geometry().x() == 2000)


def test_when_its_screen_becomes_smaller_the_window_does_too_and_grows_again_with_it(
    screens: Screens, file: SettingsFile, qtbot: QtBot
) -> None:
    window, state = shown(qtbot, file)
    window.setGeometry(100, 100, 1200, 780)
    qtbot.waitUntil(lambda: bool(state._noted))
    screens.present = [QRect(0, 0, 1100, 700)]
    screen = window.screen()
    screen.geometryChanged.emit(screen.geometry())
    qtbot.waitUntil(lambda: window.geometry() == QRect(16, 64, 1084, 636))
    screens.present = [LAPTOP]
    screen.geometryChanged.emit(screen.geometry())
    qtbot.waitUntil(lambda: window.geometry() == QRect(100, 100, 1200, 780))


@pytest.mark.expected_log
def test_where_nothing_can_be_kept_the_window_closes_all_the_same(
    screens: Screens, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("")
    _window, state = shown(qtbot, SettingsFile(tmp_path / "file" / "settings.toml"))
    state.remember()


# Page and record


@pytest.fixture
def program(qtbot: QtBot, file: SettingsFile) -> Iterator[Program]:
    """The program with settings of its own."""
    program = Program(make_application("en"), file)
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


def begun(program: Program, qtbot: QtBot, address: Path | None = None) -> Session:
    """The program's start until its first list is there."""
    program.begin(str(address) if address else None)
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: view_of(session).page.is_ready)
    return session


@pytest.fixture
def people(workspace: Path, open_workspace: Open) -> dict[str, str]:
    """Three people in the workspace, by name."""
    from crm_desktop.features.contacts.commands import CreateContact

    backend = open_workspace(workspace)
    return {
        name: write(backend, CreateContact({"given_name": name}, "RU"))
        for name in ("Anna", "Boris", "Cyril")
    }


def test_it_reopens_the_last_workspace_at_the_same_record(
    program: Program, people: dict[str, str], workspace: Path, file: SettingsFile, qtbot: QtBot
) -> None:
    session = begun(program, qtbot, workspace)
    contacts(session).table.choose(1)
    close_windows(program, qtbot)
    assert file.read().recent == (str(workspace),)
    assert file.read().views == {str(workspace): LastView("contact", people["Boris"])}
    session = begun(program, qtbot)
    qtbot.waitUntil(lambda: contacts(session).current_id() == people["Boris"])
    view = view_of(session)
    qtbot.waitUntil(lambda: view.preview.shown is not None)
    assert there(view.preview.shown).title == "Boris"


@pytest.fixture
def _is_looked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the person is, is looked at fifty times a second."""
    monkeypatch.setattr(window_state, "_LOOK_EVERY_MS", 20)


def widened(session: Session, qtbot: QtBot) -> Session:
    """With room for the preview."""
    session.window.resize(1400, 800)
    qtbot.waitUntil(lambda: not view_of(session).preview.isHidden())
    return session


@pytest.mark.usefixtures("_is_looked_often")
def test_where_the_person_rests_is_kept_before_anything_is_closed(
    program: Program, people: dict[str, str], workspace: Path, file: SettingsFile, qtbot: QtBot
) -> None:
    session = widened(begun(program, qtbot, workspace), qtbot)
    contacts(session).table.choose(1)
    view_of(session).show_preview(is_shown=False)
    rested = LastView("contact", people["Boris"], preview=False)
    qtbot.waitUntil(lambda: file.read().views == {str(workspace): rested})


@pytest.mark.usefixtures("people")
def test_a_preview_that_was_closed_stays_closed(
    program: Program, workspace: Path, qtbot: QtBot
) -> None:
    view_of(widened(begun(program, qtbot, workspace), qtbot)).show_preview(is_shown=False)
    close_windows(program, qtbot)
    again = begun(program, qtbot)
    again.window.resize(1400, 800)
    view = view_of(again)
    assert view.width() == 1400
    assert view.preview.isHidden()
    view.show_preview(is_shown=True)
    close_windows(program, qtbot)
    widened(begun(program, qtbot), qtbot)


def test_it_reopens_at_a_record_far_below_the_lines_that_are_read_first(
    program: Program, workspace: Path, open_workspace: Open, qtbot: QtBot
) -> None:
    from crm_desktop.features.contacts.commands import CreateContact

    backend = open_workspace(workspace)
    for number in range(100):
        write(backend, CreateContact({"given_name": f"Anna {number:03}"}, "RU"))
    session = begun(program, qtbot, workspace)
    qtbot.waitUntil(lambda: contacts(session).model.is_whole)
    contacts(session).table.choose(97)
    qtbot.waitUntil(lambda: bool(contacts(session).current_id()))
    last = contacts(session).current_id()
    close_windows(program, qtbot)
    session = begun(program, qtbot)
    qtbot.waitUntil(lambda: contacts(session).current_id() == last)
    assert contacts(session).table.currentIndex().row() == 97
    assert 97 in contacts(session).table.lines_on_screen


def test_it_reopens_the_page_and_reads_no_other(
    program: Program, people: dict[str, str], workspace: Path, qtbot: QtBot
) -> None:
    view_of(begun(program, qtbot, workspace)).show_place(1)
    close_windows(program, qtbot)
    view = view_of(begun(program, qtbot))
    assert view.page is view.pages[1]
    assert view.place == 1
    assert not view.pages[0].is_ready


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "last",
    [LastView("contact", "01a20037-3d99-734c-8530-14f779bad76c"), LastView("weather", "")],
    ids=["the record is gone", "the page is gone"],
)
def test_what_is_gone_leaves_the_list(
    program: Program, workspace: Path, file: SettingsFile, qtbot: QtBot, last: LastView
) -> None:
    file.change(lambda old: replace(old, views={str(workspace): last}, recent=(str(workspace),)))
    session = begun(program, qtbot)
    assert contacts(session).count == 3
    assert view_of(session).page is view_of(session).pages[0]


def test_a_workspace_that_is_gone_is_told_and_not_made_anew(
    program: Program, file: SettingsFile, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = tmp_path / "stick" / "base.crm"
    gone.parent.mkdir()
    file.change(lambda settings: settings.with_workspace(str(gone)))
    program.begin(None)
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.failure is not None)
    assert not gone.exists()


def test_settings_that_could_not_be_understood_are_told(
    program: Program, file: SettingsFile, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "settings.toml").write_text("theme = ")
    session = begun(program, qtbot, workspace)
    [note] = session.window.notifications.notes
    assert note.words.startswith("Your settings couldn’t be understood")


def test_the_list_of_deals_is_there_again_in_its_order_with_its_deal(
    program: Program, workspace: Path, open_workspace: Open, qtbot: QtBot
) -> None:
    sale = make_sale(open_workspace(workspace))
    session = begun(program, qtbot, workspace)
    deals = show_deals(session)
    qtbot.waitUntil(lambda: deals.is_ready)
    deals.choose_pipeline(sale.pipeline)
    deals.show_mode(LIST)
    part = there(deals.list)
    qtbot.waitUntil(lambda: part.list.count == 1)
    part.sort_by(1, descending=True)
    part.group_by("stage")
    qtbot.waitUntil(lambda: part.list.model.is_heading(0))
    part.list.table.choose(1)
    close_windows(program, qtbot)
    again = view_of(begun(program, qtbot)).page
    assert isinstance(again, DealsPage)
    assert again.mode == LIST
    part = there(again.list)
    qtbot.waitUntil(lambda: part.list.current_id() == sale.deal)
    assert part.asked.sorting == Sorting("amount", True)
    assert part.list.model.is_heading(0)


def test_a_new_deal_becomes_current_when_it_comes_into_the_list(
    program: Program, workspace: Path, open_workspace: Open, qtbot: QtBot
) -> None:
    from crm_desktop.features.deals.commands import CreateDeal

    sale = make_sale(open_workspace(workspace))
    deals = show_deals(begun(program, qtbot, workspace))
    qtbot.waitUntil(lambda: deals.is_ready)
    deals.choose_pipeline(sale.pipeline)
    deals.show_mode(LIST)
    part = there(deals.list)
    qtbot.waitUntil(lambda: part.list.count == 1 and part.list.model.is_whole)
    values = {"title": "Gym", "pipeline": sale.pipeline, "stage": sale.stages[0]}
    new = write(sale.backend, CreateDeal(values))
    deals.begin_with(new)
    qtbot.waitUntil(lambda: part.list.current_id() == new)


def show_deals(session: Session) -> DealsPage:
    """Go to the page of deals."""
    view = view_of(session)
    view.show_place(PLACE)
    assert isinstance(view.page, DealsPage)
    return view.page
