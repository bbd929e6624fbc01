"""What opens within a window leaves nothing when it is closed, however often: pages, dialogs,
palette, help of keys, import wizard."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import _READERS, Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.views.builder_dialog import BuilderDialog
from tests.gui.conftest import (
    OpenWindow,
    contacts,
    new_contact_of,
    there,
    view_of,
    wait_for_answers,
    wizard_of,
    write,
)

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")

_WARM_UP = 5
_LOOKS = 5
_GROWTH = 8_000_000  # bytes; what is kept once, as pictures of letters
TIMES = [8, pytest.param(200, marks=pytest.mark.long)]

Turn = Callable[[Session, QtBot, Path], None]


def turn_pages(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    """Every place of the sidebar once."""
    view = view_of(session)
    for number in range(len(view.pages)):
        view.show_place(number)
        # A page makes some of its parts once it knows something to show in them.
        wait_for_answers(there(session.bridge), qtbot)


def open_new_contact(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    session.new_contact()
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def open_new_company(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    session.new_company()
    dialog = there(session.dialogs).new_company
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def open_edit(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    contacts(session).table.choose(0)
    session.edit_record()
    dialog = there(session.dialogs).edit_dialog("contact")
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def open_palette(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    session.window.open_palette()
    palette = there(session.window.search_palette)
    palette.line.setText("ann")
    qtbot.waitUntil(lambda: palette.is_ready)
    palette.close_again()


def change_many(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    """A tick, the bar, and what would change."""
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    page.list.table.choose(0)
    page.list.table.flip(0)
    actions, shown = there(page.bulk.actions), list[Popover]()
    plain = actions.open

    def open_(popover: Popover, anchor: QWidget, focus: QWidget) -> None:
        shown.append(popover)
        plain(popover, anchor, focus)

    actions.open = open_  # type: ignore[method-assign]
    for one in page.bulk.bar.offered:
        if one.name in {"tags", "owner", "task"}:
            shown.clear()
            one.run(page.bulk.bar.more)
            # A screen that is none may take a pop-over away as soon as it is there.
            qtbot.waitUntil(lambda: bool(shown))
            if actions.popover is not None:
                actions.popover.close()
    actions.open = plain  # type: ignore[method-assign]
    shown.clear()
    page.list.table.clear_ticks()


def open_filters(session: Session, qtbot: QtBot, _sheet: Path) -> None:
    """A chip's pop-over and the builder of groups."""
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    views = page.views
    qtbot.waitUntil(lambda: bool(views.filters.chips))
    views.filters.chips[0].click()
    there(views.filters.popover).close()
    views.open_builder(views.root)
    there(session.window.findChild(BuilderDialog)).reject()
    qtbot.wait(1)


def open_keys_help(session: Session, _qtbot: QtBot, _sheet: Path) -> None:
    session.window.show_keys()
    there(session.window.keys_help).close_again()


def open_wizard(session: Session, qtbot: QtBot, sheet: Path) -> None:
    session.import_files((sheet,))
    wizard = wizard_of(session)
    qtbot.waitUntil(wizard.primary.isEnabled)
    wizard.reject()


TURNS = [
    turn_pages,
    open_new_contact,
    open_new_company,
    open_edit,
    open_palette,
    open_filters,
    change_many,
    open_keys_help,
    open_wizard,
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A file to import."""
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name,Phone\nBoris Kim,+48 600 555 114\n")
    return sheet


@pytest.fixture
def session(backend: Backend, open_window: OpenWindow, workspace: Path, qtbot: QtBot) -> Session:
    """A window on one person."""
    write(backend, CreateContact({"given_name": "Anna", "family_name": "Kim"}))
    session = open_window(workspace)
    qtbot.waitUntil(lambda: contacts(session).count == 1)
    start_all_readers(session)
    preview = view_of(session).preview
    contacts(session).table.choose(0)
    qtbot.waitUntil(lambda: preview.below_is_ready)
    return session


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.__name__)
def test_opened_and_closed_often_leaves_nothing(
    turn: Turn, times: int, session: Session, sheet: Path, qtbot: QtBot
) -> None:
    for _time in range(_WARM_UP):
        turn(session, qtbot, sheet)
    before, memory = at_rest(session, qtbot), psutil.Process().memory_info().rss
    for _time in range(times):
        turn(session, qtbot, sheet)
    after = at_rest(session, qtbot)
    grown = {name: after[name] - was for name, was in before.items() if after[name] > was}
    assert not grown
    assert psutil.Process().memory_info().rss - memory < _GROWTH


def start_all_readers(session: Session) -> None:
    """They start, and open their file, when they are first needed."""
    backend = there(session.bridge)._backend
    barrier = threading.Barrier(_READERS)
    waits = [backend.submit_query(lambda _reader: barrier.wait(10)) for _one in range(_READERS)]
    for wait in waits:
        while not wait.done():
            QTest.qWait(1)


def at_rest(session: Session, qtbot: QtBot) -> dict[str, int]:
    """What is there once answers under way make nothing more and take nothing away."""
    looks = [what_is_there(session)]

    def is_steady() -> bool:
        looks.append(what_is_there(session))
        if there(session.bridge)._calls:
            looks.clear()
        return len(looks) > _LOOKS and all(look == looks[-1] for look in looks[-_LOOKS:])

    qtbot.waitUntil(is_steady)
    return looks[-1]


def what_is_there(session: Session) -> dict[str, int]:
    """After what was to be deleted is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return {
        "widgets": len(QApplication.allWidgets()),
        "objects": len(session.window.findChildren(QObject)) + len(session.findChildren(QObject)),
        "threads": threading.active_count(),
        "files": len(psutil.Process().open_files()),
    }
