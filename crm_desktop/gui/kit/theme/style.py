"""Fusion, with the two things a style sheet can't say: see-through menus and our own focus ring.

Set by the theme manager on the application; Qt calls it on the GUI thread.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QProxyStyle, QStyle, QStyleOption, QWidget

from crm_desktop.gui.kit.theme import measures


class ThemeStyle(QProxyStyle):
    """Fusion under the style sheet. Only rarely called methods are replaced: a style is asked
    thousands of things a second, and each answer from Python costs a microsecond."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, target: Any) -> Any:
        """Menus with round corners must be translucent where the system draws no frame."""
        if isinstance(target, QMenu) and sys.platform != "darwin":
            target.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            target.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            target.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        return super().polish(target)


class RingStyle(QProxyStyle):
    """How far the focus ring stands outside its widget."""

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


_FOCUS_MARGINS = (
    QStyle.PixelMetric.PM_FocusFrameHMargin,
    QStyle.PixelMetric.PM_FocusFrameVMargin,
)
