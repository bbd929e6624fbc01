"""A coloured box below a field: something to know and ways out, which never block.

Given finished words. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from crm_desktop.gui.kit.form_flow import FlowLayout
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.stylesheet import dress


class NoticeBox(QFrame):
    """One sentence and its buttons; amber unless ``is_calm``."""

    def __init__(
        self, words: str, buttons: Sequence[Button], parent: QWidget, *, is_calm: bool = False
    ) -> None:
        super().__init__(parent)
        self.words = words
        self.setAccessibleName(words)
        self.buttons: list[QPushButton] = []
        label = plain_label(words)
        dress(label, type="hint", tone="secondary")
        label.setWordWrap(True)
        ways = QWidget(self)
        flow = FlowLayout(ways)
        for button in buttons:
            flow.addWidget(self._button(button, ways, words))
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 7, 10, 7)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        icon, colour = ("info", "accent_text") if is_calm else ("warning", "warning_text")
        mark = IconMark(icon, colour, measures.ICON_SMALL, self)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, 0, 1)
        grid.addWidget(ways, 1, 1)
        grid.setColumnStretch(1, 1)
        dress(self, kind="banner", tone="" if is_calm else "warning")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _button(self, button: Button, parent: QWidget, words: str) -> QPushButton:
        made = QPushButton(button.words, parent)
        dress(made, kind="link")
        made.setAutoDefault(True)
        # A press takes the focus from no editor: that would close, and the button move away.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAccessibleDescription(words)
        made.clicked.connect(lambda _on: button.press())
        self.buttons.append(made)
        return made
