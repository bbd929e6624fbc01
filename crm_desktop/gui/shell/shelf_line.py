"""The line above a list that says that the archive or the recycle bin is shown, and the way back.

Made by ``shell/asked_list.py``. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_ICON, _BACK = 16, 13


class ShelfLine(QFrame):
    """Hidden while the current records are shown; ``left``: back to them."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
        self._marks = {
            "archive": IconMark("archive", "text_secondary", _ICON, self),
            "bin": IconMark("trash-simple", "text_secondary", _ICON, self),
        }
        self.words = plain_label("", type="subheading")
        self.back = QPushButton(_("Back to c&urrent records"), self)
        dress(self.back, kind="soft", scale="tiny")
        ThemeManager.instance().set_icon(self.back, "caret-left", IconRole.ACTIVE, size=_BACK)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        for widget in (*self._marks.values(), self.words, self.back):
            row.addWidget(widget)
        row.addStretch()
        self.back.clicked.connect(self.left)
        self.hide()

    def show_shelf(self, shelf: str) -> None:
        """The list shows this shelf now."""
        for name, mark in self._marks.items():
            mark.setVisible(name == shelf)
        titles = {"archive": _("In the archive"), "bin": _("In the recycle bin")}
        self.words.setText(titles.get(shelf, ""))
        self.setAccessibleName(self.words.text())
        self.setVisible(shelf in titles)
