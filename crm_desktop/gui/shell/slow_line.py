"""A line beside what takes long to read: first a word, then what is waited for and, where that
leads anywhere, a way to stop waiting (interaction.md, section 13). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_STILL_MS, _CANCEL_MS = 3_000, 10_000


class SlowLine(QFrame):
    """``cancelled`` tells that the person will not wait; who begins says whether that can be."""

    cancelled = Signal()

    def __init__(self, parent: QWidget, awaited: str, *, can_cancel: bool = False) -> None:
        """``awaited``: translated words for what is being done."""
        super().__init__(parent)
        dress(self, kind="bar")
        self._awaited, self._can_cancel = awaited, can_cancel
        self.words = plain_label("", type="hint")
        self.cancel = QPushButton(_("Cancel"), self)
        dress(self.cancel, kind="ghost", scale="tiny")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self.words)
        row.addWidget(self.cancel)
        row.addStretch()
        self._still = single_shot(self, self._say_still, _STILL_MS)
        self._long = single_shot(self, self._offer, _CANCEL_MS)
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def begin(self) -> None:
        """Something is being looked for."""
        self._still.start()
        self._long.start()

    def end(self) -> None:
        """It was found."""
        self._still.stop()
        self._long.stop()
        self.hide()

    def _say_still(self) -> None:
        self.words.setText(_("Still loading…"))
        self.cancel.hide()
        self.show()

    def _offer(self) -> None:
        self.words.setText(self._awaited)
        self.cancel.setVisible(self._can_cancel)
        self.show()
