"""What is written down above a timeline: a tab for each kind, as many words as there is room for.

Made by the composer, which tells the room. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.activities.rows import ActivityKind
from crm_desktop.gui.kit.theme.icons import IconRole, icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.activities import words

KINDS = (
    ActivityKind.NOTE,
    ActivityKind.CALL,
    ActivityKind.TASK,
    ActivityKind.MEETING,
    ActivityKind.VISIT,
)
_ICON = 15
# What styles leave around icon and words of a tab besides its margins.
_AIR = 12
# Letters larger than that need the room of the icons.
_ICONS_UP_TO = 125


class KindTabs(QTabBar):
    """Tabs whose words stand close to their icons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = 0
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setAccessibleName(_("What is written down"))
        for kind in KINDS:
            self.addTab(words.kind_words(kind))
        ThemeManager.instance().changed.connect(self._draw)
        self.currentChanged.connect(self._draw)

    @property
    def kind(self) -> ActivityKind:
        """What is being written down."""
        return KINDS[self.currentIndex()]

    def choose(self, kind: ActivityKind) -> None:
        """Write down this."""
        self.setCurrentIndex(KINDS.index(kind))

    def fit(self, room: int) -> None:
        """Show as many words as ``room`` pixels hold."""
        self._room = room
        self._draw()

    def _draw(self) -> None:
        """Icons and words; large letters take the room of the icons. Where even so there is none
        for all words, only the chosen kind has words, and the others icons."""
        is_large = ThemeManager.instance().theme.text_percent > _ICONS_UP_TO
        self._dress([(not is_large, True)] * len(KINDS))
        if self.sizeHint().width() > self._room:
            here = self.currentIndex()
            self._dress([(number != here, number == here) for number in range(len(KINDS))])
        self.updateGeometry()

    def _dress(self, looks: Sequence[tuple[bool, bool]]) -> None:
        """Whether each tab has an icon, and whether words."""
        theme, ratio = ThemeManager.instance().theme, self.devicePixelRatioF()
        for number, (kind, (has_icon, has_words)) in enumerate(zip(KINDS, looks, strict=True)):
            look, shown = words.look_of(kind.value).icon, words.kind_words(kind)
            drawn = icon(look, IconRole.DEFAULT, theme.colours, size=_ICON, ratio=ratio)
            self.setTabIcon(number, drawn if has_icon else QIcon())
            self.setTabText(number, shown if has_words else "")
            self.setTabToolTip(number, "" if has_words else shown)
            self.setAccessibleTabName(number, shown)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802
        """No wider than icon and words."""
        hint = super().tabSizeHint(index)
        air = 0 if self.tabIcon(index).isNull() else _AIR
        return QSize(hint.width() - air, hint.height())
