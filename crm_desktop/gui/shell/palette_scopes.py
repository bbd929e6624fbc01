"""The row of chips below the palette's line: among what is sought, and how much was found.

Made by the palette; the keyboard stays in its line, where a sign does the same for some of them.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.palette_lines import Scope

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
            Scope.COMPANIES: _("Companies"),
            Scope.DEALS: _("Deals"),
            Scope.PRODUCTS: _("Products"),
            Scope.ENTRIES: _("Lists"),
            Scope.TEXTS: _("Notes and tasks"),
            Scope.FILES: _("Files"),
            Scope.PLACES: _("Places"),
            Scope.COMMANDS: _("Commands"),
        }
        self.chips = {scope: QPushButton(self) for scope in self._words}
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(_GAP)
        for scope, chip in self.chips.items():
            dress(chip, kind="chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self._want, scope))
            row.addWidget(chip)
        row.addStretch()
        self._told: tuple[Scope, Mapping[Scope, str]] = (Scope.ALL, {})
        self.hide()

    def _want(self, scope: Scope, _checked: bool = False) -> None:
        self.wanted.emit(scope)

    def tell(self, here: Scope, counts: Mapping[Scope, str]) -> None:
        """Mark the scope of now; ``counts`` are those that are known. What holds nothing is left
        out, and so are the last ones where not all have room with their words: signs and keys
        lead to their scopes as well."""
        self._told = here, counts
        for scope, chip in self.chips.items():
            words = " ".join(filter(None, (self._words[scope], counts.get(scope, ""))))
            chip.setText(words)
            chip.setAccessibleName(words)
            chip.setChecked(scope is here)
            chip.setHidden(counts.get(scope) == _NOTHING and scope is not here)
        for scope, chip in reversed(self.chips.items()):
            self._row.invalidate()
            if scope not in (here, Scope.ALL) and self._row.sizeHint().width() > self.width():
                chip.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """There may be more room, or less."""
        super().resizeEvent(event)
        self.tell(*self._told)


def keys_of_foot() -> tuple[tuple[str, str], ...]:
    """What keys do in the palette: keys and words."""
    return (
        ("↑", ""),
        ("↓", _("choose")),
        (shown_keys("Ctrl+Enter"), _("in a new window")),
        (shown_keys("Tab"), _("actions")),
    )


def signs_of_scopes() -> tuple[tuple[str, str], ...]:
    """By which sign a scope is typed."""
    return (
        (">", _("commands")),
        ("@", _("people")),
        ("#", _("deals")),
        ("/", _("places")),
    )
