"""Deals as small tiles on the cards of others: title and amount, stage and next step.

Used by ``sections``; as lines of records they open, move by arrows and have a menu. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.gui.kit.fields_pane import STACKED_PERCENT
from crm_desktop.gui.kit.paint.marks import (
    SQUARE,
    NextStep,
    next_step_width,
    paint_next_step,
    paint_square,
)
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.kit.record_lines import LineWords, RecordLine, RecordLines
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_GAP = 6
_ACROSS, _DOWN = 9, 9


@dataclass(frozen=True)
class TileFacts:
    """What a tile shows besides title and stage: ``colour`` is the stage's, a name of the palette
    of tags, nothing for a closed deal; a ``step`` without words is not shown."""

    amount: str
    colour: str = ""
    step: NextStep = NextStep.NONE
    step_words: str = ""


class DealTiles(RecordLines):
    """``facts`` by the id of the deal; given before the lines are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: Mapping[str, TileFacts] = {}
        column = self.layout()
        assert column is not None
        column.setSpacing(6)

    def _make_line(self, words: LineWords) -> RecordLine:
        tile = DealTile(words, self)
        tile.opened.connect(lambda apart: self.opened.emit(tile.words.key, apart))
        tile.step_wanted.connect(partial(self._go, tile))
        return tile


class DealTile(RecordLine):
    """One deal."""

    def __init__(self, words: LineWords, tiles: DealTiles) -> None:
        self._tiles = tiles
        self._rows: list[QBoxLayout] = []
        super().__init__(words, tiles)
        dress(self, kind="dealTile")
        self.amount = CutLabel(lambda theme: theme.faces.body_medium, parent=self)
        self.dot = StageDot(self)
        self.step = StepBadge(self)
        self._arrange()
        self.tell(words)

    def _arrange(self) -> None:
        """Two rows in place of picture, words and buttons."""
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        while row.takeAt(0) is not None:  # what stood there stays the line's own
            pass
        self.picture.hide()
        self.amount.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.setContentsMargins(_ACROSS, _DOWN, _ACROSS, _DOWN)
        rows = QVBoxLayout()
        rows.setSpacing(4)
        row.addLayout(rows)
        below = QHBoxLayout()
        below.setSpacing(_GAP)
        for part in (self.dot, self.below, self.warning):
            below.addWidget(part)
        for first, last in ((self.name, self.amount), (below, self.step)):
            line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            if isinstance(first, QWidget):
                line.addWidget(first)
            else:
                line.addLayout(first)
            line.addWidget(last)
            rows.addLayout(line)
            self._rows.append(line)
        self._fit_letters()
        ThemeManager.instance().changed.connect(self._fit_letters)

    def _fit_letters(self) -> None:
        """Large ones leave no room for an amount beside a title."""
        is_stacked = ThemeManager.instance().theme.text_percent > STACKED_PERCENT
        direction = QBoxLayout.Direction
        for row in self._rows:
            row.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)
            row.setSpacing(0 if is_stacked else _GAP)

    def tell(self, words: LineWords) -> None:
        """Show this deal."""
        super().tell(words)
        self.open.hide()
        facts = self._tiles.facts.get(words.key.id)
        if facts is None or not self._rows:  # the line tells its words before it is a tile
            return
        self.dot.tell(facts.colour)
        self.amount.setText(facts.amount)
        self.step.tell(facts.step, facts.step_words)
        said = (words.name, facts.amount, words.below, facts.step_words)
        self.setAccessibleName(", ".join(filter(None, said)))


class StageDot(QWidget):
    """A little square in the colour of a stage."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = ""
        self.setFixedSize(SQUARE, SQUARE)

    def tell(self, colour: str) -> None:
        """Show this colour of tags; without one nothing."""
        self._colour = colour
        self.setVisible(bool(colour))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The square."""
        painter = QPainter(self)
        theme = ThemeManager.instance().theme
        paint_square(painter, QRectF(self.rect()), self._colour, theme)
        painter.end()


class StepBadge(QWidget):
    """The badge of the next step."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._step, self._words = NextStep.NONE, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ThemeManager.instance().changed.connect(self.updateGeometry)

    def tell(self, step: NextStep, words: str) -> None:
        """Show this; without words nothing."""
        self._step, self._words = step, words
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its words."""
        theme = ThemeManager.instance().theme
        return QSize(round(next_step_width(self._words, theme)), theme.grown(measures.BADGE))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Icon and words."""
        painter = QPainter(self)
        theme = ThemeManager.instance().theme
        paint_next_step(painter, QRectF(self.rect()), self._step, self._words, theme)
        painter.end()
