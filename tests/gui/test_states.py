"""What stands in place of content: its words, and ways out as the design draws them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.states import Button, StatePane
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.activities.timeline_skeleton import TimelineSkeleton

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


def test_a_timeline_on_its_way_is_cards_on_a_thread_and_a_word_when_it_takes_long(
    qtbot: QtBot,
) -> None:
    skeleton = TimelineSkeleton()
    qtbot.addWidget(skeleton)
    skeleton.resize(500, 200)
    colours = ThemeManager.instance().theme.colours
    still = skeleton.grab().toImage()
    icon, thread, card, below = (35, 20), (35, 60), (470, 40), (250, 190)
    shown = [still.pixelColor(*place) for place in (icon, thread, card, below)]
    assert shown == [colours.pressed, colours.border, colours.surface, colours.bg_window]
    skeleton.tell("Still loading…")
    assert skeleton.grab().toImage() != still
