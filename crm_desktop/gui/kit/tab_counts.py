"""The numbers at the right of the tabs of a bar: how many records each tab holds.

Used by the tabs of views, pipelines and cards. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QTabBar

from crm_desktop.gui.kit.painted import align_digits, plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager

_RIGHT = QTabBar.ButtonPosition.RightSide


class TabCounts(QObject):
    """Keeps the tabs of ``bar`` as wide as their numbers, however large the letters become: a bar
    itself never asks again how wide a label in it is."""

    def __init__(self, bar: QTabBar) -> None:
        super().__init__(bar)
        self._bar = bar
        ThemeManager.instance().changed.connect(self._fit_all)

    def show(self, place: int, shown: str) -> None:
        """The number of the tab at this place."""
        label = self._bar.tabButton(place, _RIGHT)
        if not isinstance(label, QLabel):
            label = plain_label("", type="caption")
            align_digits(label)
            self._bar.setTabButton(place, _RIGHT, label)
        label.setText(shown)
        self._fit(place, label)

    def _fit_all(self) -> None:
        for place in range(self._bar.count()):
            label = self._bar.tabButton(place, _RIGHT)
            if isinstance(label, QLabel):
                self._fit(place, label)

    def _fit(self, place: int, label: QLabel) -> None:
        label.adjustSize()
        # Lays the tab out anew, and hides what is there already.
        self._bar.setTabButton(place, _RIGHT, label)
        label.setVisible(self._bar.isTabVisible(place))
