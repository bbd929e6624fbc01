"""Small marks in cells, on cards and in menus: initials, tags, badges, counts, ticks, bars.

Called by delegates and small painted widgets inside a paint event, on the GUI thread. What is
asked to stand in a rectangle stands in the middle of its height; widths come from the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.gui.kit.paint.words import paint_centred, paint_text, whole_pixel
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import pixmap
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS, ThemeName, tokens

_OUTLINE = 1.5
_MARK = 11
_DASH = QRectF(0, 0, 8, 2)
_INITIALS_PART = 0.4  # of the circle's width: the height of its letters
_PLAIN = "slate"
_ALIKE = 8  # of 255: colours no farther apart can't be told from each other
_FAINT = 0.5
_PILL_GAP, _PILL_PADDING = 4, 8
_STEP_LEFT, _STEP_GAP, _STEP_RIGHT = 5, 4, 6  # around the icon and the words of its badge
SQUARE, _SQUARE_RADIUS = 8, 2
_SHARP = 2  # device pixels to a pixel, enough for every screen


class Tag(NamedTuple):
    """A word and which of the eight colours it has."""

    text: str
    colour: str


class Ticked(Enum):
    """The states of a check box."""

    OFF = 0
    ON = 1
    SOME = 2


class NextStep(Enum):
    """When the next step is due: colour tokens and the icon that tells it without colour."""

    PLANNED = ("success", "calendar-check")
    TODAY = ("warning", "clock")
    OVERDUE = ("danger", "warning-circle-fill")
    NONE = ("", "plus")

    def __init__(self, tone: str, icon: str) -> None:
        self.tone = tone
        self.icon = icon


# Between the parts of a word: at a hyphen, and where a small letter is before a capital.
_JOINED = late_pattern(r"[-\u2010-\u2015]|(?<=[a-zа-яёąćęłńóśźż])(?=[A-ZА-ЯЁĄĆĘŁŃÓŚŹŻ])")


def initials(name: str) -> str:
    """The first letters of the first two words of ``name``; '' where there is none.

    Quotation marks and brackets don't count: «Вектор Плюс» is ВП. A single word may be made of
    two: Вектор-М is ВМ, СтройГрад СГ.
    """
    words = [word for word in name[:200].split() if any(map(str.isalnum, word))]
    if len(words) == 1:
        words = [part for part in _JOINED.split(words[0]) if any(map(str.isalnum, part))]
    letters = [next(filter(str.isalnum, word)) for word in words[:2]]
    return "".join(letters).upper()


def paint_initials(
    painter: QPainter,
    rect: QRectF,
    letters: str,
    colour: str,
    theme: Theme,
    *,
    square: bool = False,
) -> None:
    """Initials in their colour: people in a circle, companies in a square. On a ground of almost
    the same colour, the painter's background, their shape is outlined."""
    tag = theme.tag(colour)
    radius = theme.radius.md if square else rect.height() / 2
    _fill_rounded(painter, rect, radius, tag.tint, _outline_on(painter, colour, theme))
    face = theme.faces.initials(round(rect.height() * _INITIALS_PART))
    paint_centred(painter, rect, letters, face, tag.text)


def _outline_on(painter: QPainter, name: str, theme: Theme) -> QColor | None:
    """The outline of a tint that the painter's background would hide, or high contrast asks for."""
    if theme.high_contrast:
        return theme.tag(name).text
    if name not in _often_hidden(theme.name):
        return None  # most aren't, and a frame of a table has hundreds of marks
    tag = theme.tag(name)
    if not _are_alike(tag.tint, painter.background().color()):
        return None
    outline = QColor(tag.solid)
    outline.setAlphaF(_FAINT)
    return outline


@cache
def _often_hidden(name: ThemeName) -> frozenset[str]:
    """The colours whose tint is almost that of a chosen row."""
    colours = tokens().colours[name]
    grounds = (colours.selected, colours.selected_hover, colours.selected_inactive)
    tags = zip(TAG_COLOURS, tokens().tags[name], strict=True)
    return frozenset(
        each for each, tag in tags if any(_are_alike(tag.tint, ground) for ground in grounds)
    )


def _are_alike(one: QColor, other: QColor) -> bool:
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return all(abs(by) < _ALIKE for by in apart)


def tag_width(text: str, theme: Theme) -> float:
    """How wide a tag is."""
    return theme.faces.caption.width(text) + 2 * measures.TAG_PADDING


def paint_tag(painter: QPainter, rect: QRectF, tag: Tag, theme: Theme) -> float:
    """A tag at the left of ``rect``, cut where it is wider; outlined as initials are. Returns the
    width it takes."""
    width = min(tag_width(tag.text, theme), rect.width())
    box = _middle(rect, width, theme.grown(measures.TAG))
    colour = theme.tag(tag.colour)
    outline = _outline_on(painter, tag.colour, theme)
    _fill_rounded(painter, box, theme.radius.sm, colour.tint, outline)
    inside = box.adjusted(measures.TAG_PADDING, 0, 1 - measures.TAG_PADDING, 0)
    paint_text(painter, inside, tag.text, theme.faces.caption, colour.text)
    return width


