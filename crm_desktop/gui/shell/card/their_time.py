"""The time where the person of a card is, beside the town in the card's head. It goes on by itself.

Made by the head of the card. GUI thread only.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.shell.numbers import shown_time

_TICK_MS = 10_000


class TheirTime(CutLabel):
    """``14:05 their time``."""

    def __init__(self, zone: str, parent: QWidget) -> None:
        super().__init__(lambda theme: theme.faces.body, "text_secondary", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._zone = ZoneInfo(zone)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell)
        self._tick.start()
        self._tell()

    def _tell(self) -> None:
        there = clock.now().astimezone(self._zone)
        time = shown_time(QTime(there.hour, there.minute))
        self.setText(_("{time} their time").format(time=time))
