"""The fonts of the window: the system's own family in the eight styles of the design.

A ``Face`` is a font with its measurements; delegates ask it how wide a text is and where it must
be cut, and get the answer from memory when they ask again. GUI thread only.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QStaticText

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.theme.tokens import TextStyle, TypeScale

REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
_WINDOWS = ("Segoe UI Variable Text", "Segoe UI")
_ELSEWHERE = ("Inter", "Noto Sans")
_TIGHTER_FROM = 20  # pixels; larger letters stand a little closer
_TIGHTER_BY = -0.2
_REMEMBERED = 512  # several screens full, about 1 kB each
# Nothing on one line of a screen is longer; a pasted megabyte is cut before it is measured.
_LONGEST_LINE = 1000
# By the average letter, less a fifth: nearly all texts that would be wider than their place are.
_SURELY = 0.8
_FEW_LETTERS = 2  # of which the measures of a whole line may differ from those of a cut one


class Line(NamedTuple):
    """A text on one line, cut where it was too long, laid out and ready to draw."""

    text: str
    width: float
    drawn: QStaticText


class Face:
    """A font and how wide texts are in it. Widths are in pixels."""

    def __init__(self, font: QFont, line: int) -> None:
        """``line`` is the height of a line of running text."""
        self.font = font
        self.line = line
        metrics = QFontMetricsF(font)
        self.height = metrics.height()
        self._metrics = metrics
        self._narrow_letter = metrics.averageCharWidth() * _SURELY
        self._widths = lru_cache(_REMEMBERED)(self._measure)
        self._lines = lru_cache(_REMEMBERED)(self._lay_out)

    def width(self, text: str) -> float:
        """How wide ``text`` stands on one line."""
        return self._widths(text[:_LONGEST_LINE])

    def fitted(self, text: str, width: float) -> Line:
        """``text`` on one line, cut at its end with '…' where it is wider than ``width``; in a
        place that was measured for it, it stands whole."""
        return self._lines(text[:_LONGEST_LINE], ceil(width))

    def _measure(self, text: str) -> float:
        # Were a method of Qt's itself remembered by, its signature would be looked up at the
        # start: 100 ms and 5 MB.
        return self._metrics.horizontalAdvance(text)

    def _lay_out(self, text: str, width: int) -> Line:
        # Laying out takes 25 µs, drawing what is laid out 5: a frame of a table has 400 texts. Of
        # one that was laid out the width is known; to measure it before would take half as long.
        # So only what is much too wide, a third of a list's texts, is cut before.
        line = " ".join(text.splitlines()) if not text.isprintable() else text
        if len(line) * self._narrow_letter > width:
            cut = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            if len(line) - len(cut) >= _FEW_LETTERS:
                return self._line(cut)
        whole = self._line(line)
        if whole.width <= width:
            return whole
        return self._line(self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))

    def _line(self, text: str) -> Line:
        drawn = self._drawn(text)
        return Line(text, drawn.size().width(), drawn)

    def _drawn(self, line: str) -> QStaticText:
        drawn = QStaticText(line)
        drawn.setTextFormat(Qt.TextFormat.PlainText)
        drawn.prepare(font=self.font)
        return drawn


@dataclass(frozen=True)
class Faces:
    """The faces of one text size; the ``_digits`` ones have digits of one width."""

    display: Face
    title: Face
    heading: Face
    subheading: Face
    subheading_digits: Face
    body: Face
    body_medium: Face
    body_medium_digits: Face
    body_digits: Face
    body_strong: Face
    body_strong_digits: Face
    label: Face
    label_medium: Face
    label_digits: Face
    label_medium_digits: Face
    label_strong: Face
    caption: Face
    caption_plain: Face
    caption_strong: Face
    families: tuple[str, ...]

    def initials(self, height: int) -> Face:
        """A face of ``height`` pixels for initials, which grow with their circle."""
        return _initials(self.families, height)


@lru_cache(maxsize=2)  # a switch between light and dark keeps its letters
def make_faces(scale: TypeScale, percent: int, families: tuple[str, ...]) -> Faces:
    """The faces for a text size of ``percent``, in the first of ``families`` that is there."""
    medium = MEDIUM if has_medium(families) else SEMIBOLD

    def face(style: TextStyle, weight: int | None = None, *, digits: bool = False) -> Face:
        font = make_font(families, scaled(style.size, percent), weight or style.weight)
        if digits:
            make_digits_tabular(font)
        return Face(font, scaled(style.line, percent))

    return Faces(
        display=face(scale.display, digits=True),
        title=face(scale.title),
        heading=face(scale.heading),
        subheading=face(scale.subheading),
        subheading_digits=face(scale.subheading, digits=True),
        body=face(scale.body),
        body_medium=face(scale.body, medium),
        body_medium_digits=face(scale.body, medium, digits=True),
        body_digits=face(scale.body, digits=True),
        body_strong=face(scale.body, SEMIBOLD),
        body_strong_digits=face(scale.body, SEMIBOLD, digits=True),
        label=face(scale.label),
        label_medium=face(scale.label, medium),
        label_digits=face(scale.label, digits=True),
        label_medium_digits=face(scale.label, medium, digits=True),
        label_strong=face(scale.label_strong),
        caption=face(scale.caption, medium),
        caption_plain=face(scale.caption, REGULAR),
        caption_strong=face(scale.caption, SEMIBOLD, digits=True),
        families=families,
    )


def make_font(families: tuple[str, ...], size: int, weight: int) -> QFont:
    """A font of ``size`` pixels, so that Windows scaling and macOS points look the same."""
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    if size >= _TIGHTER_FROM:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _TIGHTER_BY)
    return font


def system_families() -> tuple[str, ...]:
    """The families to try in turn: those of the system, never a bundled one."""
    default = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if sys.platform == "darwin":
        return (default,)
    wanted = _WINDOWS if sys.platform == "win32" else _ELSEWHERE
    there = set(QFontDatabase.families())
    return (*(family for family in wanted if family in there), default)


def has_medium(families: tuple[str, ...]) -> bool:
    """Does the first of ``families`` have the weight 500? Else names take 600, never 400."""
    family = families[0]
    if sys.platform == "darwin":
        return True  # the system font has every weight, but its styles are not listed
    styles = QFontDatabase.styles(family)
    return any(QFontDatabase.weight(family, style) == MEDIUM for style in styles)


@lru_cache(maxsize=64)
def _initials(families: tuple[str, ...], height: int) -> Face:
    return Face(make_font(families, height, SEMIBOLD), height)


def scaled(pixels: int, percent: int) -> int:
    """``pixels`` at a text size of ``percent``, in whole pixels."""
    return round(pixels * percent / 100)


def make_digits_tabular(font: QFont) -> None:
    """Give the digits of ``font`` one width, so that they stand below each other."""
    if hasattr(font, "setFeature"):  # Qt 6.7 and later; Segoe UI's digits are tabular anyway
        font.setFeature(QFont.Tag("tnum"), 1)
