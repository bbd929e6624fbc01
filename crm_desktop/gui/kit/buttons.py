"""Buttons as they stand in rows of tools: one that shows an icon, one of small words.

Made by whatever has such a row. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

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
