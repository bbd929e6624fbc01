"""What stands in place of content: its words, ways out, and places to be filled, as the design
draws them."""

from __future__ import annotations

from itertools import groupby

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.work import Progress
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.states import Button, StatePane
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.activities.timeline_skeleton import TimelineSkeleton
from crm_desktop.gui.shell.card.skeleton import CardSkeleton
from crm_desktop.gui.shell.sidebar import Place, Sidebar

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


@pytest.mark.parametrize(
    ("size", "is_stacked", "has_side"),
    [((1440, 900), False, True), ((1024, 640), False, False), ((1440, 900), True, False)],
)
def test_a_card_on_its_way_has_the_panes_it_will_have_in_such_a_window(
    size: tuple[int, int], is_stacked: bool, has_side: bool, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    skeleton = CardSkeleton(window, is_stacked=is_stacked)
    skeleton.resize(*size)
    colours = ThemeManager.instance().theme.colours
    still = skeleton.grab().toImage()
    low, right = size[1] - 3, size[0] - 3
    ground = colours.surface if has_side else colours.bg_window
    assert still.pixelColor(right, low) == ground
    assert still.pixelColor(3, low) == colours.surface
    assert still.pixelColor(right, 40) == colours.surface, "the head is over all of them"


def test_the_bar_of_long_work_is_as_wide_as_the_places_of_a_folded_sidebar(qtbot: QtBot) -> None:
    sidebar = Sidebar([Place("Contacts", "users")])
    qtbot.addWidget(sidebar)
    sidebar.show()
    task = LongTask("Import", sidebar)
    sidebar.status.follow(task)
    task.report(Progress("write", 1, 4))
    qtbot.waitUntil(sidebar.status.work.isVisible)
    unfolded = sidebar.status.bar.width()
    sidebar.fold(True)
    place = sidebar.buttons[0]
    qtbot.waitUntil(lambda: sidebar.status.bar.width() == place.width() < unfolded)
    sidebar.fold(False)
    qtbot.waitUntil(lambda: sidebar.status.bar.width() == unfolded)
