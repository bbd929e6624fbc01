"""How the rows of a timeline are drawn, and where in them something can be pressed.

The measures are those of ``c-contact-card-light`` (design/html). Called by the delegate inside
paint events, and by the view for the mouse, on the GUI thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import (
    initials,
    paint_icon,
    paint_initials,
    paint_next_step,
)
from crm_desktop.gui.kit.paint.words import paint_centred, paint_text
from crm_desktop.gui.kit.rich_text import make_document
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.pages.activities.entries import Entry, Piece, Shape

LEFT, WIDEST = 40, 800
_ICON_GROUND, _ICON = 30, 16
_SMALL_GROUND, _SMALL_ICON = 20, 12
_GAP = 4  # above and below a row
_HEADING, _LINE = 28, 24
_TOP, _SIDE, _BOTTOM = 8, 12, 9
_HEAD, _BUTTON, _PERSON, _MARK = 20, 24, 20, 14
_LINES_SHOWN = 6
_LETTERS_SHOWN, _LETTERS_EXPANDED = 1_500, 40_000
_REMEMBERED = 120  # several screens full, about 18 kB each
_CARDS_REMEMBERED = 2_000
_ORDINARY = "Агент перезвонит, agent calls back"  # as wide as texts are on the average
_SPACE = 4.0
_PLAIN = "slate"
_ABOUT_LEAST = 40  # of a name less than that tells nothing
_MARK_ICONS = {
    "pinned": ("push-pin-simple-fill", "text_tertiary"),
    "important": ("flag-fill", "danger"),
    "done": ("check-circle-fill", "success"),
}
DONE, MOVE, MORE, EXPAND, TITLE = "done", "move", "more", "expand", "title"


@dataclass
class Looks:
    """What besides the entries decides how rows look: which long texts are open, what is sought."""

    expanded: set[str] = field(default_factory=set)
    sought: tuple[str, ...] = ()
    editing: dict[str, int] = field(default_factory=dict)  # key → height of its editor


@dataclass(frozen=True)
class Card:
    """Where the parts of a card stand, from the upper left corner of its row."""

    frame: QRectF
    head: QRectF
    body: QRectF
    more: QRectF | None
    buttons: tuple[tuple[str, QRectF, str], ...]
    height: int


class Drawing:
    """Draws rows of one width in one theme; keeps the texts that were laid out."""

    def __init__(self, theme: Theme, looks: Looks) -> None:
        self.theme = theme
        self.looks = looks
        self._letter = theme.faces.label.width(_ORDINARY) / len(_ORDINARY)
        self._documents: OrderedDict[tuple[str, str, int], QTextDocument] = OrderedDict()
        # By key: the entry and width they are of, and whether the text is open.
        self._cards: dict[str, tuple[Entry, int, bool, Card]] = {}
        self._lines: dict[str, tuple[Entry, int, int]] = {}

    def forget(self) -> None:
        """These entries will not be shown again soon. Texts that were laid out stay for who goes
        back, as long as there are not too many."""
        self._cards.clear()
        self._lines.clear()

    def height(self, entry: Entry, width: int) -> int:
        """How high a row is."""
        if entry.key in self.looks.editing:
            return self.looks.editing[entry.key] + 2 * _GAP
        grown = self.theme.grown
        if entry.shape is Shape.HEADING:
            return grown(_HEADING)
        if entry.shape is Shape.LINE:
            return self._line_height(entry, width)
        return self.card(entry, width).height

    def guess(self, entry: Entry, width: int) -> int:
        """About how high a row is, from the length of its text."""
        if entry.shape not in (Shape.CARD, Shape.PLANNED) or entry.key in self.looks.editing:
            grown = self.theme.grown
            plain = grown(_HEADING) if entry.shape is Shape.HEADING else grown(_LINE) + 2 * _GAP
            return self.looks.editing.get(entry.key, plain)
        high = 2 * _GAP + _TOP + self.theme.grown(_HEAD) + _BOTTOM + 2
        if not entry.text:
            return high + (self.theme.grown(_BUTTON) + 3 if entry.shape is Shape.PLANNED else 0)
        letters = max(1.0, (min(width, WIDEST) - LEFT - 2 * _SIDE) / self._letter)
        lines = int(len(entry.text[:_LETTERS_SHOWN]) / letters) + 1 + entry.text.count("\n")
        return high + 2 + min(lines, _LINES_SHOWN + 1) * self.theme.faces.label.line

    def _line_height(self, entry: Entry, width: int) -> int:
        known = self._lines.get(entry.key)
        if known is not None and known[0] is entry and known[1] == width:
            return known[2]
        lines = self._flow(entry.pieces, self._line_width(entry, width))[1]
        high = max(self.theme.grown(_LINE), lines * self.theme.faces.label.line + 4) + 2 * _GAP
        if len(self._lines) >= _CARDS_REMEMBERED:
            self._lines.clear()
        self._lines[entry.key] = (entry, width, high)
        return high

    def frame(self, width: int) -> QRectF:
        """Where an editor stands that takes the place of a card."""
        return QRectF(LEFT, _GAP, min(width, WIDEST) - LEFT, 0)

    # Cards

    def card(self, entry: Entry, width: int) -> Card:
        """The parts of a card, worked out once for each width."""
        is_open = entry.key in self.looks.expanded
        known = self._cards.get(entry.key)
        if known is not None and known[0] is entry and known[1:3] == (width, is_open):
            return known[3]
        card = self._measure(entry, width)
        if len(self._cards) >= _CARDS_REMEMBERED:
            self._cards.clear()
        self._cards[entry.key] = (entry, width, is_open, card)
        return card

    def _measure(self, entry: Entry, width: int) -> Card:
        grown, line = self.theme.grown, self.theme.faces.label.line
        inner = min(width, WIDEST) - LEFT - 2 * _SIDE - 2
        left, top = LEFT + 1.0 + _SIDE, _GAP + 1.0 + _TOP
        head = QRectF(left, top, inner, grown(_HEAD))
        bottom = head.bottom()
        buttons = self._buttons(entry, QRectF(left, bottom + 3, inner, grown(_BUTTON)))
        room = min((rect.left() for _n, rect, _w in buttons), default=left + inner + 8) - left - 8
        body, more = QRectF(left, bottom + 2, room, 0), None
        if entry.text:
            document = self.document(entry, int(room))
            whole = document.size().height()
            shown = whole
            if self._is_long(entry, whole) and entry.key not in self.looks.expanded:
                shown = min(whole, _LINES_SHOWN * line)
            body.setHeight(shown)
            bottom = body.bottom()
            if self._is_long(entry, whole):
                more = QRectF(left, bottom + 2, inner, line)
                bottom = more.bottom()
        bottom = max([bottom, *(rect.bottom() for _n, rect, _w in buttons)])
        end = bottom + _BOTTOM + 1
        frame = QRectF(LEFT, _GAP, min(width, WIDEST) - LEFT, end - _GAP)
        return Card(frame, head, body, more, tuple(buttons), round(end + _GAP))

    def _is_long(self, entry: Entry, whole: float) -> bool:
        lines = _LINES_SHOWN * self.theme.faces.label.line
        return whole > lines + self.theme.faces.label.line or len(entry.text) > _LETTERS_SHOWN

    def _buttons(self, entry: Entry, place: QRectF) -> list[tuple[str, QRectF, str]]:
        if entry.shape is not Shape.PLANNED:
            return []
        face, found, right = self.theme.faces.label_medium, [], place.right()
        for name, words, icon in ((DONE, _("Done"), 16), (MOVE, _("Reschedule"), 0)):
            width = face.width(words) + 2 * measures.PADDING_TINY + icon + 2
            found.append((name, QRectF(right - width, place.top(), width, place.height()), words))
            right -= width + 8
        return found

    def document(self, entry: Entry, width: int) -> QTextDocument:
        """The text of an entry, laid out."""
        is_open = entry.key in self.looks.expanded
        text = entry.text[: _LETTERS_EXPANDED if is_open else _LETTERS_SHOWN]
        key = (entry.key, text, width)
        found = self._documents.get(key)
        if found is None:
            found = make_document(text, width, self.theme.faces.label)
            self._documents[key] = found
            while len(self._documents) > _REMEMBERED:
                self._documents.popitem(last=False)
        else:
            self._documents.move_to_end(key)
        return found

    def link_at(self, entry: Entry, width: int, place: QPointF) -> str:
        """The address of the link at this place of a row."""
        if entry.shape not in (Shape.CARD, Shape.PLANNED) or not entry.text:
            return ""
        body = self.card(entry, width).body
        if not body.contains(place):
            return ""
        layout = self.document(entry, int(body.width())).documentLayout()
        return layout.anchorAt(place - body.topLeft())

    def part_at(self, entry: Entry, width: int, place: QPointF) -> str:
        """Which button or word of a row stands at this place."""
        if entry.shape not in (Shape.CARD, Shape.PLANNED):
            return ""
        card = self.card(entry, width)
        for name, rect, _words in card.buttons:
            if rect.contains(place):
                return name
        if card.more is not None and card.more.contains(place):
            return EXPAND
        return ""

    # Painting

    def paint(
        self, painter: QPainter, rect: QRectF, entry: Entry, states: Collection[str] = ()
    ) -> None:
        """A row in ``rect``; ``states`` has ``current``, ``last`` and the name of the part under
        the pointer."""
        painter.save()
        painter.translate(rect.topLeft())
        width = int(rect.width())
        if entry.shape is Shape.HEADING:
            place = QRectF(LEFT, 0, width - LEFT, rect.height())
            faces, colours = self.theme.faces, self.theme.colours
            paint_text(painter, place, entry.title, faces.caption_strong, colours.text_tertiary)
        else:
            if "last" not in states:
                self._paint_thread(painter, entry, rect.height())
            if entry.key not in self.looks.editing:
                if entry.shape is Shape.LINE:
                    self._paint_line(painter, entry, width, states)
                else:
                    self._paint_card(painter, entry, width, states)
            self._paint_icon(painter, entry)
        painter.restore()

    def _paint_thread(self, painter: QPainter, entry: Entry, height: float) -> None:
        top = 28 if entry.shape is Shape.LINE else 34
        painter.fillRect(QRectF(15, top, 1, height + 6 - top), self.theme.colours.border)

    def _paint_icon(self, painter: QPainter, entry: Entry) -> None:
        colours, tag = self.theme.colours, self.theme.tag(entry.colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.shape is Shape.LINE:
            ground = QRectF(5.5, _GAP + 2.5, _SMALL_GROUND - 1, _SMALL_GROUND - 1)
            painter.setPen(QPen(colours.border, 1))
            painter.setBrush(colours.surface)
            painter.drawEllipse(ground)
            ink = colours.text_secondary if entry.colour == _PLAIN else tag.text
            paint_icon(painter, ground, entry.icon, ink, _SMALL_ICON)
            return
        ground = QRectF(0, _GAP, _ICON_GROUND, _ICON_GROUND)
        painter.setPen(QPen(tag.text, 1) if self.theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(tag.tint)
        painter.drawEllipse(ground)
        paint_icon(painter, ground, entry.icon, tag.text, _ICON)

    def _paint_card(
        self, painter: QPainter, entry: Entry, width: int, states: Collection[str]
    ) -> None:
        card, colours = self.card(entry, width), self.theme.colours
        self._box(painter, card.frame, colours.surface, colours.border_subtle, self.theme.radius.lg)
        if "current" in states:
            painter.setPen(QPen(colours.focus, self.theme.focus_line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = self.theme.radius.lg
            painter.drawRoundedRect(card.frame.adjusted(1, 1, -1, -1), radius, radius)
        self._paint_head(painter, entry, card.head)
        if entry.text:
            self._paint_body(painter, entry, card)
        for name, rect, words in card.buttons:
            self._paint_button(painter, name, rect, words, is_hot=name in states)
        if card.more is not None:
            is_open = entry.key in self.looks.expanded
            words = _("Show less") if is_open else _("Show all")
            face = self.theme.faces.label_medium
            paint_text(painter, card.more, words, face, colours.accent_text)

    def _paint_head(self, painter: QPainter, entry: Entry, head: QRectF) -> None:
        faces, colours = self.theme.faces, self.theme.colours
        right = head.right() - faces.label_digits.width(entry.when) - 1
        place = QRectF(right, head.top(), head.right() - right, head.height())
        paint_text(painter, place, entry.when, faces.label_digits, colours.text_tertiary)
        right -= 8
        if entry.author is not None and entry.shape is Shape.CARD:
            circle = QRectF(right - _PERSON, head.center().y() - _PERSON / 2, _PERSON, _PERSON)
            letters, colour = initials(entry.author.name), colour_of(entry.author.id)
            paint_initials(painter, circle, letters, colour, self.theme)
            right = circle.left() - 8
        if entry.badge is not None:
            step, words = entry.badge
            badge = faces.label_medium.width(words) + self.theme.grown(measures.BADGE_ICON + 15)
            place = QRectF(right - badge, head.top(), badge + 1, head.height())
            paint_next_step(painter, place, step, words, self.theme)
            right = place.left() - 8
        for mark in entry.marks:
            icon, token = _MARK_ICONS[mark]
            place = QRectF(right - _MARK, head.top(), _MARK, head.height())
            paint_icon(painter, place, icon, getattr(colours, token), _MARK)
            right = place.left() - 6
        title = QRectF(head.left(), head.top(), max(right - head.left(), 0), head.height())
        paint_text(painter, title, entry.title, faces.body_medium, colours.text)
        about = title.adjusted(faces.body_medium.width(entry.title) + 8, 0, 0, 0)
        if entry.about and about.width() > _ABOUT_LEAST:
            paint_text(painter, about, entry.about, faces.label, colours.text_secondary)

    def _paint_body(self, painter: QPainter, entry: Entry, card: Card) -> None:
        document = self.document(entry, int(card.body.width()))
        context: Any = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        ink = self.theme.colours.text
        if entry.shape is Shape.PLANNED:
            ink = self.theme.colours.text_secondary
        palette.setColor(QPalette.ColorRole.Text, ink)
        context.palette = palette
        context.clip = QRectF(QPointF(0, 0), QSizeF(card.body.width(), card.body.height()))
        if self.looks.sought:
            context.selections = self._found(document)
        painter.save()
        painter.translate(card.body.topLeft())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _found(self, document: QTextDocument) -> list[QAbstractTextDocumentLayout.Selection]:
        selections: list[Any] = []
        form = QTextCharFormat()
        form.setBackground(self.theme.colours.highlight)
        for word in self.looks.sought:
            cursor = document.find(word, 0)
            while not cursor.isNull() and len(selections) < 100:
                selection: Any = QAbstractTextDocumentLayout.Selection()
                selection.cursor = QTextCursor(cursor)
                selection.format = form
                selections.append(selection)
                cursor = document.find(word, cursor)
        return selections

    def _paint_button(
        self, painter: QPainter, name: str, rect: QRectF, words: str, *, is_hot: bool
    ) -> None:
        colours, face = self.theme.colours, self.theme.faces.label_medium
        radius = measures.RADIUS_SMALL_BUTTON
        if name == DONE:
            fill = colours.selected_hover if is_hot else colours.accent_tint
            self._box(painter, rect, fill, fill, radius)
            icon = QRectF(rect.left() + 7, rect.top(), 12, rect.height())
            paint_icon(painter, icon, "check-bold", colours.accent_text, 12)
            place = rect.adjusted(23, 0, 0, 0)
            paint_text(painter, place, words, face, colours.accent_text)
        else:
            fill = colours.hover if is_hot else colours.surface
            self._box(painter, rect, fill, colours.border_input, radius)
            paint_centred(painter, rect, words, face, colours.text)

    def _box(
        self, painter: QPainter, rect: QRectF, fill: QColor, line: QColor, radius: float
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, measures.LINE))
        painter.setBrush(fill)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    # Thin lines

    def _line_width(self, entry: Entry, width: int) -> float:
        time = self.theme.faces.label_digits.width(entry.when)
        return min(width, WIDEST) - LEFT - time - 8

    def _paint_line(
        self, painter: QPainter, entry: Entry, width: int, states: Collection[str]
    ) -> None:
        faces, colours = self.theme.faces, self.theme.colours
        line = faces.label.line
        room = self._line_width(entry, width)
        placed, lines = self._flow(entry.pieces, room)
        height = max(self.theme.grown(_LINE), lines * line + 4)
        top = _GAP + (height - lines * line) / 2
        if "current" in states:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.focus, self.theme.focus_line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(LEFT - 5, _GAP, min(width, WIDEST) - LEFT + 4, height)
            painter.drawRoundedRect(ring, self.theme.radius.md, self.theme.radius.md)
        for text, style, left, row in placed:
            place = QRectF(LEFT + left, top + row * line, room - left, line)
            if style == "arrow":
                box = QRectF(place.left(), place.top(), 12, line)
                paint_icon(painter, box, "arrow-right", colours.text_tertiary, 12)
                continue
            face = faces.label_medium if style == "strong" else faces.label
            ink = colours.text_secondary if style == "faint" else colours.text
            paint_text(painter, place, text, face, ink)
        time = QRectF(LEFT + room + 8, top, width, line)
        paint_text(painter, time, entry.when, faces.label_digits, colours.text_tertiary)

    def _flow(
        self, pieces: tuple[Piece, ...], room: float
    ) -> tuple[list[tuple[str, str, float, int]], int]:
        """Words one behind the other, on as many lines as they need."""
        placed: list[tuple[str, str, float, int]] = []
        left, row = 0.0, 0
        for piece in pieces:
            face = (
                self.theme.faces.label_medium if piece.style == "strong" else self.theme.faces.label
            )
            for word in [""] if piece.style == "arrow" else piece.text.split():
                wide = 16.0 if piece.style == "arrow" else face.width(word)
                if left and left + wide > room:
                    left, row = 0.0, row + 1
                if placed and piece.style != "arrow" and placed[-1][1::2] == (piece.style, row):
                    text, _style, start, _row = placed[-1]
                    placed[-1] = (f"{text} {word}", piece.style, start, row)
                    left = start + face.width(placed[-1][0]) + _SPACE
                else:
                    placed.append((word, piece.style, left, row))
                    left += wide + _SPACE
        return placed, row + 1
