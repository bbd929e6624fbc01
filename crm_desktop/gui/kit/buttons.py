"""Buttons as they stand in rows of tools: one that shows an icon, one of small words; and one
whose words may be longer than its place.

Made by whatever has such a row. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QToolTip,
    QWidget,
)

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
