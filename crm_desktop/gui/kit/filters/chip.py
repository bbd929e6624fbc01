"""One condition above a list, in words: set ones are tinted and can be taken away, offered ones
are white.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_PADDING = 8
_GAP = 5
_SPACE = 3
_CROSS, _ARROW = 10, 9
_REMOVE_WIDTH = 22
_WIDEST = 320
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Chip(QPushButton):
    """``clicked`` opens it, ``removed`` takes it away. ``is_broken``: what it asks for is gone."""

    removed = Signal()

    def __init__(
        self,
        label: str,
        value: str,
        *,
        is_set: bool,
        is_broken: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.updateGeometry)
        self.label, self.value = label, value
        self.is_set, self.is_broken = is_set, is_broken
        dress(self, kind="chip")
        self.setCheckable(True)
        self.setChecked(is_set)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = f"{label}: {value}" if label else value
        self.setAccessibleName(words)
        self.setToolTip(words)
        if is_set:
            self.setAccessibleDescription(_("Delete removes the condition"))

    def nextCheckState(self) -> None:  # noqa: N802
        """Its colour tells whether it is set, not whether it was pressed."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Its words and its mark, but never wider than a third of a small window."""
        theme = self._manager.theme
        mark = _CROSS if self.is_set else _ARROW
        width = self._label_width() + theme.faces.label_strong.width(self.value)
        full = round(width) + 2 * _PADDING + _GAP + mark + 2
        return QSize(min(full, _WIDEST), theme.grown(measures.CHIP))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It is never squeezed."""
        return self.sizeHint()

    def _label_width(self) -> float:
        if not self.label:
            return 0.0
        return self._manager.theme.faces.label.width(f"{self.label}:") + _SPACE

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the cross removes, elsewhere it opens."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.is_set and event.position().x() >= self.width() - _REMOVE_WIDTH:
            self.removed.emit()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter, Space and Down open; Delete removes."""
        key = Qt.Key(event.key())
        if key in _OPENING:
            self.click()
        elif key in _REMOVING and self.is_set:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground of the style sheet, then the words, the value stronger than the name."""
        super().paintEvent(event)
        theme = self._manager.theme
        colours, faces = theme.colours, theme.faces
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colours.accent_text if self.is_set else colours.text_secondary
        strong = colours.accent_text if self.is_set else colours.text
        if self.is_broken:
            ink = strong = colours.danger_text
        mark = _CROSS if self.is_set else _ARROW
        inner = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING - mark - _GAP, 0)
        left = inner.left()
        if self.label:
            paint_text(painter, inner, f"{self.label}:", faces.label, ink)
            left += self._label_width()
        rest = QRectF(left, inner.top(), inner.right() - left + 1, inner.height())
        paint_text(painter, rest, self.value, faces.label_strong, strong)
        place = QRectF(self.width() - _PADDING - mark, 0, mark, self.height())
        paint_icon(painter, place, "x-bold" if self.is_set else "caret-down-bold", ink, mark)
        painter.end()
