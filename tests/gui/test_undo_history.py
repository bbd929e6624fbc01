"""Ctrl+Z means what was done last, saved already or just being saved."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from tests.gui.conftest import read, there, write

pytestmark = pytest.mark.usefixtures("dressed")


def position(backend: Backend, contact: str) -> str:
    return there(read(backend, get_contact, contact)).state["position"] or ""


@pytest.fixture
def kim(backend: Backend) -> str:
    return str(write(backend, CreateContact({"given_name": "Kim"})))


@pytest.fixture
def history(bridge: Bridge, kim: str, qtbot: QtBot) -> UndoHistory:
    """The steps of a window in which Kim's position was written."""
    history = UndoHistory(bridge)
    with qtbot.waitSignal(bridge.saved):
        bridge.execute(UpdateContact(kim, 1, {"position": "Seller"}))
    return history


def test_what_is_just_being_saved_is_taken_back(
    history: UndoHistory, bridge: Bridge, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    bridge.execute(UpdateContact(kim, 2, {"position": "Boss"}))
    with qtbot.waitSignal(history.reversed):
        history.undo()
    assert position(backend, kim) == "Seller"


def test_nothing_else_is_taken_back_where_the_save_failed(
    history: UndoHistory, bridge: Bridge, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    refused: list[BaseException] = []
    with qtbot.waitSignal(bridge.saved):
        bridge.execute(UpdateContact(kim, 2, {"birthday": "soon"}), failed=refused.append)
        history.undo()
    assert len(refused) == 1
    assert history.next_undo is not None
    assert bridge.tasks == ()
    assert position(backend, kim) == "Seller"


def test_what_is_saved_while_another_step_is_taken_back_follows_it(
    history: UndoHistory, bridge: Bridge, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    other = str(write(backend, CreateContact({"given_name": "Lee"})))
    history.undo()
    bridge.execute(UpdateContact(other, 1, {"position": "Boss"}))
    history.undo()
    qtbot.waitUntil(lambda: position(backend, kim) == "")
    qtbot.waitUntil(lambda: position(backend, other) == "")


def test_what_was_taken_back_before_a_restart_can_be_done_again_step_by_step(
    history: UndoHistory, bridge: Bridge, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(bridge.saved):
        bridge.execute(UpdateContact(kim, 2, {"position": "Boss"}))
    for expected in ("Seller", ""):
        with qtbot.waitSignal(history.reversed):
            history.undo()
        assert position(backend, kim) == expected

    restarted = UndoHistory(bridge)
    for expected in ("Seller", "Boss"):
        qtbot.waitUntil(lambda: restarted.next_redo is not None)
        with qtbot.waitSignal(restarted.reversed):
            restarted.redo()
        assert position(backend, kim) == expected
    qtbot.waitUntil(lambda: not bridge._calls)
    assert restarted.next_redo is None


def test_after_something_new_nothing_is_done_again_after_a_restart_either(
    history: UndoHistory, bridge: Bridge, kim: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.reversed):
        history.undo()
    with qtbot.waitSignal(bridge.saved):
        bridge.execute(UpdateContact(kim, 3, {"position": "Boss"}))
    restarted = UndoHistory(bridge)
    qtbot.waitUntil(lambda: restarted.next_undo is not None and not bridge._calls)
    assert restarted.next_redo is None
