"""The shadow of what floats: menus, pop-overs, toasts, dialogs, and what is being dragged.

The floating window paints it around itself, inside its own translucent margin. A shadow is drawn
once for each level, corner, colour and screen, and stretched from nine parts after that; an
effect of Qt would blur every frame anew. GUI thread only.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from math import erf, sqrt
from typing import NamedTuple

from PySide6.QtCore import QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from crm_desktop.gui.kit.theme.theme import Theme


class Elevation(Enum):
    """How high a thing floats: (drop, blur) of its far and its near shadow (tokens.md 7)."""

    MENU = ((8, 24), (1, 3))
    DIALOG = ((16, 48), (2, 8))
    DRAG = ((12, 28), (2, 6))

    @property
    def margins(self) -> QMargins:
        """The room in pixels a floating window needs around itself for its shadow."""
        drop, blur = self.value[0]
        return QMargins(blur, blur - drop, blur, blur + drop)


def paint_shadow(
    painter: QPainter, rect: QRect, elevation: Elevation, radius: int, theme: Theme
) -> None:
    """The shadow around a thing that stands on ``rect`` with corners of ``radius``; the caller
    paints the thing itself over it."""
    outside = rect.marginsAdded(elevation.margins)
    ratio = painter.device().devicePixelRatioF()
    # Sides run straight from here on; a smaller thing has a picture of its own size.
    straight = 2 * (2 * elevation.margins.left() + elevation.margins.bottom() + radius)
    size = outside.size().boundedTo(QSize(straight, straight))
    shape = _Shape(elevation, radius, size.width(), size.height())
    picture = _shadow(shape, theme.colours.shadow.rgba(), ratio)
    across = _cuts(outside.left(), outside.width(), size.width())
    down = _cuts(outside.top(), outside.height(), size.height())
    for left, width, from_x, from_width in across:
        for top, height, from_y, from_height in down:
            source = QRectF(from_x * ratio, from_y * ratio, from_width * ratio, from_height * ratio)
            painter.drawPixmap(QRectF(left, top, width, height), picture, source)


def _cuts(start: int, length: int, size: int) -> list[tuple[int, int, int, int]]:
    """Along one side, the (start, length) to draw on and to draw from: end, middle, end."""
    half = size // 2
    rest = size - half - 1
    return [
        (start, half, 0, half),
        (start + half, length - half - rest, half, 1),
        (start + length - rest, rest, half + 1, rest),
    ]


class _Shape(NamedTuple):
    elevation: Elevation
    radius: int
    width: int
    height: int


@lru_cache(maxsize=32)
def _shadow(shape: _Shape, rgba: int, ratio: float) -> QPixmap:
    elevation, radius, width, height = shape
    image = QPixmap(round(width * ratio), round(height * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    body = QRectF(QRect(0, 0, width, height).marginsRemoved(elevation.margins))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for drop, blur in elevation.value:
        _blur(painter, body.translated(0, drop), radius, blur, QColor.fromRgba(rgba))
    painter.end()
    return image


def _blur(painter: QPainter, body: QRectF, radius: float, blur: int, colour: QColor) -> None:
    """Rings from outside in, each as dark as a Gaussian blur of half the radius is there.

    Each ring lies over the ones before, so it adds only what is missing to its darkness.
    """
    sigma = blur / 2
    before = 0.0
    for outset in range(blur, -blur, -1):
        wanted = colour.alphaF() * (1 - erf(outset / sigma / sqrt(2))) / 2
        added = (wanted - before) / (1 - before)
        before = wanted
        ring = QColor(colour)
        ring.setAlphaF(added)
        painter.setBrush(ring)
        corner = max(radius + outset, 1)
        painter.drawRoundedRect(body.adjusted(-outset, -outset, outset, outset), corner, corner)
