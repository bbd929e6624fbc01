"""Buttons as they stand in rows of tools: one that shows an icon, one of small words; one whose
words may be longer than its place, and one where something may be put.

Made by whatever has such a row. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QToolTip,
    QWidget,
)

from crm_desktop.gui.kit.paint.marks import outline_dashed
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress


def icon_button(name: str, words: str, parent: QWidget, *, size: int = 16) -> QToolButton:
    """A square button that shows an icon; ``words`` name it, on pointing and for the ear."""
    button = QToolButton(parent)
    dress(button, kind="icon")
    button.setFixedSize(measures.ICON_BUTTON, measures.ICON_BUTTON)
    button.setToolTip(words)
    button.setAccessibleName(words)
    ThemeManager.instance().set_icon(button, name, size=size)
    return button


def small_button(words: str, press: Callable[[], object]) -> QPushButton:
    """A small button that says what it does, and calls ``press``."""
    button = QPushButton(words)
    dress(button, scale="small")
    button.clicked.connect(lambda _checked=False: press())
    return button


class CutButton(QPushButton):
    """Words that are cut with '…' where large letters or another language leave them no room, and
    shown whole on pointing."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """As any button, with the words that fit."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_words()  # type: ignore[attr-defined]  # the stubs leave it out
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def event(self, event: QEvent) -> bool:
        """All of the words, if some are out of sight."""
        if isinstance(event, QHelpEvent) and self.shown_words() != self.text():
            QToolTip.showText(event.globalPos(), self.text().replace("&&", "&"), self)
            return True
        return super().event(event)

    def shown_words(self) -> str:
        """As far as there is room for them."""
        lacking = self.sizeHint().width() - self.width()
        if lacking <= 0:
            return self.text()
        metrics = self.fontMetrics()
        room = metrics.horizontalAdvance(self.text()) - lacking
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room))


class DashedButton(CutButton):
    """Something may be put here: a chip with an outline of dashes, or a tag where ``is_tag``. Style
    sheets draw dashes as short as dots."""

    def __init__(self, words: str, parent: QWidget | None = None, *, is_tag: bool = False) -> None:
        super().__init__(words, parent)
        self._is_tag = is_tag
        self.setAutoDefault(False)
        dress(self, kind="tagAdd" if is_tag else "chipAdd")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """As any button, inside the dashes."""
        super().paintEvent(event)
        theme = ThemeManager.instance().theme
        colours, radius = theme.colours, theme.radius
        painter = QPainter(self)
        rounded = radius.sm if self._is_tag else radius.md
        colour = colours.border_strong if self._is_tag else colours.border_input
        outline_dashed(painter, QRectF(self.rect()), rounded, colour)
        painter.end()
