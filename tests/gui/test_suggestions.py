"""Suggestions below a line look like the choices of a box: framed, on lines as high as menus’."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestLine
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.shell.form_fields import contact_ask, record_ask
from tests.gui.conftest import there, write


def _ask(_text: str, tell: Callable[[Sequence[Suggested]], None]) -> None:
    tell([Suggested("1", "Anna"), Suggested("2", "Antoni")])


@pytest.mark.usefixtures("dressed")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_suggestions_stand_on_lines_as_high_as_those_of_menus(qtbot: QtBot) -> None:
    line = SuggestLine(_ask)
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "an")
    popup = line.suggestions.popup()
    qtbot.waitUntil(popup.isVisible)
    assert popup.sizeHintForRow(0) >= measures.MENU_ITEM
    drawn = popup.grab().toImage()
    assert drawn.pixelColor(0, 10) != drawn.pixelColor(1, 10)  # the frame
    whole = popup.visualRect(popup.model().index(1, 0))
    assert popup.viewport().rect().contains(whole)  # both are to be seen without a scroll bar


def opened(line: SuggestLine, qtbot: QtBot) -> Any:
    """The suggestions of a line, once something is typed."""
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "ann")
    popup = line.suggestions.popup()
    qtbot.waitUntil(popup.isVisible)
    return popup


@pytest.mark.usefixtures("dressed")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_tells_namesakes_apart_stands_beside_and_is_no_part_of_the_name(qtbot: QtBot) -> None:
    def ask(_text: str, tell: Callable[[Sequence[Suggested]], None]) -> None:
        tell([Suggested("1", "Anna", "Vector"), Suggested("2", "Anna"), Suggested("3", "Anne")])

    line = SuggestLine(ask)
    line.resize(90, line.height())
    popup = opened(line, qtbot)
    model = popup.model()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(n, 0).data() for n in range(3)] == ["Anna", "Anna", "Anne"]
    assert [model.index(n, 0).data(spoken) for n in range(2)] == ["Anna, Vector", "Anna"]
    assert popup.width() > line.width()  # both words have room
    first, second = (
        popup.viewport().grab(popup.visualRect(model.index(n, 0))).toImage() for n in range(2)
    )
    assert first != second
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert (line.text(), there(line.chosen).id) == ("Anna", "1")


def test_namesakes_are_told_apart_by_company_phone_and_amount(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    for company, phone in (("Vector", "+79005550114"), ("Vector", "+79005550115"), ("", "")):
        values: dict[str, Any] = {"given_name": "Anna", "family_name": "Bell"}
        if company:
            values["companies"] = [{"company": {"name": company}, "primary": True}]
            values["phones"] = [{"value": phone}]
        write(backend, CreateContact(values))
        write(backend, CreateDeal({"title": "Supply", "amount_minor": 5_00, "currency": "EUR"}))
    told: list[Suggested] = []
    contact_ask(bridge)("bell", told.extend)
    qtbot.waitUntil(lambda: len(told) == 3)
    phones = {"Vector · +7 900 555-01-14", "Vector · +7 900 555-01-15", ""}
    assert {one.aside for one in told} == phones
    told.clear()
    record_ask(bridge, "deal")("supply", told.extend)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert all("€5" in one.aside for one in told)
