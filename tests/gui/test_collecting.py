"""Widgets that only a cycle of references holds are destroyed on the GUI thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.gui.app import make_application


def leave_in_a_cycle(destroyed_on: list[threading.Thread]) -> None:
    thing = QObject()
    thing.destroyed.connect(
        lambda: destroyed_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    thing.itself = [thing]  # type: ignore[attr-defined]


def make_garbage_until_collected(destroyed_on: list[threading.Thread]) -> None:
    """As a reader's thread does that works through very many rows."""
    for _round in range(200):
        for _number in range(10_000):
            row: list[object] = []
            row.append(row)
        if destroyed_on:
            return


def test_another_thread_that_works_hard_destroys_no_widget(qtbot: QtBot) -> None:
    make_application("en")
    gc.collect()
    destroyed_on: list[threading.Thread] = []
    leave_in_a_cycle(destroyed_on)
    worker = threading.Thread(target=make_garbage_until_collected, args=(destroyed_on,))
    worker.start()
    qtbot.waitUntil(lambda: bool(destroyed_on))
    worker.join()
    assert destroyed_on == [threading.main_thread()]
