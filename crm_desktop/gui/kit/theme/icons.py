"""Phosphor icons in the colours of the theme, from ``resources/icons`` (MIT, see LICENSE there).

A name is the file's: regular weight from 15 px up, ``-bold`` at 14 px and below, ``-fill`` for
the active place in the sidebar and for states. ``resources/icons/icons.json`` tells which icon
stands for what. Delegates take ``pixmap``; buttons and actions are given theirs by
``ThemeManager.dress``, which tints it anew when the theme changes. GUI thread only.
"""

from __future__ import annotations

from enum import Enum
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.core.paths import resources_folder
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.tokens import Colours

_REMEMBERED = 2000  # pixmaps: 128 icons in a few colours, about 2 kB each


class IconRole(Enum):
    """What an icon stands on or tells: its colour token, and the one while its item is lit."""

    DEFAULT = ("text_secondary",)
    ROW = ("text_tertiary",)
    ACTIVE = ("accent_text",)
    ON_ACCENT = ("accent_on",)
    SUCCESS = ("success_text",)
    WARNING = ("warning_text",)
    DANGER = ("danger_text",)
    INVERSE = ("text_inverse_2",)
    MENU = ("text_secondary", "accent_on")
    MENU_DANGER = ("danger_text", "accent_on")

    def __init__(self, token: str, lit: str = "") -> None:
        self.token = token
        self.lit = lit or token


def icon(
    name: str,
    role: IconRole,
    colours: Colours,
    *,
    size: int = measures.ICON,
    room: int = 0,
    ratio: float = 1.0,
) -> QIcon:
    """An icon of ``size`` pixels, drawn sharp for screens of device pixel ``ratio``, with
    ``room`` empty pixels at its right (at its left where negative)."""
    normal, lit = getattr(colours, role.token), getattr(colours, role.lit)
    result = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, normal),
        (QIcon.Mode.Active, lit),
        (QIcon.Mode.Selected, lit),
        (QIcon.Mode.Disabled, colours.text_disabled),
    ):
        image = pixmap(name, colour, size, ratio)
        result.addPixmap(_with_room(image, room) if room else image, mode)
    return result


def _with_room(image: QPixmap, room: int) -> QPixmap:
    ratio = image.devicePixelRatio()
    wider = QPixmap(image.width() + round(abs(room) * ratio), image.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(QPointF(max(-room, 0), 0), image)
    painter.end()
    return wider


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in ``colour``, ``size`` logical pixels wide and high, remembered."""
    return _pixmap(name, colour.rgba(), size, ratio)


def forget_pixmaps() -> None:
    """Let go of icons in the colours of the theme before."""
    _pixmap.cache_clear()


@lru_cache(_REMEMBERED)
def _pixmap(name: str, rgba: int, size: int, ratio: float) -> QPixmap:
    image = QPixmap(_shape(name, round(size * ratio)))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor.fromRgba(rgba))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(_REMEMBERED)
def _shape(name: str, side: int) -> QPixmap:
    """The icon in black, to be tinted: reading and drawing it takes ten times as long."""
    image = QPixmap(QSize(side, side))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg = icon_svg(name, QColor())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


@cache
def has_icon(name: str) -> bool:
    """Whether there is such an icon."""
    return (resources_folder() / "icons" / f"{name}.svg").exists()


def icon_svg(name: str, colour: QColor) -> str:
    """The drawing of an icon in ``colour``, as SVG."""
    return _drawing(name).replace("currentColor", colour.name())


@cache
def _drawing(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
