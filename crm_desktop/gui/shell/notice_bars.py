"""Lines at the top of the window as long as something concerns the whole workspace: that it is a
sample, and the way to one's own; that it can only be read.

Put into the window by ``gui/session.py``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QToolBar

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


class NoticeBar(QToolBar):
    """Says ``words`` behind an icon of this name; ``row`` has room for more at its end."""

    def __init__(self, window: QMainWindow, title: str, icon: str, words: str) -> None:
        super().__init__(title, window)
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setVisible(False)
        self.setAccessibleName(words)
        self.card = QFrame(self)
        dress(self.card, kind="banner")
        self.row = QHBoxLayout(self.card)
        self.row.setContentsMargins(12, 4, 6, 4)
        self.row.setSpacing(10)
        self.row.addWidget(IconMark(icon, "accent_text", 18, self.card))
        self.row.addWidget(plain_label(words))
        self.row.addStretch()
        self.addWidget(self.card)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self)


class SampleBar(NoticeBar):
    """Nothing can go wrong here."""

    own_wanted = Signal()

    def __init__(self, window: QMainWindow) -> None:
        words = _("This is a sample. Nothing gets lost.")
        super().__init__(window, _("Sample"), "compass", words)
        self.begin = QPushButton(_("Start with your own workspace"), self.card)
        dress(self.begin, scale="small", kind="soft")
        self.begin.clicked.connect(self.own_wanted)
        self.row.addWidget(self.begin)


class ReadOnlyBar(NoticeBar):
    """Whoever tries to change something is told so once more."""

    def __init__(self, window: QMainWindow) -> None:
        words = _("Only reading: the file is write-protected. Nothing can be changed.")
        super().__init__(window, _("Only reading"), "lock-simple", words)
