"""Which kinds of notes come into the bell: boxes above its list (interaction.md, section 16).

Made by the bell's list. GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.shell.inbox import DECISION, FAILURE, IMPORT, MENTION, Inbox

_TARGET = 24


class BellKinds(QWidget):
    """A box for each kind; what is pressed holds at once."""

    def __init__(self, inbox: Inbox, parent: QWidget) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self.setAccessibleName(_("What comes here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(0)
        column.addWidget(plain_label(_("What comes here"), type="section"))
        self.boxes: dict[str, QCheckBox] = {}
        for kind, words in (
            (MENTION, _("Mentions of me")),
            (DECISION, _("Fields that two people changed")),
            (IMPORT, _("Imports that have ended")),
            (FAILURE, _("What couldn’t be done")),
        ):
            box = self.boxes[kind] = QCheckBox(words, self)
            box.setMinimumHeight(_TARGET)
            box.toggled.connect(partial(self._take, kind))
            column.addWidget(box)
        inbox.changed.connect(self._show)
        self._show()

    def _take(self, kind: str, is_wanted: bool) -> None:
        self._inbox.mute(kind, is_muted=not is_wanted)

    def _show(self) -> None:
        for kind, box in self.boxes.items():
            box.setChecked(kind not in self._inbox.muted)