def paint_tags(painter: QPainter, rect: QRectF, tags: Sequence[Tag], theme: Theme) -> int:
    """As many tags as fit, then '+n' for the rest; the first at least, cut if it must be, unless
    no letter of it could be read beside the number. Returns how many are shown."""
    shown = tags_that_fit(tags, rect.width(), theme)
    more = f"+{len(tags) - shown}" if shown < len(tags) else ""
    place = QRectF(rect)
    if more:
        place.setRight(rect.right() - measures.TAG_GAP - tag_width(more, theme))
        if place.width() < tag_width(f"{tags[0].text[:1]}…", theme):
            shown, more = 0, f"+{len(tags)}"
    for tag in tags[:shown]:
        place.setLeft(place.left() + paint_tag(painter, place, tag, theme) + measures.TAG_GAP)
    if more:
        place.setRight(rect.right())
        paint_tag(painter, place, Tag(more, _PLAIN), theme)
    return shown


def tag_places(rect: QRectF, tags: Sequence[Tag], theme: Theme) -> list[QRectF]:
    """Where ``paint_tags`` puts the tags that fit."""
    places: list[QRectF] = []
    left = rect.left()
    for tag in tags[: tags_that_fit(tags, rect.width(), theme)]:
        width = min(tag_width(tag.text, theme), rect.right() - left)
        places.append(
            _middle(
                QRectF(left, rect.top(), width, rect.height()), width, theme.grown(measures.TAG)
            )
        )
        left += width + measures.TAG_GAP
    return places


def tags_that_fit(tags: Sequence[Tag], width: float, theme: Theme) -> int:
    """How many of ``tags`` stand in ``width`` pixels beside the '+n' of the others, at least 1."""
    used = 0.0
    for number, tag in enumerate(tags):
        used += tag_width(tag.text, theme)
        left = len(tags) - number - 1
        more = measures.TAG_GAP + tag_width(f"+{left}", theme) if left else 0
        if used + more > width:
            return max(number, 1)
        used += measures.TAG_GAP
    return len(tags)


def paint_check_box(
    painter: QPainter, rect: QRectF, state: Ticked, theme: Theme, *, enabled: bool = True
) -> None:
    """A check box of 16 pixels in the middle of ``rect``."""
    colours = theme.colours
    fill, outline, ink = colours.accent, colours.accent, colours.accent_on
    if not enabled:
        fill, outline, ink = colours.bg_sunken, colours.border, colours.text_disabled
    elif state is Ticked.OFF:
        fill, outline = colours.surface, colours.border_strong
    ratio = painter.device().devicePixelRatioF()
    used = fill.rgba(), outline.rgba(), ink.rgba()
    image = _check_box(state, used, theme.radius.sm, ratio)
    centre, half = rect.center(), measures.CHECK_BOX / 2
    place = QPointF(whole_pixel(centre.x() - half), whole_pixel(centre.y() - half))
    painter.drawPixmap(place, image)


# As a picture, for every row of a list has one.
@lru_cache(maxsize=64)
def _check_box(
    state: Ticked, colours: tuple[int, int, int], radius: float, ratio: float
) -> QPixmap:
    fill, outline, ink = map(QColor.fromRgba, colours)
    side = measures.CHECK_BOX
    image = QPixmap(ceil(side * ratio), ceil(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    box, inset = QRectF(0, 0, side, side), _OUTLINE / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(outline, _OUTLINE))
    painter.setBrush(fill)
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, radius - inset, radius - inset)
    if state is Ticked.ON:
        paint_icon(painter, box, "check-bold", ink, _MARK)
    elif state is Ticked.SOME:
        dash = QRectF(_DASH)
        dash.moveCenter(box.center())
        _fill_rounded(painter, dash, 1, ink)
    painter.end()
    return image


def paint_square(painter: QPainter, rect: QRectF, colour: str, theme: Theme) -> float:
    """The little square of a stage in one of the eight colours. Returns its width."""
    box = _middle(rect, SQUARE, SQUARE)
    _fill_rounded(painter, box, _SQUARE_RADIUS, theme.tag(colour).solid)
    return SQUARE


def square_icon(colour: str, theme: Theme) -> QIcon:
    """The same square for the items of a list; one that is chosen keeps its colour."""
    image = QPixmap(QSize(SQUARE, SQUARE) * _SHARP)
    image.setDevicePixelRatio(_SHARP)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_square(painter, QRectF(0, 0, SQUARE, SQUARE), colour, theme)
    painter.end()
    icon = QIcon(image)
    icon.addPixmap(image, QIcon.Mode.Selected)
    return icon


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor, size: int) -> None:
    """An icon of ``size`` pixels in the middle of ``rect``, on whole pixels."""
    image = pixmap(name, colour, size, painter.device().devicePixelRatioF())
    centre = rect.center()
    place = whole_pixel(centre.x() - size / 2), whole_pixel(centre.y() - size / 2)
    painter.drawPixmap(QPointF(*place), image)


