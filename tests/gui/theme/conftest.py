"""A theme on the application for one test, and the plain look again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme, make_theme

Draw = Callable[[QPainter], object]


@pytest.fixture
def manager(qapp: QApplication) -> Iterator[ThemeManager]:
    """The manager of a light theme."""
    manager = ThemeManager(qapp, Appearance(mode="light"))
    yield manager
    manager.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet("")
    qapp.setStyle("Fusion")
    qapp.setPalette(QPalette())
    qapp.setFont(QFont())


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The light theme, comfortable, at 100 %."""
    return make_theme("light")


def drawn(width: int, height: int, draw: Draw, *, ratio: float = 1.0) -> QImage:
    """What ``draw`` paints on a white picture of this many logical pixels."""
    image = QImage(
        round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def inked(image: QImage, ground: str = "#ffffff") -> tuple[int, int, int, int] | None:
    """The smallest box (left, top, right, bottom; the last two outside) of what is not ground."""
    pixels = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() != ground
    ]
    if not pixels:
        return None
    across, down = zip(*pixels, strict=True)
    return min(across), min(down), max(across) + 1, max(down) + 1


def strongest(image: QImage) -> QColor:
    """The colour most of an icon's opaque pixels have."""
    colours = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    return max(colours, key=lambda colour: sum(colour == other for other in colours))
