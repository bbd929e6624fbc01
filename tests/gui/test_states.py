"""What stands in place of content: its words, ways out, and places to be filled, as the design
draws them."""

from __future__ import annotations

from itertools import groupby

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.buttons import DashedButton
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


@pytest.mark.parametrize("is_tag", [False, True])
def test_where_something_may_be_put_the_outline_is_of_dashes_and_not_of_dots(
    qtbot: QtBot, is_tag: bool
) -> None:
    button = DashedButton("Filter", is_tag=is_tag)
    qtbot.addWidget(button)
    button.resize(120, 26)
    image = button.grab().toImage()
    ground = image.pixelColor(60, 4)
    line = [image.pixelColor(x, 0) != ground for x in range(10, 110)]
    dashes = [len(list(run)) for is_drawn, run in groupby(line) if is_drawn][1:-1]
    gaps = [len(list(run)) for is_drawn, run in groupby(line) if not is_drawn][1:-1]
    assert len(dashes) > 10
    assert min(dashes) >= 3
    assert min(gaps, default=1) >= 1
