"""What is imported and made early waits for who works with the window."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.work import Reader
from crm_desktop.gui import preloading
from crm_desktop.gui.bridge import bridge as bridge_module
from crm_desktop.gui.bridge.bridge import Bridge


def test_nothing_is_imported_while_answers_are_awaited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "wanted_only_later.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(preloading, "_LATER", ("wanted_only_later",))
    monkeypatch.setattr(preloading, "_all_there", threading.Event())
    monkeypatch.setattr(preloading, "_PAUSE_MS", 1)
    looks: list[bool] = []

    def is_quiet() -> bool:
        looks.append("wanted_only_later" in sys.modules)
        return len(looks) > 3

    preloading.import_later(is_quiet)
    qtbot.waitUntil(preloading.is_all_imported)
    assert looks == [False, False, False, False, True]


def test_a_bridge_is_quiet_a_while_after_the_last_answer(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()

    def wait(_reader: Reader) -> None:
        may_answer.wait(5)

    monkeypatch.setattr(bridge_module, "_QUIET_SECONDS", 3_600.0)
    answers: list[None] = []
    bridge.query(wait, then=answers.append, owner=bridge)
    assert not bridge.is_quiet()
    may_answer.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert not bridge.is_quiet()
    monkeypatch.setattr(bridge_module, "_QUIET_SECONDS", 0.0)
    assert bridge.is_quiet()
