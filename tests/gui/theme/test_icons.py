"""Every icon of the design is there, can be drawn, and takes the colour it is given."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QIcon
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from crm_desktop.core.paths import resources_folder
from crm_desktop.gui.kit.theme import icons
from crm_desktop.gui.kit.theme.icons import IconRole, icon, icon_svg, pixmap
from crm_desktop.gui.kit.theme.theme import Theme
from tests.gui.theme.conftest import strongest

FOLDER = resources_folder() / "icons"
FUNCTIONS: dict[str, dict[str, str]] = json.loads((FOLDER / "icons.json").read_text("utf-8"))
ACTIVE = [f"{name}-fill" for name in ("sun-horizon", "users", "buildings", "gear-six")]
NAMES = sorted({name for group in FUNCTIONS.values() for name in group.values()} | {*ACTIVE})


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_of_the_design_is_drawn(qapp: QApplication, name: str) -> None:
    svg = icon_svg(name, QColor("black"))
    assert "currentColor" not in svg
    assert QSvgRenderer(QByteArray(svg.encode())).isValid()
    image = pixmap(name, QColor("black"), 16).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


def test_the_licence_goes_along() -> None:
    assert "MIT License" in (FOLDER / "LICENSE").read_text("utf-8")


def test_an_icon_is_sharp_on_a_fine_screen(qapp: QApplication) -> None:
    image = pixmap("plus", QColor("black"), 16, 2.0)
    assert (image.width(), image.height()) == (32, 32)
    assert image.deviceIndependentSize().toTuple() == (16, 16)


def test_an_icon_is_drawn_once_for_each_colour_size_and_screen(qapp: QApplication) -> None:
    icons.forget_pixmaps()
    first = pixmap("plus", QColor("black"), 16)
    assert pixmap("plus", QColor("black"), 16) is first
    assert pixmap("plus", QColor("white"), 16) is not first
    assert pixmap("plus", QColor("black"), 18) is not first
    assert pixmap("plus", QColor("black"), 16, 2.0) is not first


def test_a_disabled_icon_is_pale_and_a_lit_menu_icon_white(theme: Theme) -> None:
    drawn = icon("star-fill", IconRole.MENU, theme.colours)

    def colour(mode: QIcon.Mode) -> QColor:
        return strongest(drawn.pixmap(16, mode).toImage())

    assert colour(QIcon.Mode.Normal) == theme.colours.text_secondary
    assert colour(QIcon.Mode.Active) == theme.colours.accent_on
    assert colour(QIcon.Mode.Disabled) == theme.colours.text_disabled


@pytest.mark.parametrize(("room", "left"), [(2, 0), (-2, 2)])
def test_room_stands_on_the_side_of_the_words(theme: Theme, room: int, left: int) -> None:
    plain = icon("check-square", IconRole.DEFAULT, theme.colours).pixmap(16).toImage()
    drawn = icon("check-square", IconRole.DEFAULT, theme.colours, room=room)
    image = drawn.pixmap(18, 16).toImage()
    assert image.width() == 18
    assert image.copy(left, 0, 16, 16) == plain
