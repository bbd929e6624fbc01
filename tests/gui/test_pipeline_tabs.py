"""The tabs of the pipelines in the settings: what they show where there is little room."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QStyle, QStyleOptionTab
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.pipelines_tabs import PipelineTab, PipelineTabs


@pytest.mark.usefixtures("dressed")
def test_a_name_that_is_cut_fits_its_tab_in_the_font_it_is_drawn_in(qtbot: QtBot) -> None:
    bar = PipelineTabs()
    qtbot.addWidget(bar)
    names = ("Nowi klienci", "Sprzedaż powtarzalna", "Usługi i przeglądy")
    bar.show_tabs([PipelineTab(name, name, 12) for name in names], names[0])
    font = QFont(bar.font())
    font.setWeight(ThemeManager.instance().theme.faces.body_medium.font.weight())
    cut = 0
    for width in range(240, 400, 7):
        bar.resize(width, bar.sizeHint().height())
        bar.show()
        for place in (1, 2):
            option: Any = QStyleOptionTab()
            bar.initStyleOption(option, place)
            room = bar.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, bar)
            assert QFontMetricsF(font).horizontalAdvance(option.text) <= room.width()
            cut += option.text != names[place]
    assert cut
