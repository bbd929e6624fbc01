"""The head of a card tells the time where somebody is, where it is another than here."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.gui.shell.card.description import CardHead
from crm_desktop.gui.shell.card.header import CardHeader
from crm_desktop.gui.shell.card.heads import their_time
from crm_desktop.gui.shell.card.their_time import TheirTime
from crm_desktop.gui.shell.page import RecordRef

NOON = datetime(2026, 7, 14, 12, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noon of a summer's day, seen from Warsaw, in English."""
    QLocale.setDefault(QLocale("en_GB"))
    monkeypatch.setattr(clock, "LOCAL_ZONE", ZoneInfo("Europe/Warsaw"))
    clock.set_source(lambda: NOON)


def state(city: str, *phones: str) -> dict[str, Any]:
    given = [{"value": one, "primary": one.endswith("1")} for one in phones]
    return {"addresses": [{"city": city}], "phones": given}


def test_only_another_time_than_ours_is_told() -> None:
    assert their_time(state("Новосибирск")).zone == "Asia/Novosibirsk"
    assert their_time(state("", "+493012345678", "+14155552671")).zone == "America/Los_Angeles"
    assert their_time(state("", "+493012345678")).zone == ""  # Berlin has the time of Warsaw
    assert their_time(state("")).zone == ""


def test_the_time_stands_in_the_head_and_goes_on(dressed: None, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    header = CardHeader(window, is_company=False)
    parts = (their_time(state("Новосибирск")),)
    header.show_head(CardHead(RecordRef("contact", ""), 1, 1, "Anna", parts), can_pin=False)
    shown = header.findChild(TheirTime)
    assert shown is not None
    assert shown.text() == "19:00 their time"
    clock.set_source(lambda: NOON.replace(minute=1))
    shown._tick.timeout.emit()
    assert shown.text() == "19:01 their time"
