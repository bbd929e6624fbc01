"""What lies over the end of a field's value: the buttons to copy and to change it, or a lock.

They lie there so that nothing moves when they come. Owned by the row of the field, which says when
they are wanted. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
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


class RowTools:
    """``buttons`` stand from left to right; ``lock`` is seen while none of them is."""

    def __init__(self, row: QWidget, *, is_locked: bool) -> None:
        self._row = row
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
        self.place()

    def hide(self) -> None:
        """Make room for the editor."""
        for button in self.buttons:
            button.hide()

    def place(self) -> None:
        """Put them at the right end of the row, as wide as it is now."""
        height = self._manager.theme.grown(ROW)
        top = max(0, (height - _TOOL) // 2)
        right = self._row.width() - _EDGE
        for button in reversed(self.buttons):
            right -= _TOOL
            button.move(right, top)
            button.raise_()
        if self.lock is not None:
            self.lock.move(self._row.width() - _EDGE - _LOCK - 4, (height - _LOCK) // 2)
            self.lock.setVisible(not any(button.isVisible() for button in self.buttons))
