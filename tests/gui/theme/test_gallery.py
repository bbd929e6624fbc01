"""The controls of the design's picture, drawn together in every theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.gui.components.picture import component_sheet, show_states
from crm_desktop.gui.components.sheet import SIZE
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import Density, TextSize, ThemeName


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_controls_are_drawn_together_without_a_warning(
    manager: ThemeManager, name: ThemeName, density: Density, percent: TextSize
) -> None:
    manager.apply(Appearance(mode=name, density=density, text_percent=percent))
    image = _drawn()
    colours = manager.theme.colours
    assert image.size() == SIZE
    assert image.pixelColor(4, 4) == colours.bg_window
    button = QColor(image.pixelColor(36, 78))
    assert button == colours.accent


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_of_the_controls_are_cut_or_leave_the_sheet(
    manager: ThemeManager, language: str
) -> None:
    set_language(language)
    manager.apply(Appearance(mode="light"))
    sheet = component_sheet()
    parts: list[QLabel | QPushButton] = [
        *sheet.findChildren(QLabel),
        *sheet.findChildren(QPushButton),
    ]
    for part in parts:
        if part.parentWidget() is sheet:
            assert sheet.rect().contains(part.geometry()), part.text()
            is_wrapped = isinstance(part, QLabel) and part.wordWrap()
            assert is_wrapped or part.width() >= part.sizeHint().width(), part.text()
    sheet.deleteLater()


def _drawn() -> QImage:
    sheet = component_sheet()
    sheet.show()
    show_states(sheet)
    picture = sheet.grab().toImage()
    sheet.close()
    sheet.deleteLater()
    return picture
