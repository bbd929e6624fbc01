"""The two small buttons below something that is typed in place: take it, or leave it.

Made by what is typed in. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.gui.kit.theme.stylesheet import dress


class Answers(QHBoxLayout):
    """A row with ``leave`` and, of this ``kind``, ``take`` at its right end."""

    def __init__(self, take: str, leave: str, parent: QWidget, *, kind: str = "soft") -> None:
        super().__init__()
        self.take = QPushButton(take, parent)
        self.leave = QPushButton(leave, parent)
        dress(self.take, scale="tiny", kind=kind)
        dress(self.leave, scale="tiny", kind="ghost")
        for button in (self.take, self.leave):
            button.setAutoDefault(False)
        self.setSpacing(4)
        self.addStretch()
        self.addWidget(self.leave)
        self.addWidget(self.take)
