"""A row of the conflict dialog: both values of a field, the different part marked, one chosen.

Of a long text both can be kept. GUI thread only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_LABEL, _ROW = 140, 44
_EDGE = 24
# A text of a million letters is told by its beginning.
_LONGEST = 2_000
# Texts that have less in common are two texts: marking them says nothing.
_ALIKE = 0.5
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


class Keep(Enum):
    """What is kept of a field."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: its label and both values in words. ``can_join``: a long
    text of which both can be kept."""

    field: str
    label: str
    mine: str
    theirs: str
    can_join: bool = False


class ClashRow(QFrame):
    """``mine`` and ``theirs`` are its two cells."""

    def __init__(self, clash: Clash, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="choiceRow")
        self._can_join = clash.can_join
        label = row_label(clash.label, "name", 12)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        yours = _("{field}, yours: {value}").format(field=clash.label, value=clash.mine[:_LONGEST])
        others = _("{field}, theirs: {value}").format(
            field=clash.label, value=clash.theirs[:_LONGEST]
        )
        self.mine = ClashCell(clash.mine, clash.theirs, yours, clash.can_join, self)
        self.theirs = ClashCell(clash.theirs, clash.mine, others, clash.can_join, self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not clash.can_join)
        for cell in (self.mine, self.theirs):
            self._group.addButton(cell.button)
        self._group.buttonToggled.connect(self._tell)
        if clash.can_join:
            self.hint = plain_label(_("Both texts are kept one under another."), type="hint")
            self.hint.setWordWrap(True)
            self.theirs.words.addWidget(self.hint)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 1)
        grid.setSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.mine, 0, 1)
        grid.addWidget(self.theirs, 0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.setMinimumHeight(ThemeManager.instance().theme.grown(_ROW))
        self.choose(Keep.BOTH if clash.can_join else Keep.MINE)

    def choose(self, keep: Keep) -> None:
        """Tick it."""
        self.mine.button.setChecked(keep is not Keep.THEIRS)
        self.theirs.button.setChecked(keep is not Keep.MINE)
        if self._can_join:
            self.mine.button.setChecked(keep is not Keep.THEIRS)

    def kept(self) -> Keep:
        """What is ticked."""
        if self.mine.button.isChecked() and self.theirs.button.isChecked():
            return Keep.BOTH
        return Keep.MINE if self.mine.button.isChecked() else Keep.THEIRS

    def _tell(self, pressed: QAbstractButton, _is_on: bool) -> None:
        """Something of a long text is always kept."""
        mine, theirs = self.mine.button, self.theirs.button
        if self._can_join and not mine.isChecked() and not theirs.isChecked():
            (theirs if pressed is mine else mine).setChecked(True)
        for cell in (self.mine, self.theirs):
            cell.show_state()
        if self._can_join:
            is_both = self.kept() is Keep.BOTH
            self.hint.setText(_("Both texts are kept one under another.") if is_both else "")


class ClashCell(QFrame):
    """A value with its button; a press anywhere on it ticks the button."""

    def __init__(self, text: str, other: str, spoken: str, can_join: bool, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="choiceCell")
        self._text, self._other, self._is_long = text, other, can_join
        self.button: QAbstractButton = QCheckBox(self) if can_join else QRadioButton(self)
        self.button.setAccessibleName(spoken)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy = self.label.sizePolicy()
        policy.setHeightForWidth(True)
        self.label.setSizePolicy(policy)
        self.words = QVBoxLayout()
        self.words.setSpacing(6)
        self.words.addWidget(self.label)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 12, 16, 12)
        line.setSpacing(0)  # the button has room for words that it hasn't
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self.words, 1)
        ThemeManager.instance().changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Chosen or not; what differs has the ground of news."""
        is_on = self.button.isChecked()
        dress(self, state="on" if is_on else "")
        strong = "name" if is_on and not self._is_long else ""
        dress(self.label, tone="" if is_on else "secondary", type=strong)
        ground = ThemeManager.instance().theme.colours.highlight.name()
        self.label.setText(marked(self._text, self._other, ground))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """As a press on the button."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()


def row_label(words: str, kind: str, around: int) -> QLabel:
    """What stands before both values: as wide in every row, wider with larger letters. ``around``
    is the room above and below in pixels."""
    label = plain_label(words, type=kind)
    label.setWordWrap(True)
    label.setFixedWidth(ThemeManager.instance().theme.grown(_LABEL))
    label.setContentsMargins(_EDGE, around, 8, around)
    return label


def marked(text: str, other: str, ground: str) -> str:
    """``text`` as HTML, with what ``other`` hasn't on ``ground`` (a colour)."""
    told = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    pieces, others = _PIECES.findall(told), _PIECES.findall(other[:_LONGEST])
    matcher = SequenceMatcher(None, pieces, others, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _html(told)
    return "".join(_marked_pieces(matcher, pieces, ground))


def _marked_pieces(matcher: SequenceMatcher[str], pieces: list[str], ground: str) -> Iterator[str]:
    for kind, first, last, _first, _last in matcher.get_opcodes():
        words = _html("".join(pieces[first:last]))
        if kind == "equal":
            yield words
        elif words:
            yield f'<span style="background-color:{ground}">{words}</span>'


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")
