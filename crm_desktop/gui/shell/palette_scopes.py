"""The row of chips below the palette's line: among what is sought, and how much was found.

Made by the palette; the keyboard stays in its line, where a sign does the same. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.palette_lines import COMPANY, CONTACT, Scope

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

_EDGE, _GAP = 16, 4
_NOTHING = "0"


class ScopeRow(QWidget):
    """``wanted`` tells the scope that was pressed."""

    wanted = Signal(object)  # Scope

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = {
            Scope.ALL: _("Everything"),
            Scope.PEOPLE: _("People"),
            Scope.PLACES: _("Companies"),
            Scope.COMMANDS: _("Commands"),
        }
        self.chips = {scope: QPushButton(self) for scope in self._words}
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(_GAP)
        for scope, chip in self.chips.items():
            dress(chip, kind="chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self._want, scope))
            row.addWidget(chip)
        row.addStretch()
        self.hide()

    def _want(self, scope: Scope, _checked: bool = False) -> None:
        self.wanted.emit(scope)

    def tell(self, here: Scope, counts: Mapping[Scope, str]) -> None:
        """Mark the scope of now; ``counts`` are those that are known. What holds nothing is left
        out."""
        for scope, chip in self.chips.items():
            words = " ".join(filter(None, (self._words[scope], counts.get(scope, ""))))
            chip.setText(words)
            chip.setAccessibleName(words)
            chip.setChecked(scope is here)
            chip.setHidden(counts.get(scope) == _NOTHING and scope is not here)


def count(hits: Sequence[SearchHit], commands: int, *, is_cut: bool) -> dict[Scope, str]:
    """How much each scope holds; ``is_cut``: more records would be found than were asked for."""
    people = sum(hit.kind == CONTACT for hit in hits)
    companies = sum(hit.kind == COMPANY for hit in hits)
    more = "+" if is_cut else ""
    return {
        Scope.ALL: f"{shown_number(people + companies + commands)}{more}",
        Scope.PEOPLE: f"{shown_number(people)}{more}",
        Scope.PLACES: f"{shown_number(companies)}{more}",
        Scope.COMMANDS: shown_number(commands),
    }
