"""The controls of the design's picture, drawn together in every theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import Density, TextSize, ThemeName
from tests.gui.theme.gallery import SIZE, draw


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_gallery_is_drawn_without_a_warning(
    manager: ThemeManager, name: ThemeName, density: Density, percent: TextSize
) -> None:
    manager.apply(Appearance(mode=name, density=density, text_percent=percent))
    image = draw(manager).toImage()
    colours = manager.theme.colours
    assert image.size() == SIZE
    assert image.pixelColor(4, 4) == colours.bg_window
    button = QColor(image.pixelColor(36, 78))
    assert button == colours.accent
