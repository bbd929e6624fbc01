"""Suggestions below a line look like the choices of a box: framed, on lines as high as menus’."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.form_suggest import Suggested, SuggestLine
from crm_desktop.gui.kit.theme import measures


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
