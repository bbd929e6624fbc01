"""Draws the cards of a board: at rest, current, picked, on their way, lifted, as a slot.

Columns call it inside paint events, card by card, and the one who drags for the picture of what
is dragged. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm_desktop.gui.kit.board.card_plan import OWNER, SIDE, TOP, CardPlan, title_line
from crm_desktop.gui.kit.board.model import BoardCard
from crm_desktop.gui.kit.board.stamps import Stamps
from crm_desktop.gui.kit.paint.marks import (
    NextStep,
    Tag,
    paint_blacklist_mark,
    paint_icon,
    paint_initials,
    paint_next_step,
    paint_tag,
)
from crm_desktop.gui.kit.paint.words import paint_text, whole_pixel
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme

RIM = 3  # pixels around a card for the ring of the keyboard
_HOURGLASS, _HOURGLASS_GAP = 11, 3
_AMOUNT_GAP = 6
_MARK_GAP = 5
_WAITING = ((0.62, 13), (0.44, 33), (0.36, 58), (0.5, 84))  # part of the width, from the top
_WAITING_HEIGHT = 10


class CardState(NamedTuple):
    """How a card stands: the current one, picked, under the pointer, in the window in front, and
    whether the board has the keyboard. ``lifted``: it is the picture that is dragged; ``lit``: it
    has just become another one."""

    current: bool = False
    picked: bool = False
    hovered: bool = False
    window_active: bool = True
    keyboard: bool = False
    lifted: bool = False
    lit: bool = False


class CardPainter:
    """Draws cards in one theme; another theme takes another one."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._stamps = Stamps()

    def paint(
        self, painter: QPainter, rect: QRectF, card: BoardCard, plan: CardPlan, state: CardState
    ) -> None:
        """A card on ``rect``, which is as large as ``plan`` says; the ring stands around it."""
        ground, line = _colours(state, self.theme)
        self._paint_ground(painter, rect, ground, line)
        self._paint_title(painter, rect, card, plan)
        self._paint_marks(painter, rect, plan, ground)
        self._paint_amount(painter, rect, card, plan)
        self._paint_step(painter, rect, card, plan, ground)
        if state.current and state.keyboard:
            _paint_ring(painter, rect, self.theme)

    def _paint_ground(self, painter: QPainter, rect: QRectF, ground: QColor, line: QColor) -> None:
        def draw(inner: QPainter, place: QRectF) -> None:
            _outlined(inner, place, ground, QPen(line, measures.LINE), self.theme)

        self._stamps.stamp(painter, rect, ("ground", ground.rgba(), line.rgba()), draw)

    def _paint_title(
        self, painter: QPainter, rect: QRectF, card: BoardCard, plan: CardPlan
    ) -> None:
        """Title and client."""
        theme = self.theme
        faces, colours, line = theme.faces, theme.colours, title_line(theme)
        left, width = rect.left() + SIDE, rect.width() - 2 * SIDE
        place = QRectF(left, rect.top() + TOP, width, line)
        if card.is_blacklisted:
            mark = place.adjusted(width - measures.ICON_SMALL, 0, 0, 0)
            paint_blacklist_mark(painter, mark, theme)
            place.setRight(mark.left() - _MARK_GAP)
        for words in plan.title:
            paint_text(painter, place, words, faces.body_medium, colours.text)
            place.translate(0, line)
        if plan.client >= 0:
            place = QRectF(left, rect.top() + plan.client, width, faces.label.line)
            paint_text(painter, place, card.client, faces.label, colours.text_secondary)

    def _paint_marks(self, painter: QPainter, rect: QRectF, plan: CardPlan, ground: QColor) -> None:
        theme, height = self.theme, self.theme.grown(measures.TAG)
        for tag, left, width in plan.marks:
            place = QRectF(rect.left() + SIDE + left, rect.top() + plan.tags, width, height)
            draw = partial(_draw_tag, tag=tag, theme=theme)
            self._stamps.stamp(painter, place, tag, draw, ground)

    def _paint_amount(
        self, painter: QPainter, rect: QRectF, card: BoardCard, plan: CardPlan
    ) -> None:
        """The sum at the left, how long the card has been here at the right."""
        if plan.amount < 0:
            return
        faces, ink = self.theme.faces, self.theme.colours.text
        width, height = rect.width() - 2 * SIDE, faces.body.line
        place = QRectF(rect.left() + SIDE, rect.top() + plan.amount, width, height)
        if card.days:
            used = _paint_days(painter, place, card, self.theme)
            place.setRight(place.right() - used)
        paint_text(painter, place, card.amount, faces.body_strong_digits, ink)

    def _paint_step(
        self, painter: QPainter, rect: QRectF, card: BoardCard, plan: CardPlan, ground: QColor
    ) -> None:
        """The badge of the next step at the left, the owner at the right."""
        theme = self.theme
        top, height = rect.top() + plan.step, theme.grown(measures.BADGE)
        if card.step_text:
            place = QRectF(rect.left() + SIDE, top, plan.step_width, height)
            step = (card.step, card.step_text)
            draw = partial(_draw_step, step=step, theme=theme)
            self._stamps.stamp(painter, place, step, draw, ground)
        if plan.owner:
            side = theme.grown(OWNER)
            left = rect.right() - SIDE - side
            circle = QRectF(left, whole_pixel(top + (height - side) / 2), side, side)
            owner = (card.owner, card.owner_colour)
            draw = partial(_draw_owner, owner=owner, theme=theme)
            self._stamps.stamp(painter, circle, owner, draw, ground)


