"""What is seen of a card on its way: the picture under the pointer, the words beside it, the
flight back.

Children of the window, above everything in it, which the mouse does not notice. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.card_drawing import CardPainter, CardState
from crm_desktop.gui.kit.board.card_plan import CardPlan
from crm_desktop.gui.kit.board.model import BoardCard
from crm_desktop.gui.kit.paint.marks import paint_count
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme

_TURN = -2.0  # degrees
_OPACITY = 0.92
_FINER = 2  # the card is drawn so many times finer before it is turned
_STACK = 4  # pixels by which cards below the first one show
_COUNT_ROOM = 24
_HINT_PADDING, _HINT_HEIGHT = 8, 24
_HINT_AWAY = QPoint(16, 22)
_CLEAR = Qt.GlobalColor.transparent


def picture_of(
    painter_of_cards: CardPainter, card: BoardCard, plan: CardPlan, count: int, ratio: float
) -> QPixmap:
    """A card as it is dragged, with its shadow and the number of cards where it is several; its
    middle is the middle of the card."""
    theme = painter_of_cards.theme
    flat = _flat(painter_of_cards, card, plan, ratio)
    room = _room(plan)
    picture = QPixmap(room * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(_CLEAR)
    painter = QPainter(picture)
    painter.setOpacity(_OPACITY)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.width() / 2, room.height() / 2)
    painter.rotate(_TURN if theme.motion.base else 0)
    painter.translate(-plan.width / 2, -plan.height / 2)
    place = QRect(0, 0, plan.width, plan.height)
    painter.drawPixmap(_shadow_place(place).topLeft(), _shadow(place, ratio, theme))
    for below in range(min(count - 1, 2), 0, -1):
        _paint_below(painter, QRectF(place.translated(below * _STACK, below * _STACK)), theme)
    painter.drawPixmap(QPointF(0, 0), flat)
    if count > 1:
        badge = QRectF(plan.width - _COUNT_ROOM, -measures.COUNT / 2, _COUNT_ROOM, measures.COUNT)
        paint_count(painter, badge, str(count), theme, alarm=True)
    painter.end()
    return picture


def _room(plan: CardPlan) -> QSize:
    """The picture's size: the card turned, and its shadow on all sides alike."""
    margins = Elevation.DRAG.margins
    around = max(margins.left(), margins.top(), margins.bottom())
    turned = (
        QTransform().rotate(_TURN).mapRect(QRectF(0, 0, plan.width, plan.height)).toAlignedRect()
    )
    return turned.size() + QSize(2 * around, 2 * around)


def _flat(painter_of_cards: CardPainter, card: BoardCard, plan: CardPlan, ratio: float) -> QPixmap:
    flat = QPixmap(QSize(plan.width, plan.height) * ratio * _FINER)
    flat.setDevicePixelRatio(ratio * _FINER)
    flat.fill(_CLEAR)
    painter = QPainter(flat)
    rect = QRectF(0, 0, plan.width, plan.height)
    painter_of_cards.paint(painter, rect, card, plan, CardState(lifted=True))
    painter.end()
    return flat


def _shadow_place(card: QRect) -> QRect:
    return card.marginsAdded(Elevation.DRAG.margins)


def _shadow(card: QRect, ratio: float, theme: Theme) -> QPixmap:
    """The shadow in one piece: the nine parts it is made of would show seams where they lean."""
    place = _shadow_place(card)
    picture = QPixmap(place.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(_CLEAR)
    painter = QPainter(picture)
    inside = card.translated(-place.topLeft())
    paint_shadow(painter, inside, Elevation.DRAG, theme.radius.lg, theme)
    painter.end()
    return picture


def _paint_below(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(theme.colours.border)
    painter.setBrush(theme.colours.surface)
    inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inside, theme.radius.lg, theme.radius.lg)


class Carried(QWidget):
    """The picture of what is dragged, held by its middle."""

    def __init__(self, picture: QPixmap, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._picture = picture
        self._flight = QVariantAnimation(self)
        self._flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flight.valueChanged.connect(self.hold_at)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(picture.deviceIndependentSize().toSize())

    def hold_at(self, middle: QPoint) -> None:
        """Put the card's middle at a place of the screen."""
        place = self._window.mapFromGlobal(middle)
        self.move(place - QPoint(self.width() // 2, self.height() // 2))

    def middle(self) -> QPoint:
        """Where the card's middle is on the screen."""
        return self.mapToGlobal(QPoint(self.width() // 2, self.height() // 2))

    def fly(self, to: QPoint, duration: int, then: Callable[[], None]) -> None:
        """Go to a place of the screen within ``duration`` ms, call ``then``, and be gone."""

        def land() -> None:
            self.hide()
            self.deleteLater()
            then()

        if not duration:
            land()
            return
        self._flight.setDuration(duration)
        self._flight.setStartValue(self.middle())
        self._flight.setEndValue(to)
        self._flight.finished.connect(land)
        self._flight.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture."""
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._picture)
        painter.end()


class DropHint(QWidget):
    """What letting go would do, beside the pointer."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, text: str) -> None:
        """Say this, or nothing."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        width = round(self._theme.faces.label.width(text)) + 2 * _HINT_PADDING
        self.resize(width, self._theme.grown(_HINT_HEIGHT))
        self.setVisible(bool(text))
        self.raise_()
        self.update()

    def hold_at(self, pointer: QPoint) -> None:
        """Stand beside the pointer, within the window."""
        window = self._window
        place = window.mapFromGlobal(pointer) + _HINT_AWAY
        right, bottom = window.width() - self.width(), window.height() - self.height()
        self.move(max(0, min(place.x(), right)), max(0, min(place.y(), bottom)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The words, as on a tool tip."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.surface_inverse)
        radius = measures.TOOLTIP_RADIUS
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        face = self._theme.faces.label
        paint_centred(painter, QRectF(self.rect()), self._text, face, colours.text_inverse)
        painter.end()
