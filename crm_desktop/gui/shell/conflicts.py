"""The question when two people changed the same field: mine or theirs.

``resolve_conflict`` is the one way to ask it; both values stay in the history. Window-modal,
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: its label and both values in words."""

    field: str
    label: str
    mine: str
    theirs: str


Decide = Callable[[bool], None]
"""Gets whether mine is kept."""


class ConflictDialog(QDialog):
    """Both values one under another, and a button for each."""

    def __init__(self, title: str, clashes: Sequence[Clash], decide: Decide, parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(8)
        words = _(
            "Someone else changed this at the same time. Choose what to keep; both values stay in "
            "the history."
        )
        column.addWidget(_wrapped(words))
        for clash in clashes:
            column.addWidget(_wrapped(clash.label, type="label"))
            column.addWidget(_wrapped(_("Yours: {value}").format(value=clash.mine)))
            column.addWidget(_wrapped(_("Theirs: {value}").format(value=clash.theirs)))
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self.theirs = buttons.addButton(_("Keep theirs"), role)
        self.mine = buttons.addButton(_("Keep mine"), role)
        dress(self.mine, kind="primary")
        self.mine.clicked.connect(partial(self._decide, decide, True))
        self.theirs.clicked.connect(partial(self._decide, decide, False))
        column.addWidget(buttons)

    def _decide(self, decide: Decide, is_mine: bool) -> None:
        self.close()
        self.deleteLater()
        decide(is_mine)


def resolve_conflict(
    parent: QWidget, title: str, clashes: Sequence[Clash], decide: Decide
) -> ConflictDialog:
    """Ask which values to keep; ``title`` names the record. Closing the dialog decides nothing:
    the draft stays with its field."""
    dialog = ConflictDialog(title, clashes, decide, parent)
    dialog.open()
    return dialog


def _wrapped(text: str, **look: str) -> QWidget:
    label = plain_label(text, **look)
    label.setWordWrap(True)
    return label