def next_step_width(text: str, theme: Theme) -> float:
    """How wide the badge of the next step is."""
    around = _STEP_LEFT + theme.grown(measures.BADGE_ICON) + _STEP_GAP + _STEP_RIGHT
    return around + theme.faces.label_medium.width(text)


def paint_next_step(
    painter: QPainter, rect: QRectF, step: NextStep, text: str, theme: Theme
) -> float:
    """The badge of the next step: icon and words, never colour alone. Returns its width."""
    icon = theme.grown(measures.BADGE_ICON)
    width = min(next_step_width(text, theme), rect.width())
    box = _middle(rect, width, theme.grown(measures.BADGE))
    if step is NextStep.NONE:
        ink = theme.colours.text_secondary
        outline_dashed(painter, box, measures.RADIUS_BADGE, theme.colours.border_strong)
    else:
        ink = getattr(theme.colours, f"{step.tone}_text")
        tint = getattr(theme.colours, f"{step.tone}_tint")
        outline = ink if theme.high_contrast else None
        _fill_rounded(painter, box, measures.RADIUS_BADGE, tint, outline)
    place = QRectF(box.left() + _STEP_LEFT, box.top(), icon, box.height())
    paint_icon(painter, place, step.icon, ink, icon)
    words = box.adjusted(_STEP_LEFT + icon + _STEP_GAP, 0, 1 - _STEP_RIGHT, 0)
    paint_text(painter, words, text, theme.faces.label_medium, ink)
    return width


def pill_width(text: str, theme: Theme) -> float:
    """How wide ``paint_pill`` paints where there is room."""
    icon = theme.grown(measures.PILL_ICON) + _PILL_GAP
    return 2 * _PILL_PADDING + icon + theme.faces.label_strong.width(text)


def paint_pill(
    painter: QPainter, rect: QRectF, icon: str, text: str, *, tone: str, theme: Theme
) -> float:
    """A round badge of a state, ``tone`` being success, warning or danger. Returns its width."""
    side, gap, padding = theme.grown(measures.PILL_ICON), _PILL_GAP, _PILL_PADDING
    width = min(pill_width(text, theme), rect.width())
    box = _middle(rect, width, theme.grown(measures.PILL))
    ink, tint = getattr(theme.colours, f"{tone}_text"), getattr(theme.colours, f"{tone}_tint")
    _fill_rounded(painter, box, box.height() / 2, tint, ink if theme.high_contrast else None)
    paint_icon(
        painter, QRectF(box.left() + padding, box.top(), side, box.height()), icon, ink, side
    )
    words = box.adjusted(padding + side + gap, 0, 1 - padding, 0)
    paint_text(painter, words, text, theme.faces.label_strong, ink)
    return width


def paint_count(
    painter: QPainter, rect: QRectF, text: str, theme: Theme, *, alarm: bool = False
) -> float:
    """A count on a round ground, red where it asks to be seen. Returns its width."""
    face, height = theme.faces.caption_strong, theme.grown(measures.COUNT)
    width = max(face.width(text) + 2 * measures.COUNT_PADDING, height)
    box = _middle(rect, width, height)
    colours = theme.colours
    _fill_rounded(painter, box, height / 2, colours.danger_fill if alarm else colours.bg_sunken)
    paint_centred(painter, box, text, face, colours.accent_on if alarm else colours.text_secondary)
    return width


def paint_progress(
    painter: QPainter, rect: QRectF, part: float, theme: Theme, *, in_cell: bool = True
) -> None:
    """A bar of which ``part``, from 0 to 1, is done. More than 1 is drawn full."""
    height = measures.PROGRESS_IN_CELL if in_cell else measures.PROGRESS
    track = _middle(rect, rect.width(), height)
    _fill_rounded(painter, track, theme.radius.xs, theme.colours.bg_sunken)
    done = QRectF(track)
    done.setWidth(track.width() * min(max(part, 0.0), 1.0))
    if done.width() >= 1:
        _fill_rounded(painter, done, min(theme.radius.xs, done.width() / 2), theme.colours.accent)


def paint_blacklist_mark(painter: QPainter, rect: QRectF, theme: Theme) -> int:
    """The red mark after a name on the blacklist, at the left of ``rect``. Returns its width."""
    side = measures.ICON_SMALL
    place = QRectF(rect.left(), rect.top(), side, rect.height())
    paint_icon(painter, place, "prohibit-bold", theme.colours.danger, side)
    return side


def _middle(rect: QRectF, width: float, height: float) -> QRectF:
    """A box at the left of ``rect``, on a whole pixel in the middle of its height."""
    top = whole_pixel(rect.top() + (rect.height() - height) / 2)
    return QRectF(rect.left(), top, width, height)


def _fill_rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor,
    outline: QColor | None = None,
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    if outline is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(QPen(outline, measures.LINE))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def outline_dashed(painter: QPainter, rect: QRectF, radius: float, colour: QColor) -> None:
    """A line of dashes just inside ``rect``: something may be put there."""
    pen = QPen(colour, measures.LINE)
    pen.setDashPattern([3, 2])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
