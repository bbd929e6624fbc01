"""The amber box below a field: what is entered looks like something that exists already.

It never blocks. A press or Enter on a name opens that record instead (interaction.md, sections
4 and 6). Given finished words, it knows no entity. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.painted import IconMark, plain_label
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.stylesheet import dress


@dataclass(frozen=True)
class SimilarLine:
    """A record that is there: its key, and its words (``Marina Kim, Vektor Plus``)."""

    entity: str
    id: str
    words: str


class SimilarBox(QFrame):
    """Hidden as long as there is nothing to show."""

    chosen = Signal(str, str)  # entity, id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="banner", tone="warning")
        self.lines: tuple[SimilarLine, ...] = ()
        self.buttons: list[QPushButton] = []
        self._heading = plain_label(_("Looks like it exists already:"))
        self._names = QVBoxLayout()
        self._names.setSpacing(2)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        mark = IconMark("warning", "warning_text", measures.ICON, self)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._heading, 0, 1)
        grid.addLayout(self._names, 1, 1)
        grid.setColumnStretch(1, 1)
        self.hide()

    def show_lines(self, lines: Sequence[SimilarLine]) -> None:
        """Show these; what stays the same keeps the focus."""
        if tuple(lines) == self.lines:
            return
        self.lines = tuple(lines)
        for button in self.buttons:
            self._names.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(line) for line in self.lines]
        said = ", ".join(line.words for line in self.lines)
        self.setAccessibleName(f"{self._heading.text()} {said}")
        self.setVisible(bool(self.lines))

    def _button(self, line: SimilarLine) -> QPushButton:
        button = CutButton(line.words.replace("&", "&&"), self)
        button.setMinimumWidth(1)  # else a long name would widen what is around it
        dress(button, kind="link")
        button.setAutoDefault(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleDescription(_("Opens this record instead of creating another"))
        button.clicked.connect(partial(self.chosen.emit, line.entity, line.id))
        self._names.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The arrows go from name to name."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
        by = steps.get(Qt.Key(event.key()))
        focused = [n for n, button in enumerate(self.buttons) if button.hasFocus()]
        if by is None or not focused:
            super().keyPressEvent(event)
            return
        place = max(0, min(focused[0] + by, len(self.buttons) - 1))
        self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
