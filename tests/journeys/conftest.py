"""The program as a person starts it, on a computer of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.core.threads import allow_waiting
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.program import Program
from tests.factories.jitter import delay_at_random
from tests.gui.conftest import there
from tests.journeys.window import Start, end


@pytest.fixture(autouse=True)
def _late_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has other things to do, where ``CRM_TEST_JITTER`` asks for it."""
    delay_at_random(monkeypatch)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Start]:
    """Starts the program on a computer of its own; the one before is ended by then."""
    monkeypatch.setattr(
        "crm_desktop.gui.bridge.opening.user_data_folder", lambda: tmp_path / "data"
    )
    monkeypatch.setattr("crm_desktop.gui.program.settings_path", lambda: tmp_path / "settings.toml")
    file = SettingsFile(tmp_path / "settings.toml")
    started: list[Program] = []
    formats = QLocale()

    def start_(language: str, address: str | None = None) -> Program:
        settings = file.read()
        application = make_application(settings.language or language, settings=settings)
        started.append(Program(application, file))
        started[-1].begin(address)
        return started[-1]

    yield start_
    end(started[-1], qtbot)
    for window in QApplication.topLevelWidgets():
        window.close()
    for program in started:
        program.deleteLater()
    for manager in there(QApplication.instance()).findChildren(ThemeManager):
        manager.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QLocale.setDefault(formats)
    allow_waiting()