def _draw_tag(painter: QPainter, place: QRectF, *, tag: Tag, theme: Theme) -> None:
    paint_tag(painter, place, tag, theme)


def _draw_step(
    painter: QPainter, place: QRectF, *, step: tuple[NextStep, str], theme: Theme
) -> None:
    paint_next_step(painter, place, *step, theme)


def _draw_owner(painter: QPainter, place: QRectF, *, owner: tuple[str, str], theme: Theme) -> None:
    paint_initials(painter, place, *owner, theme)


def paint_waiting_card(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A card that is on its way: bars in place of words. It does not move."""
    pen = QPen(theme.colours.border_subtle, measures.LINE)
    _outlined(painter, rect, theme.colours.surface, pen, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.hover)
    for part, top in _WAITING:
        if top + _WAITING_HEIGHT < rect.height():
            width = (rect.width() - 2 * SIDE) * part
            bar = QRectF(rect.left() + SIDE, rect.top() + top, width, _WAITING_HEIGHT)
            painter.drawRoundedRect(bar, theme.radius.sm, theme.radius.sm)


def paint_place_left(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The outline that a lifted card leaves behind."""
    pen = _dashed(theme.colours.border_input)
    _outlined(painter, rect, QColor(Qt.GlobalColor.transparent), pen, theme)


def paint_slot(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Where a card will stand when it is let go."""
    pen = _dashed(theme.colours.accent)
    _outlined(painter, rect, theme.colours.accent_tint, pen, theme)


def _colours(state: CardState, theme: Theme) -> tuple[QColor, QColor]:
    """The ground of a card and the line around it; there is none inside the keyboard's ring."""
    ground, line = _plain_colours(state, theme)
    return ground, ground if state.current and state.keyboard else line


def _plain_colours(state: CardState, theme: Theme) -> tuple[QColor, QColor]:
    colours = theme.colours
    line = colours.border_strong if state.hovered else colours.border
    if state.lifted:
        return colours.surface, colours.accent
    if not state.picked:
        ground = colours.highlight if state.lit else colours.surface
        return ground, colours.accent if state.current else line
    if state.lit:
        return colours.highlight, colours.accent
    ground = colours.selected if state.window_active else colours.selected_inactive
    return ground, colours.accent


def _paint_days(painter: QPainter, row: QRectF, card: BoardCard, theme: Theme) -> float:
    """How long the card has been here, at the right; returns the width it takes. A sum is never
    cut: where it leaves no room the hourglass stands alone."""
    colours, faces = theme.colours, theme.faces
    if card.is_rotting:
        face, ink, icon = faces.caption, colours.warning_text, "hourglass-medium-fill"
    else:
        face, ink, icon = faces.caption_plain, colours.text_tertiary, "hourglass-medium"
    side = theme.grown(_HOURGLASS)
    beside = _AMOUNT_GAP + side + _HOURGLASS_GAP + face.width(card.days)
    width, gap = 0.0, 0
    if faces.body_strong_digits.width(card.amount) + beside <= row.width():
        width, gap = paint_text(painter, row, card.days, face, ink, right=True), _HOURGLASS_GAP
    left = row.right() - width - gap - side
    paint_icon(painter, QRectF(left, row.top(), side, row.height()), icon, ink, side)
    return row.right() - left + _AMOUNT_GAP


def _paint_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    line = theme.focus_line
    out = line / 2
    painter.setPen(QPen(theme.colours.focus, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = theme.radius.lg + out
    painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), radius, radius)


def _outlined(painter: QPainter, rect: QRectF, ground: QColor, pen: QPen, theme: Theme) -> None:
    half = pen.widthF() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(ground)
    radius = theme.radius.lg - half
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, measures.LINE)
    pen.setDashPattern([3, 2])
    return pen
