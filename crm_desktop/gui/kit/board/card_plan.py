"""How high a card is and where its parts stand, worked out once per card and width.

The columns ask for heights before they draw. Measures are those of the design's picture of the
board (d-deals-kanban), in pixels, and grow with the letters. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextLayout, QTextOption

from crm_desktop.gui.kit.board.model import BoardCard
from crm_desktop.gui.kit.paint.marks import Tag, next_step_width, tag_width, tags_that_fit
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.theme import Theme

SIDE, TOP, BOTTOM = 11, 10, 9  # from the card's edge to its parts, the line around it included
OWNER = 20
_TITLE_LINE = 17
_CLIENT_GAP = 1
_TAGS_GAP = 6
_ROW_GAP = 7
_MARK_ROOM = 19
_PLAIN = "slate"
_LONGEST_TITLE = 300  # letters; more don't stand on two lines of the widest column


class PlacedTag(NamedTuple):
    """A tag, how far it is from the first one, and how wide."""

    tag: Tag
    left: float
    width: float


class CardPlan(NamedTuple):
    """The parts of a card from its top edge, in pixels; ``step_width`` is that of the badge, and
    -1 stands for what the card has not. ``marks`` are the tags that fit, and '+n'; ``owner``:
    whether there is room for the circle beside the badge, whose day is never cut for it."""

    width: int
    height: int
    title: tuple[str, ...]
    client: int
    tags: int
    marks: tuple[PlacedTag, ...]
    amount: int
    step: int
    step_width: float
    owner: bool


def plan_card(card: BoardCard, width: int, theme: Theme) -> CardPlan:
    """The plan of ``card``, ``width`` pixels wide."""
    room = width - 2 * SIDE
    title = title_lines(card.title, room - _MARK_ROOM * card.is_blacklisted, theme)
    y = TOP + len(title) * title_line(theme)
    client = tags = amount = step = -1
    marks = place_tags(card.tags, room, theme)
    if card.client:
        client = y + _CLIENT_GAP
        y = client + theme.faces.label.line
    if card.tags:
        tags = y + _TAGS_GAP
        y = tags + theme.grown(measures.TAG)
    if card.amount or card.days:
        amount = y + _ROW_GAP
        y = amount + theme.faces.body.line
    step_width = 0.0
    if card.step_text or card.owner:
        step = y + _ROW_GAP
        y = step + theme.grown(measures.BADGE)
    if card.step_text:
        step_width = min(next_step_width(card.step_text, theme), room)
    beside = theme.grown(OWNER) + measures.TAG_GAP
    owner = bool(card.owner) and step_width <= room - beside
    return CardPlan(width, y + BOTTOM, title, client, tags, marks, amount, step, step_width, owner)


def place_tags(tags: Sequence[Tag], room: int, theme: Theme) -> tuple[PlacedTag, ...]:
    """As many tags as fit on one line, then '+n' for the rest; the first at least, cut."""
    shown = tags_that_fit(tags, room, theme)
    rest = len(tags) - shown
    line = [*tags[:shown], *([Tag(f"+{rest}", _PLAIN)] if rest else [])]
    widths = [tag_width(tag.text, theme) for tag in line]
    over = sum(widths) + measures.TAG_GAP * (len(line) - 1) - room
    if over > 0:
        widths[0] = max(0.0, widths[0] - over)
    placed, left = [], 0.0
    for tag, width in zip(line, widths, strict=True):
        placed.append(PlacedTag(tag, round(left), width))
        left += width + measures.TAG_GAP
    return tuple(placed)


def usual_height(theme: Theme) -> int:
    """The height of a card with a short title and without tags: what is not measured yet is
    taken to be as high."""
    lines = title_line(theme) + _CLIENT_GAP + theme.faces.label.line
    rows = theme.faces.body.line + theme.grown(measures.BADGE) + 2 * _ROW_GAP
    return TOP + lines + rows + BOTTOM


def title_line(theme: Theme) -> int:
    """The height of a line of a title: closer together than running text."""
    return theme.grown(_TITLE_LINE) if theme.text_percent >= 100 else _TITLE_LINE


def title_lines(title: str, width: int, theme: Theme) -> tuple[str, ...]:
    """The title on one line, or on two of which the second is cut when it is drawn."""
    face = theme.faces.body_medium
    text = " ".join(title[:_LONGEST_TITLE].split())
    if face.width(text) <= width:
        return (text,)
    cut = _first_line(text, width, face)
    return text[:cut].rstrip(), text[cut:].lstrip()


def _first_line(text: str, width: int, face: Face) -> int:
    """How many letters stand on the first line: whole words, or what fits of a long one."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, face.font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    cut = line.textLength()
    layout.endLayout()
    return cut
