"""How the rows of a timeline are painted.

The look is that of ``c-contact-card-light`` (design/html); where the parts of a row stand is told
by ``timeline_places.py``. Called by the view inside paint events, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection
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
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import colour_of
from crm_desktop.gui.pages.activities.entries import Entry, Shape
from crm_desktop.gui.pages.activities.timeline_places import (
    DONE,
    GAP,
    LEFT,
    LINE,
    WIDEST,
    Card,
    RowPlaces,
)

_ICON_GROUND, _ICON = 30, 16
_SMALL_GROUND, _SMALL_ICON = 20, 12
_PERSON, _MARK = 20, 14
_PLAIN = "slate"
_ABOUT_LEAST = 40  # of a name less than that tells nothing
_MARK_ICONS = {
    "pinned": ("push-pin-simple-fill", "text_tertiary"),
    "important": ("flag-fill", "danger"),
    "done": ("check-circle-fill", "success"),
}


class Drawing:
    """Draws rows where their parts stand, in the theme that these were measured in."""

    def __init__(self, places: RowPlaces) -> None:
        self.places = places
        self.looks = places.looks
        self.theme = places.theme

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
            ground = QRectF(5.5, GAP + 2.5, _SMALL_GROUND - 1, _SMALL_GROUND - 1)
            painter.setPen(QPen(colours.border, 1))
            painter.setBrush(colours.surface)
            painter.drawEllipse(ground)
            ink = colours.text_secondary if entry.colour == _PLAIN else tag.text
            paint_icon(painter, ground, entry.icon, ink, _SMALL_ICON)
            return
        ground = QRectF(0, GAP, _ICON_GROUND, _ICON_GROUND)
        painter.setPen(QPen(tag.text, 1) if self.theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(tag.tint)
        painter.drawEllipse(ground)
        paint_icon(painter, ground, entry.icon, tag.text, _ICON)

    def _paint_card(
        self, painter: QPainter, entry: Entry, width: int, states: Collection[str]
    ) -> None:
        card, colours = self.places.card(entry, width), self.theme.colours
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
        document = self.places.document(entry, int(card.body.width()))
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

    def _paint_line(
        self, painter: QPainter, entry: Entry, width: int, states: Collection[str]
    ) -> None:
        faces, colours = self.theme.faces, self.theme.colours
        line = faces.label.line
        room = self.places.line_room(entry, width)
        placed, lines = self.places.flow(entry.pieces, room)
        height = max(self.theme.grown(LINE), lines * line + 4)
        top = GAP + (height - lines * line) / 2
        if "current" in states:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.focus, self.theme.focus_line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(LEFT - 5, GAP, min(width, WIDEST) - LEFT + 4, height)
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
