"""Fusion, with what a style sheet can't say: menus of the design, and how far the ring stands out.

A style sheet can neither colour the key of a menu item nor one item alone, so menus are painted
here. Set by the theme manager on the application; Qt calls it on the GUI thread.
"""

from __future__ import annotations

import sys
from typing import Any, cast

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPen
from PySide6.QtWidgets import (
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionMenuItem,
    QWidget,
)

from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import pixmap
from crm_desktop.gui.kit.theme.theme import Theme

DANGER = "danger"
"""The ``tone`` property of an action that takes something away."""

_MENU_MARGIN = 4 + measures.LINE
_ICON_LEFT = 8
_TEXT_LEFT = 32
_KEY_GAP = 24
_SEPARATOR = 9
_ARROW = 10

_FRAMES = (QStyle.PrimitiveElement.PE_FrameMenu, QStyle.PrimitiveElement.PE_FrameFocusRect)
_Element = QStyle.ControlElement
_Kind = QStyleOptionMenuItem.MenuItemType


def may_be_see_through() -> bool:
    """Whether a window may have see-through parts: an X server without a compositor draws them
    black, and whether there is one isn't told."""
    return QGuiApplication.platformName() != "xcb"


class ThemeStyle(QProxyStyle):
    """Fusion under the style sheet. Only rarely called methods are replaced: a style is asked
    thousands of things a second, and each answer from Python costs a microsecond."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self.theme = theme

    def polish(self, target: Any) -> Any:
        """Menus have round corners, so they are see-through where the system draws no frame."""
        if isinstance(target, QMenu) and sys.platform != "darwin":
            if may_be_see_through():
                target.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            target.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            target.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
            target.setContentsMargins(*[_MENU_MARGIN] * 4)
        return super().polish(target)

    def drawPrimitive(  # noqa: N802
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """The ground of a menu; no frame of Fusion's where the focus is, for that has our ring;
        the rest is Fusion's."""
        if element == QStyle.PrimitiveElement.PE_PanelMenu:
            _paint_menu_ground(painter, option.rect, self.theme)  # type: ignore[attr-defined]
        elif element not in _FRAMES:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(  # noqa: N802
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """An item of a menu; the rest is Fusion's."""
        if element == _Element.CE_MenuItem and isinstance(option, QStyleOptionMenuItem):
            _paint_menu_item(painter, option, widget, self.theme)
        elif element != _Element.CE_MenuEmptyArea:
            super().drawControl(element, option, painter, widget)

    def sizeFromContents(  # noqa: N802
        self,
        contents: QStyle.ContentsType,
        option: QStyleOption | None,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Room for an item of a menu; the rest is Fusion's."""
        kind = QStyle.ContentsType.CT_MenuItem
        if contents == kind and isinstance(option, QStyleOptionMenuItem):
            return _menu_item_size(option, self.theme)
        return super().sizeFromContents(contents, option, size, widget)  # type: ignore[arg-type]


class RingStyle(QProxyStyle):
    """How far the focus ring stands outside its widget, and over what it lies."""

    def __init__(self, line: int) -> None:
        super().__init__("Fusion")
        self._margin = measures.FOCUS_GAP + line

    def pixelMetric(  # noqa: N802
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """The ring and its gap on every side."""
        if metric in _FOCUS_MARGINS:
            return self._margin
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Nothing is cut off: round corners reach into the square of their widget, and where one
        fills its parent the ring lies over that, up to what scrolls."""
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returned)


_FOCUS_MARGINS = (
    QStyle.PixelMetric.PM_FocusFrameHMargin,
    QStyle.PixelMetric.PM_FocusFrameVMargin,
)


def _paint_menu_ground(painter: QPainter, rect: QRect, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colours.border, measures.LINE))
    painter.setBrush(theme.colours.surface_raised)
    radius = theme.radius.lg
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _menu_item_size(option: QStyleOptionMenuItem, theme: Theme) -> QSize:
    item = cast(Any, option)  # PySide's stubs don't know the fields of style options
    if item.menuItemType == _Kind.Separator:
        return QSize(_ICON_LEFT, _SEPARATOR)
    words, _, key = item.text.partition("\t")
    width = _TEXT_LEFT + theme.faces.body.width(words.replace("&", "")) + _ICON_LEFT
    if key:
        width += _KEY_GAP  # QMenu itself adds the room for the longest key
    if item.menuItemType == _Kind.SubMenu:
        width += _KEY_GAP
    return QSize(round(width) + 1, theme.grown(measures.MENU_ITEM))


def _paint_menu_item(
    painter: QPainter, option: QStyleOptionMenuItem, widget: QWidget | None, theme: Theme
) -> None:
    item = cast(Any, option)
    rect, colours = QRectF(item.rect), theme.colours
    if item.menuItemType == _Kind.Separator:
        middle = rect.center().y() - measures.LINE / 2
        line = QRectF(rect.left(), round(middle), rect.width(), measures.LINE)
        painter.fillRect(line, colours.border_subtle)
        return
    enabled = bool(item.state & QStyle.StateFlag.State_Enabled)
    lit = enabled and bool(item.state & QStyle.StateFlag.State_Selected)
    if lit:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent)
        painter.drawRoundedRect(rect, measures.RADIUS_SMALL_BUTTON, measures.RADIUS_SMALL_BUTTON)
    ink, key_ink = colours.text, colours.text_tertiary
    if lit:
        ink = key_ink = colours.accent_on
    elif not enabled:
        ink = key_ink = colours.text_disabled
    elif _tone_at(widget, item.rect) == DANGER:
        ink = colours.danger_text
    _paint_menu_icon(painter, item, ink, lit=lit, enabled=enabled)
    _paint_menu_words(painter, item, ink, key_ink, theme)


def _tone_at(menu: QWidget | None, rect: QRect) -> object:
    action = menu.actionAt(rect.center()) if isinstance(menu, QMenu) else None
    return action.property("tone") if action is not None else None


def _paint_menu_icon(
    painter: QPainter, item: Any, ink: QColor, *, lit: bool, enabled: bool
) -> None:
    """The item's icon, or the mark of one that is chosen."""
    size = measures.ICON
    place = QRect(item.rect.left() + _ICON_LEFT, item.rect.center().y() - size // 2 + 1, size, size)
    place = QStyle.visualRect(item.direction, item.rect, place)
    if item.checked:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(place.topLeft()), pixmap("check-bold", ink, size, ratio))
    elif not item.icon.isNull():
        mode = QIcon.Mode.Active if lit else QIcon.Mode.Normal
        item.icon.paint(painter, place, mode=mode if enabled else QIcon.Mode.Disabled)


def _paint_menu_words(
    painter: QPainter, item: Any, ink: QColor, key_ink: QColor, theme: Theme
) -> None:
    words, _, key = item.text.partition("\t")
    inner = item.rect.adjusted(_TEXT_LEFT, 0, -_ICON_LEFT, 0)
    inner = QStyle.visualRect(item.direction, item.rect, inner)
    near = QStyle.visualAlignment(item.direction, Qt.AlignmentFlag.AlignLeft)
    far = QStyle.visualAlignment(item.direction, Qt.AlignmentFlag.AlignRight)
    hidden = (
        Qt.TextFlag.TextShowMnemonic
        if item.state & QStyle.StateFlag.State_KeyboardFocusChange
        else Qt.TextFlag.TextHideMnemonic
    )
    middle = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
    font = QFont(theme.faces.body.font)
    font.setBold(item.menuItemType == _Kind.DefaultItem)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(inner, near.value | middle | hidden.value, words)
    painter.setFont(theme.faces.label.font)
    painter.setPen(key_ink)
    painter.drawText(inner, far.value | middle, key)
    if item.menuItemType == _Kind.SubMenu:
        ratio = painter.device().devicePixelRatioF()
        arrow = QRect(inner.right() - _ARROW, item.rect.center().y() - _ARROW // 2, _ARROW, _ARROW)
        image = pixmap("caret-right-bold", key_ink, _ARROW, ratio)
        painter.drawPixmap(QPointF(arrow.topLeft()), image)
