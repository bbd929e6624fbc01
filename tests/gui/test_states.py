"""What stands in place of content: its words, and ways out as the design draws them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.states import Button, StatePane
from crm_desktop.gui.kit.theme.manager import ThemeManager

pytestmark = pytest.mark.usefixtures("dressed")


def test_the_usual_way_out_of_an_empty_list_has_its_icon_and_both_are_small(qtbot: QtBot) -> None:
    pane = StatePane()
    qtbot.addWidget(pane)
    ways = [Button("New deal", lambda: None, "plus"), Button("Import…", lambda: None)]
    pane.tell("No deals yet", "Add one.", ways, "handshake")
    pane.resize(400, 300)
    pane.show()
    new, bring = pane.findChildren(QPushButton)
    assert new is pane.usual
    assert (new.icon().isNull(), bring.icon().isNull()) == (False, True)
    assert {new.height(), bring.height()} == {ThemeManager.instance().theme.size.control_small}
