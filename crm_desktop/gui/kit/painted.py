"""Small painted widgets that share the drawing of table cells: initials, tags, a cut line.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.gui.kit.paint.marks import (
    Tag,
    initials,
    paint_icon,
    paint_initials,
    paint_tags,
    tag_width,
)
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import Face, make_digits_tabular
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme, colour_of

_OF_TAG = "tag:"


class Initials(QWidget):
    """The initials of a person (a circle) or a company (a square) of ``side`` pixels."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._shown = ("", "", False)
        self.setFixedSize(side, side)
        self._manager.changed.connect(self.update)

    def show_name(self, name: str, record_id: str, *, square: bool = False) -> None:
        """Whose; ``record_id`` decides the colour."""
        self._shown = (initials(name), colour_of(record_id), square)
        self.setAccessibleName(name)
        self.update()

    @property
    def is_square(self) -> bool:
        """Whether it stands for a company."""
        return self._shown[2]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The letters in their colour."""
        letters, colour, square = self._shown
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_initials(painter, rect, letters, colour, self._manager.theme, square=square)
        painter.end()


class IconMark(QWidget):
    """An icon that tells something; not to be pressed. ``colour`` is a token's name, or ``tag:``
    and one of the eight colours."""

    def __init__(self, name: str, colour: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self._shown = (name, colour)
        self.setFixedSize(size, size)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another one."""
        self._shown = (name, colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The icon."""
        name, token = self._shown
        painter, theme = QPainter(self), self._manager.theme
        if token.startswith(_OF_TAG):
            colour = theme.tag(token[len(_OF_TAG) :]).solid
        else:
            colour = getattr(theme.colours, token)
        paint_icon(painter, QRectF(self.rect()), name, colour, self.width())
        painter.end()


class TagsLine(QWidget):
    """As many tags as fit on one line."""

    def __init__(self, tags: Sequence[Tag], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._tags = tuple(tags)
        self.setAccessibleName(", ".join(tag.text for tag in tags))
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All tags beside each other."""
        theme = self._manager.theme
        width = sum(tag_width(tag.text, theme) + measures.TAG_GAP for tag in self._tags)
        return QSize(ceil(max(0, width - measures.TAG_GAP)), theme.grown(measures.TAG))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The tags."""
        painter = QPainter(self)
        if self._tags:
            paint_tags(painter, QRectF(self.rect()), self._tags, self._manager.theme)
        painter.end()


class CutLabel(QWidget):
    """A word or a line that is cut with '…' where it is too long, and shown whole on pointing."""

    def __init__(
        self,
        face: Callable[[Theme], Face],
        colour: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._face = face
        self._colour = colour
        self._text = ""
        self._manager.changed.connect(self.updateGeometry)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What it says."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802 - as labels have it
        """Say this."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The whole line."""
        face = self._face(self._manager.theme)
        return QSize(round(face.width(self._text)) + 1, face.line)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A few letters."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The line."""
        theme = self._manager.theme
        painter = QPainter(self)
        colour = getattr(theme.colours, self._colour)
        paint_text(painter, QRectF(self.rect()), self._text, self._face(theme), colour)
        painter.end()


def plain_label(text: str, **look: str) -> QLabel:
    """A label that shows text as it is, dressed by ``look``."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        dress(label, **look)
    return label


def align_digits(widget: QWidget) -> None:
    """Show what ``widget`` counts in digits of one width; the style sheet gives the rest of its
    font."""
    font = QFont()  # what isn't set in it comes from the style sheet
    make_digits_tabular(font)
    widget.setFont(font)
