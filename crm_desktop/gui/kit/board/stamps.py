"""Small pictures that many cards share: their grounds, tags, badges, initials.

A card drawn part by part takes twice as long as one of these stamped on. Each is drawn once for
a theme by the functions of ``kit/paint``, on the ground it will stand on, so that its letters are
as sharp as others. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

_MOST = 2000  # pictures of about 5 kB

Draw = Callable[[QPainter, QRectF], object]


class Stamps:
    """The pictures of one theme."""

    def __init__(self) -> None:
        self._pictures: dict[Hashable, QPixmap] = {}

    def stamp(
        self,
        painter: QPainter,
        place: QRectF,
        key: tuple[Hashable, ...],
        draw: Draw,
        ground: QColor | None = None,
    ) -> None:
        """Stamp what ``draw`` paints into a rectangle as large as ``place``, on a transparent
        ground where none is given; ``key`` says what it is, ground and size aside."""
        ratio = painter.device().devicePixelRatioF()
        width, height = ceil(place.width()), ceil(place.height())
        whole = (key, width, height, ratio, ground.rgba() if ground else 0)
        picture = self._pictures.get(whole)
        if picture is None:
            picture = _draw(draw, QRectF(0, 0, place.width(), place.height()), ratio, ground)
            if len(self._pictures) >= _MOST:
                self._pictures.clear()
            self._pictures[whole] = picture
        painter.drawPixmap(place.topLeft(), picture)


def _draw(draw: Draw, rect: QRectF, ratio: float, ground: QColor | None) -> QPixmap:
    picture = QPixmap(ceil(ceil(rect.width()) * ratio), ceil(ceil(rect.height()) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground if ground else QColor(Qt.GlobalColor.transparent))
    painter = QPainter(picture)
    draw(painter, rect)
    painter.end()
    return picture
