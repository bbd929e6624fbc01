"""Which kinds of notes come into the bell: boxes above its list (interaction.md, section 16).

Made by the bell's list. GUI thread only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.shell.inbox import BY_SYSTEM, DECISION, FAILURE, IMPORT, MENTION, Inbox

_TARGET = 24
_INDENT = 24


class BellKinds(QWidget):
    """A box for each kind, and below some one for the system; what is pressed holds at once."""

    def __init__(self, inbox: Inbox, parent: QWidget) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self.setAccessibleName(_("What comes here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(0)
        column.addWidget(plain_label(_("What comes here"), type="section"))
        self.boxes: dict[str, QCheckBox] = {}
        self.by_system: dict[str, QCheckBox] = {}
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
            if kind in BY_SYSTEM:
                self._add_system(kind, words, column)
        inbox.changed.connect(self._show)
        self._show()

    def _add_system(self, kind: str, about: str, column: QVBoxLayout) -> None:
        words = _("Let the system tell it while I work elsewhere")
        box = self.by_system[kind] = QCheckBox(words, self)
        box.setAccessibleName(f"{about}: {words}")
        box.setMinimumHeight(_TARGET)
        box.toggled.connect(partial(self._take_system, kind))
        row = QHBoxLayout()
        row.addSpacing(_INDENT)
        row.addWidget(box, 1)
        column.addLayout(row)

    def _take_system(self, kind: str, is_wanted: bool) -> None:
        self._inbox.silence(kind, is_silent=not is_wanted)

    def _take(self, kind: str, is_wanted: bool) -> None:
        self._inbox.mute(kind, is_muted=not is_wanted)

    def _show(self) -> None:
        for kind, box in self.boxes.items():
            box.setChecked(kind not in self._inbox.muted)
        for kind, box in self.by_system.items():
            box.setChecked(kind not in self._inbox.silent)
            box.setEnabled(kind not in self._inbox.muted)
            box.setVisible(self._inbox.has_system)
