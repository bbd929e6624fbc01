"""Frames within a step: an outline around a table, a coloured line of what should be known.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_ICONS = {
    "warning": ("warning", IconRole.WARNING),
    "danger": ("warning-circle-fill", IconRole.DANGER),
    "success": ("check-circle-fill", IconRole.SUCCESS),
    "": ("info", IconRole.ACTIVE),
}


class Banner(QFrame):
    """Hidden until there is something to say. ``pressed``: the way out at its end."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QToolButton(self)
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress(self._picture, kind="icon")
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.lead = QLabel(self)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.lead, type="name")
        self.link = QPushButton(self)
        self.link.setAutoDefault(False)
        dress(self.link, kind="link")
        self.link.clicked.connect(self.pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 12, 4)
        layout.setSpacing(4)
        layout.addWidget(self._picture)
        layout.addWidget(self.lead)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.link)
        self.hide()

    def tell(self, tone: str, words: str, lead: str = "", link: str = "") -> None:
        """Say ``words`` in the colours of ``tone`` (``warning danger success`` or plain), after
        a few that are strong, and offer a ``link``."""
        dress(self, kind="banner", tone=tone)
        name, role = _ICONS[tone]
        ThemeManager.instance().set_icon(self._picture, name, role)
        self.label.setText(words)
        dress(self.label, tone="secondary" if lead else "")
        for widget, text in ((self.lead, lead), (self.link, link)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.setAccessibleName(f"{lead} {words}".strip())
        self.setVisible(bool(words))


def framed(widget: QWidget) -> QFrame:
    """The widget with an outline of its own."""
    frame = QFrame(widget.parentWidget())
    dress(frame, kind="card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(widget)
    return frame


def heading(words: str, sentence: str, parent: QWidget) -> QVBoxLayout:
    """What a step is for, and below it how to go about it."""
    title = QLabel(words, parent)
    dress(title, type="heading")
    below = QLabel(sentence, parent)
    below.setWordWrap(True)
    dress(below, tone="secondary")
    faces = ThemeManager.instance().theme.faces
    title.setMinimumHeight(faces.heading.line)
    below.setMinimumHeight(faces.body.line)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(title)
    column.addWidget(below)
    return column
