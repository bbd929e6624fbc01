"""The foot of the wizard: the way back at the left, the ways on at the right, a word between.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.gui.kit.dialog import EDGE, GHOST_EDGE
from crm_desktop.gui.kit.theme.stylesheet import dress

_GAP = 10  # between the word and the buttons, besides the layout's own


class Foot(QWidget):
    """A button without words is not shown. ``primary`` is the one that Enter presses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = QPushButton(self)
        self.hint = QLabel(self)
        self.second = QPushButton(self)
        self.primary = QPushButton(self)
        dress(self.hint, type="hint", tone="secondary")
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(0, 0, _GAP, 0)
        dress(self.second, kind="dangerText")
        self.primary.setDefault(True)
        for button in (self.back, self.second):
            button.setAutoDefault(False)
        self._row = layout = QHBoxLayout(self)
        for part in (self.back, self.hint, self.second, self.primary):
            layout.addWidget(part)
        layout.setStretchFactor(self.hint, 1)

    def tell(
        self,
        *,
        primary: str,
        back: str = "",
        second: str = "",
        hint: str = "",
        goes_on: bool = True,
    ) -> None:
        """Show these translated words; ``goes_on``: the last button is what one came for."""
        words = ((self.back, back), (self.second, second), (self.primary, primary))
        for button, text in words:
            button.setText(text)
            button.setVisible(bool(text))
        dress(self.primary, kind="primary" if goes_on else "")
        is_ghost = bool(back) and self.back.property("kind") == "ghost"
        self._row.setContentsMargins(GHOST_EDGE if is_ghost else EDGE, 11, EDGE, 12)
        middle = Qt.AlignmentFlag.AlignVCenter
        side = Qt.AlignmentFlag.AlignRight if back else Qt.AlignmentFlag.AlignLeft
        self.hint.setAlignment(side | middle)
        self.hint.setText(hint)
