"""The numbers of tabs stay whole, however large the letters become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTabBar, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.pipelines_tabs import PipelineTab, PipelineTabs
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.tabs import CardTab, TabbedPart
from crm_desktop.gui.shell.views.view_tabs import Tab, ViewTabs
from tests.gui.conftest import there

_NUMBER = 12_345


def of_views(_bridge: Bridge) -> QWidget:
    tabs = ViewTabs()
    tabs.show_tabs([Tab("all", "All")], "all")
    tabs.show_count("all", _NUMBER)
    return tabs


def of_pipelines(_bridge: Bridge) -> QWidget:
    tabs = PipelineTabs()
    tabs.show_tabs([PipelineTab("sales", "Sales", _NUMBER)], "sales")
    return tabs


def of_a_card(bridge: Bridge) -> QWidget:
    tabs = TabbedPart(bridge, [CardTab("used", "Used by", lambda _bridge: CardPart())])
    tabs.parts[0].count_changed.emit(_NUMBER)
    return tabs


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("make", [of_views, of_pipelines, of_a_card])
def test_numbers_of_tabs_are_whole_when_letters_become_larger(
    bridge: Bridge, qtbot: QtBot, make: Callable[[Bridge], QWidget]
) -> None:
    tabs = make(bridge)
    qtbot.addWidget(tabs)
    tabs.resize(900, 300)
    tabs.show()
    bar = tabs if isinstance(tabs, QTabBar) else there(tabs.findChild(QTabBar))
    number = there(bar.tabButton(0, QTabBar.ButtonPosition.RightSide))
    before = number.width()
    assert before >= number.sizeHint().width()
    manager = ThemeManager.instance()
    manager.apply(replace(manager.appearance, text_percent=150))
    assert number.width() >= number.sizeHint().width() > before
    assert bar.tabRect(0).contains(number.geometry())
