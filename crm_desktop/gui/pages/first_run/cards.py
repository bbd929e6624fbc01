"""Large radio buttons: a language on one line, a way to begin with an icon and a sentence.

GUI thread only.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_LANGUAGE_HEIGHT = 40
_TILE, _TILE_RADIUS, _TILE_ICON = 40, 10, 22
_TICK = 20
_DOT, _DOT_LINE = 16, 1.5
_DOT_LEFT = 16


class CardGroup(QButtonGroup):
    """Cards of which one is chosen: Tab stops at that one, arrows go to the others."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._stop_at)

    def _stop_at(self, _card: QAbstractButton, is_chosen: bool) -> None:
        policy = Qt.FocusPolicy
        for card in self.buttons() if is_chosen else ():
            card.setFocusPolicy(policy.StrongFocus if card.isChecked() else policy.ClickFocus)


class Card(QRadioButton):
    """A radio button as large as a card; ``paint_inside`` draws what is no label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self.setMouseTracking(True)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A ground with an outline, thicker and in the accent where it is chosen."""
        colours = self._manager.theme.colours
        line = 2.0 if self.isChecked() else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colours.hover if self.underMouse() else colours.surface)
        painter.setPen(QPen(colours.accent if self.isChecked() else self.outline(), line))
        inside = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(inside, self.radius(), self.radius())
        self.paint_inside(painter)
        painter.end()

    def radius(self) -> int:
        """Of the corners."""
        raise NotImplementedError

    def outline(self) -> QColor:
        """While it is not chosen."""
        raise NotImplementedError

    def paint_inside(self, painter: QPainter) -> None:
        """What stands on the ground."""
        raise NotImplementedError


class LanguageCard(Card):
    """A language by its own name."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._manager.theme.grown(_LANGUAGE_HEIGHT))

    def radius(self) -> int:
        return self._manager.theme.radius.lg

    def outline(self) -> QColor:
        return self._manager.theme.colours.border_input

    def paint_inside(self, painter: QPainter) -> None:
        """The dot of a radio button and the name."""
        theme = self._manager.theme
        middle = QRectF(self.rect()).center().y()
        ring = QRectF(_DOT_LEFT, middle - _DOT / 2, _DOT, _DOT)
        inset = _DOT_LINE / 2  # the line lies inside
        ring.adjust(inset, inset, -inset, -inset)
        is_on = self.isChecked()
        painter.setPen(
            QPen(theme.colours.accent if is_on else theme.colours.border_strong, _DOT_LINE)
        )
        painter.setBrush(theme.colours.accent if is_on else theme.colours.surface)
        painter.drawEllipse(ring)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.accent_on)
            painter.drawEllipse(ring.center(), 3, 3)
        face = theme.faces.body_strong if is_on else theme.faces.body_medium
        painter.setFont(face.font)
        painter.setPen(theme.colours.text)
        words = QRectF(self.rect()).adjusted(_DOT_LEFT + _DOT + 8, 0, -8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._name)


class WayCard(Card):
    """A way to begin: an icon on a tinted tile, a title, one sentence."""

    def __init__(self, icon: str, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._colour = icon, colour
        self._words = ""
        self.title = plain_label("", type="heading")
        self.sentence = plain_label("", tone="secondary")
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self._manager.changed.connect(self._space)
        row = QHBoxLayout(self)
        row.setContentsMargins(20 + _TILE + 14, 18, 20, 18)
        column = QVBoxLayout()
        column.setSpacing(3)
        for label in (self.title, self.sentence):
            label.setParent(self)
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch()
        row.addLayout(column)
        self.title.setContentsMargins(0, 0, _TICK + 8, 0)
        dress(self.title, type="heading")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, title: str, sentence: str) -> None:
        """Show these translated words."""
        self.title.setText(title)
        self._words = sentence
        self._space()
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _space(self) -> None:
        """The sentence in lines as high as the design has them."""
        faces = self._manager.theme.faces
        words = escape(self._words)
        spaced = f'<p style="line-height: {faces.body.line}px">{words}</p>'
        self.sentence.setText(spaced)
        self.title.setMinimumHeight(faces.heading.line)

    def sizeHint(self) -> QSize:  # noqa: N802
        """That of its words."""
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """That of its words."""
        layout = self.layout()
        return layout.totalMinimumSize() if layout is not None else super().minimumSizeHint()

    def radius(self) -> int:
        return self._manager.theme.radius.xl

    def outline(self) -> QColor:
        return self._manager.theme.colours.border

    def paint_inside(self, painter: QPainter) -> None:
        """The tile with its icon, and the tick of the chosen one."""
        theme = self._manager.theme
        tag = theme.tag(self._colour)
        tile = QRectF(20, 18, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tag.tint)
        painter.drawRoundedRect(tile, _TILE_RADIUS, _TILE_RADIUS)
        paint_icon(painter, tile, self._icon, tag.text, _TILE_ICON)
        if self.isChecked():
            middle = self.title.geometry().center().y()  # so that the sentence has all the width
            tick = QRectF(self.width() - 20 - _TICK, middle - _TICK / 2, _TICK, _TICK)
            paint_icon(painter, tick, "check-circle-fill", theme.colours.accent, _TICK)
