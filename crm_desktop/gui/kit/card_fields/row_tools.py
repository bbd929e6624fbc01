"""What lies over the end of a field's value: the buttons to copy and to change it, or a lock.

They lie there so that nothing moves when they come. Owned by the row of the field, which says when
they are wanted. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from crm_desktop.gui.kit.card_fields.row_layout import ROW
from crm_desktop.gui.kit.painted import IconMark
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_TOOL = 22
_LOCK = 14
_EDGE = 6
_FADE = 16


class _Ground(QWidget):
    """Lies below the buttons, so that they don't stand in the words of a long value."""

    def __init__(self, row: QWidget, fill: Callable[[], QColor | None]) -> None:
        super().__init__(row)
        self._fill = fill
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground of the row, over the words; these fade before it."""
        clear = QColor(ground := self._fill() or ThemeManager.instance().theme.colours.surface)
        clear.setAlpha(0)
        fading = QLinearGradient(0, 0, _FADE, 0)
        fading.setColorAt(0, clear)
        fading.setColorAt(1, ground)
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), fading)
        painter.end()


class RowTools:
    """``buttons`` stand from left to right; ``lock`` is seen while none of them is. ``fill``:
    the colour on which the words of the row stand now, where that is not the card's."""

    def __init__(self, row: QWidget, fill: Callable[[], QColor | None], *, is_locked: bool) -> None:
        self._row = row
        self._ground = _Ground(row, fill)
        self._manager = ThemeManager.instance()
        self.buttons: list[QToolButton] = []
        self.lock = IconMark("lock-simple", "text_tertiary", _LOCK, row) if is_locked else None

    def add(self, icon: str, words: str, label: str, press: Callable[[], None]) -> None:
        """One more button, for the field with this label."""
        button = QToolButton(self._row)
        dress(button, kind="icon")
        button.setFixedSize(_TOOL, _TOOL)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row itself has the keys for both
        button.setToolTip(words)
        button.setAccessibleName(f"{words}: {label}")
        self._manager.set_icon(button, icon, IconRole.ROW, size=measures.ICON_SMALL)
        button.clicked.connect(lambda _on: press())
        self.buttons.append(button)

    def show(self, is_wanted: bool, *, can_copy: bool) -> None:
        """Show or hide the buttons; the first one copies, which an empty value has no use for."""
        for number, button in enumerate(self.buttons):
            button.setVisible(is_wanted and (number > 0 or can_copy))
        self._ground.setVisible(is_wanted)
        self.place()

    def hide(self) -> None:
        """Make room for the editor."""
        for widget in (self._ground, *self.buttons):
            widget.hide()

    def place(self) -> None:
        """Put them at the right end of the row, as wide as it is now."""
        height = self._manager.theme.grown(ROW)
        top = max(0, (height - _TOOL) // 2)
        right = self._row.width() - _EDGE
        for button in reversed(self.buttons):
            right -= _TOOL
            button.move(right, top)
            if not button.isHidden():
                left = right - _FADE
                self._ground.setGeometry(left, top, self._row.width() - _EDGE - left, _TOOL)
        for widget in (self._ground, *self.buttons):
            widget.raise_()
        if self.lock is not None:
            self.lock.move(self._row.width() - _EDGE - _LOCK - 4, (height - _LOCK) // 2)
            self.lock.setVisible(not any(button.isVisible() for button in self.buttons))
