"""A line above a list that takes long to find: first a word, then a way to stop waiting
(interaction.md, section 13). GUI thread only.
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
    """``cancelled`` tells that the person will not wait."""

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
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
        self.words.setText(_("Looking through all records for those that match…"))
        self.cancel.show()
        self.show()
