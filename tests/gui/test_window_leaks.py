"""A window that was closed leaves nothing behind: no widgets, no threads, no connections."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.gui.program import Program
from tests.gui.conftest import OpenWindow, close_windows


def delete_what_is_due() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def open_files(path: Path) -> int:
    return sum(file.path.startswith(str(path)) for file in psutil.Process().open_files())


@pytest.mark.parametrize("times", [8, pytest.param(200, marks=pytest.mark.long)])
def test_a_window_opened_and_closed_often_leaves_nothing(
    program: Program, open_window: OpenWindow, workspace: Path, qtbot: QtBot, times: int
) -> None:
    open_window(workspace)
    close_windows(program, qtbot)
    delete_what_is_due()
    widgets, threads = len(QApplication.allWidgets()), threading.active_count()
    for _time in range(times):
        open_window(workspace)
        close_windows(program, qtbot)
        delete_what_is_due()
    assert len(QApplication.allWidgets()) <= widgets
    assert threading.active_count() <= threads
    assert open_files(workspace) == 0


def test_a_window_closed_while_it_opens_leaves_nothing(
    program: Program, workspace: Path, qtbot: QtBot
) -> None:
    program.open(str(workspace))
    close_windows(program, qtbot)
    delete_what_is_due()
    qtbot.waitUntil(lambda: not any(thread.name == "opening" for thread in threading.enumerate()))
    assert open_files(workspace) == 0
