"""Frames within a step: an outline around a table, a coloured line of what should be known.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

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
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QToolButton(self)
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress(self._picture, kind="icon")
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 12, 6)
        layout.addWidget(self._picture)
        layout.addWidget(self.label, 1)
        self.hide()

    def tell(self, tone: str, words: str) -> None:
        """Say ``words`` in the colours of ``tone`` (``warning danger success`` or plain)."""
        dress(self, kind="banner", tone=tone)
        name, role = _ICONS[tone]
        ThemeManager.instance().set_icon(self._picture, name, role)
        self.label.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


def framed(widget: QWidget) -> QFrame:
    """The widget with an outline of its own."""
    frame = QFrame(widget.parentWidget())
    dress(frame, kind="card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(widget)
    return frame
