"""Where the parts of a timeline's rows stand, how high rows are and where they can be pressed.

The measures are those of ``c-contact-card-light`` (design/html). Called by the view for its places
and for the mouse, and by ``timeline_drawing.py`` inside paint events, on the GUI thread.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextDocument

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.rich_text import make_document
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.activities.entries import Entry, Piece, Shape

LEFT, WIDEST = 40, 800
GAP = 4  # above and below a row
LINE = 24
_HEADING = 28
_TOP, _SIDE, _BOTTOM = 8, 12, 9
_HEAD, _BUTTON = 20, 24
_LINES_SHOWN = 6
_LETTERS_SHOWN, _LETTERS_EXPANDED = 1_500, 40_000
_REMEMBERED = 120  # several screens full, about 18 kB each
_CARDS_REMEMBERED = 2_000
_ORDINARY = "Агент перезвонит, agent calls back"  # as wide as texts are on the average
_SPACE = 4.0
DONE, MOVE, EXPAND = "done", "move", "expand"


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


class RowPlaces:
    """Measures rows of one width in one theme; keeps the texts that were laid out."""

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
            return self.looks.editing[entry.key] + 2 * GAP
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
            plain = grown(_HEADING) if entry.shape is Shape.HEADING else grown(LINE) + 2 * GAP
            return self.looks.editing.get(entry.key, plain)
        high = 2 * GAP + _TOP + self.theme.grown(_HEAD) + _BOTTOM + 2
        if not entry.text:
            return high + (self.theme.grown(_BUTTON) + 3 if entry.shape is Shape.PLANNED else 0)
        letters = max(1.0, (min(width, WIDEST) - LEFT - 2 * _SIDE) / self._letter)
        lines = int(len(entry.text[:_LETTERS_SHOWN]) / letters) + 1 + entry.text.count("\n")
        return high + 2 + min(lines, _LINES_SHOWN + 1) * self.theme.faces.label.line

    def _line_height(self, entry: Entry, width: int) -> int:
        known = self._lines.get(entry.key)
        if known is not None and known[0] is entry and known[1] == width:
            return known[2]
        lines = self.flow(entry.pieces, self.line_room(entry, width))[1]
        high = max(self.theme.grown(LINE), lines * self.theme.faces.label.line + 4) + 2 * GAP
        if len(self._lines) >= _CARDS_REMEMBERED:
            self._lines.clear()
        self._lines[entry.key] = (entry, width, high)
        return high

    def frame(self, width: int) -> QRectF:
        """Where an editor stands that takes the place of a card."""
        return QRectF(LEFT, GAP, min(width, WIDEST) - LEFT, 0)

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
        left, top = LEFT + 1.0 + _SIDE, GAP + 1.0 + _TOP
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
        frame = QRectF(LEFT, GAP, min(width, WIDEST) - LEFT, end - GAP)
        return Card(frame, head, body, more, tuple(buttons), round(end + GAP))

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

    # Thin lines

    def line_room(self, entry: Entry, width: int) -> float:
        """How wide the words of a thin line may be, beside its time."""
        time = self.theme.faces.label_digits.width(entry.when)
        return min(width, WIDEST) - LEFT - time - 8

    def flow(
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
