"""The mark of the program: an address book on the accent's ground, at any size.

Used by whatever shows whose window or icon it is. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.theme import Theme

SIDE = 24
_ICON_PART = 15 / 24
_ICON_SIDES = (16, 24, 32, 48, 64)


class ProductMark(QWidget):
    """The mark beside the program's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self.setFixedSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The mark."""
        painter = QPainter(self)
        _paint(painter, QRectF(self.rect()), self._manager.theme)
        painter.end()


def product_icon() -> QIcon:
    """The mark as an icon, in the sizes that systems ask for."""
    icon = QIcon()
    for side in _ICON_SIDES:
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _paint(painter, QRectF(pixmap.rect()), ThemeManager.instance().theme)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.accent)
    radius = theme.radius.md * rect.height() / SIDE
    painter.drawRoundedRect(rect, radius, radius)
    side = round(rect.height() * _ICON_PART)
    paint_icon(painter, rect, "address-book-bold", theme.colours.accent_on, side)
