"""The line above a sample: that nothing can go wrong here, and the way to one's own workspace.

Put into the window by ``gui/session.py``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QToolBar

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


class SampleBar(QToolBar):
    """Stays at the top of the window as long as the sample is shown."""

    own_wanted = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(_("Sample"), window)
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setVisible(False)
        words = _("This is a sample. Nothing gets lost.")
        self.setAccessibleName(words)
        card = QFrame(self)
        dress(card, kind="banner")
        self.begin = QPushButton(_("Start with your own workspace"), card)
        dress(self.begin, scale="small", kind="soft")
        self.begin.clicked.connect(self.own_wanted)
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(10)
        row.addWidget(IconMark("compass", "accent_text", 18, card))
        row.addWidget(plain_label(words))
        row.addStretch()
        row.addWidget(self.begin)
        self.addWidget(card)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self)
