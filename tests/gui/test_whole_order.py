"""A list whose order is known only in its beginning is printed whole, and leads on to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.printing import PrintedTable, Printing, Read
from tests.gui.conftest import Open, OpenWindow, contacts, read, there, view_of, write

PEOPLE = 90  # more than the beginning that is read first
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def backend(workspace: Path, open_workspace: Open) -> Backend:
    backend = open_workspace(workspace)
    for number in range(PEOPLE):
        write(backend, CreateContact({"given_name": f"Anna {number:02}"}))
    return backend


@pytest.fixture
def begun(
    backend: Backend, workspace: Path, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> tuple[Session, Callable[[], None]]:
    """A window on their list, of which only the beginning is known; and what reads the rest."""
    with monkeypatch.context() as held:
        held.setattr(RowTableModel, "read_order_again", lambda _self, **_how: None)
        session = open_window(workspace)
    model = contacts(session).model
    assert not model.is_whole
    return session, model.read_order_again


def test_printing_waits_for_the_whole_list(
    backend: Backend,
    begun: tuple[Session, Callable[[], None]],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    session, read_rest = begun
    asked: list[Read] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, _name, what: asked.append(what))
    for _time in range(2):  # pressed twice, it is asked once
        session.window.commands.action("file.print").trigger()
    assert asked == []
    read_rest()
    qtbot.waitUntil(lambda: bool(asked))
    [what] = asked
    printed = read(backend, what)
    assert isinstance(printed, PrintedTable)
    assert len(printed.rows) == PEOPLE


def test_who_went_elsewhere_meanwhile_is_not_asked_for_a_printer(
    begun: tuple[Session, Callable[[], None]], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session, read_rest = begun
    monkeypatch.setattr(Printing, "choose_printer", lambda *_all: pytest.fail("asked"))
    session.window.commands.action("file.print").trigger()
    view_of(session).show_place(1)
    read_rest()
    qtbot.waitUntil(lambda: contacts(session).model.is_whole)


def test_the_card_leads_on_to_the_end_of_the_list(
    begun: tuple[Session, Callable[[], None]], qtbot: QtBot
) -> None:
    session, read_rest = begun
    view, table = view_of(session), contacts(session).table
    table.choose(2)
    view.open_current_apart()
    view.open_current()
    [window] = there(session.cards).windows
    ways = (view.way, window.way)
    qtbot.waitUntil(lambda: all(there(way.trail.visit.among).line == 2 for way in ways))
    where = view.top.crumbs.where
    assert where.isHidden()  # of how many, nobody knows
    assert view.top.crumbs.next.isEnabled()
    read_rest()
    qtbot.waitUntil(lambda: all(there(way.trail.visit.among).is_whole for way in ways))
    assert all(len(there(way.trail.visit.among).rids) == PEOPLE for way in ways)
    assert where.text() == f"3 of {PEOPLE}"
    assert not where.isHidden()
