"""Workspaces and windows for the tests of the window, all on files of their own.

The main thread of a test is the GUI thread: once a bridge exists it may not touch the database,
so helpers that write or open do it elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend, workspace_settings
from crm_desktop.core.threads import allow_waiting
from crm_desktop.gui import session_cards
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListView
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
from crm_desktop.gui.pages.importing.wizard import ImportWizard
from crm_desktop.gui.pages.search.page import SearchPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.way import Way
from crm_desktop.gui.shell.workspace_view import WorkspaceView
from crm_desktop.store.identity import read_settings
from tests.factories.jitter import delay_at_random

_SCREEN = ("-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
needs_x_server = pytest.mark.skipif(
    not all(map(shutil.which, ("Xvfb", "xdotool", "setxkbmap"))),
    reason="needs an X server: Xvfb, xdotool and setxkbmap",
)

Open = Callable[[Path | str], Backend]
Thing = TypeVar("Thing")


@pytest.fixture(autouse=True)
def _main_thread_may_wait_again() -> Iterator[None]:
    yield
    allow_waiting()


@pytest.fixture(autouse=True)
def _late_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has other things to do, where ``CRM_TEST_JITTER`` asks for it."""
    delay_at_random(monkeypatch)


@pytest.fixture(autouse=True)
def _undressed() -> Iterator[None]:
    """Whatever dressed the application for a test leaves it plain for the next, and in the
    language of the start."""
    formats = QLocale()
    yield
    QLocale.setDefault(formats)
    application = QApplication.instance()
    managers = application.findChildren(ThemeManager) if application is not None else []
    for manager in managers:
        manager.deleteLater()
    if managers:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _pointer_out_of_the_way() -> Iterator[None]:
    """Where no window of the next test comes up beneath it: lists hold back what others do while
    it is over their rows."""
    yield
    if QApplication.instance() is not None:
        QCursor.setPos(QPoint(10_000, 10_000))


@pytest.fixture(autouse=True)
def _cards_made_when_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else cards would come while widgets are counted."""
    monkeypatch.setattr(session_cards, "_MAKE_MS", 3_600_000)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace, migrated once for all tests."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_backend(str(path), create=True, language="en").close()
    return path


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Path:
    """An empty workspace of this test."""
    return Path(shutil.copy(template, tmp_path / "workspace.db"))


@pytest.fixture
def open_workspace() -> Iterator[Open]:
    """Opens backends, off the GUI thread, and closes them after the test."""
    opened: list[Backend] = []

    def open_(path: Path | str) -> Backend:
        with ThreadPoolExecutor(1) as pool:
            backend = pool.submit(open_backend, str(path), create=False).result()
        backend.feed.start()
        opened.append(backend)
        return backend

    yield open_
    for backend in opened:
        backend.close()


@pytest.fixture
def backend(workspace: Path, open_workspace: Open) -> Backend:
    """A backend on this test's workspace."""
    return open_workspace(workspace)


@pytest.fixture
def bridge(backend: Backend, workspace: Path, qtbot: QtBot) -> Iterator[Bridge]:
    """A bridge over ``backend``."""
    bridge = Bridge(backend, workspace_settings(backend), place=workspace)
    yield bridge
    bridge.close()
    qtbot.waitUntil(lambda: bridge.is_closed)
    bridge.deleteLater()


@pytest.fixture
def display() -> Iterator[str]:
    """An X server without a screen, by its number."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), *_SCREEN],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        yield f":{os.read(read_end, 16).decode().strip()}"  # the number it took, once it is ready
    finally:
        os.close(read_end)
        server.terminate()
        server.wait()


@pytest.fixture
def dressed(qapp: QApplication) -> None:
    """The light theme on the application."""
    ThemeManager(qapp, Appearance(mode="light"))


@pytest.fixture
def program(dressed: None, qtbot: QtBot) -> Iterator[Program]:
    """The program without its loop; windows that a test leaves open are closed."""
    program = Program(make_application("en"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


def close_windows(program: Program, qtbot: QtBot) -> None:
    """Close all windows and wait until their workspaces are closed too."""
    program.finish()
    qtbot.waitUntil(lambda: not program.sessions)


OpenWindow = Callable[..., Session]


@pytest.fixture
def open_window(program: Program, qtbot: QtBot) -> OpenWindow:
    """Opens a window on a workspace and waits until its first list is there."""

    def open_(path: Path | str) -> Session:
        session = program.open(str(path))
        qtbot.waitUntil(lambda: session.window.view is not None)
        qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
        session.window.activateWindow()
        return session

    return open_


def wait_for_answers(bridge: Bridge, qtbot: QtBot) -> None:
    """Until nothing is asked any more, and no answer can make another widget."""
    qtbot.waitUntil(lambda: not bridge._calls)


def there(thing: Thing | None) -> Thing:
    """What must be there by now; the test fails if it is not."""
    assert thing is not None
    return thing


def view_of(session: Session) -> WorkspaceView:
    """What the window shows of its workspace, which is open."""
    return there(session.window.view)


def name_in(way: Way) -> str:
    """Whose card a window shows, by its head; nothing while it shows none."""
    card = way.card
    return card.head.name if card is not None and card.head is not None else ""


def results_of(session: Session) -> SearchPage:
    """The page that answers the search field."""
    results = view_of(session).results
    assert isinstance(results, SearchPage)
    return results


def new_contact_of(session: Session) -> NewContactDialog:
    """The dialog of new contacts, open or not."""
    return there(session.dialogs).new_contact


def wizard_of(session: Session) -> ImportWizard:
    """The import wizard, which is open."""
    return there(there(session._importing).wizard)


def import_by_guess(session: Session, qtbot: QtBot) -> ImportWizard:
    """Wait for the wizard's preview and take the quick way: Enter, Enter."""
    wizard = wizard_of(session)
    qtbot.waitUntil(wizard.primary.isEnabled)
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    return wizard


def contacts(session: Session) -> ListView:
    """The list of people in the session's window."""
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    return page.list


def column(session: Session, number: int = 0) -> list[str]:
    """What a column of the list of people shows."""
    model = contacts(session).model
    return [model.text_at(line, number) or "" for line in range(model.rowCount())]


def write(backend: Backend, command: Any) -> Any:
    """Carry out a command from outside and give its result."""
    is_long = backend.commands[type(command)].long
    future = backend.start(command).future if is_long else backend.submit(command)
    return future.result(timeout=10).result


def read(backend: Backend, query: Callable[..., Any], *args: Any) -> Any:
    """Ask from outside."""
    return backend.submit_query(query, *args).result(timeout=10)


def workspace_id(backend: Backend) -> str:
    """By which its rows are told from those of other workspaces."""
    return str(read(backend, lambda reader: read_settings(reader.connection)["id"]))
