"""The right half of the picture of components: menu, notes, lists and what is painted in them.

Put on a sheet by ``picture``; GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from crm_desktop.gui.components.sheet import Sheet
from crm_desktop.gui.kit.board.card_drawing import CardPainter, CardState
from crm_desktop.gui.kit.board.card_plan import plan_card
from crm_desktop.gui.kit.board.carried import picture_of
from crm_desktop.gui.kit.board.model import BoardCard
from crm_desktop.gui.kit.paint import marks, rows
from crm_desktop.gui.kit.paint.marks import NextStep, Tag, Ticked
from crm_desktop.gui.kit.paint.rows import RowState
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole, pixmap
from crm_desktop.gui.kit.theme.style import DANGER
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme

_MENU = QRect(724, 48, 258, 224)
_ENTRIES = (
    ("arrow-square-out", "Enter"),
    ("app-window", "Ctrl+Enter"),
    ("phone", "Ctrl+Shift+C"),
    ("check-square", "Ctrl+Shift+T"),
    ("tag-simple", "Ctrl+Shift+L"),
    ("user-gear", "Ctrl+Shift+O"),
    ("archive", "Delete"),
)
_BEFORE_LINES = (2, 6)  # the entries that stand below a line
_NOTES_LEFT, _NOTES_WIDTH = 998, 372
_TOASTS = (
    ("check-circle-fill", "success", 48, 60),
    ("wifi-slash", "warning", 116, 56),
    ("warning-circle-fill", "danger", 180, 56),
)
_BANNERS = (
    ("info", "accent_text", "", 246, 62),
    ("check-circle", "success_text", "success", 316, 42),
)
_STATES = (
    (RowState(), Ticked.OFF),
    (RowState(hovered=True), Ticked.OFF),
    (RowState(current=True), Ticked.OFF),
    (RowState(ticked=True), Ticked.ON),
    (RowState(keyboard=True), Ticked.OFF),
    (RowState(ticked=True, window_active=False), Ticked.ON),
)
_CARD_WIDTH = 202


def add_surfaces(sheet: Sheet) -> None:
    """All of this half."""
    for part in (_menu, _toasts, _banners, _empty, _rows, _skeleton, _small_things, _cards):
        part(sheet)


def _menu(sheet: Sheet) -> None:
    sheet.caption(_MENU.x(), 24, "menu")
    sheet.shadow(_MENU)
    menu = QMenu(sheet)
    for number, (words, (icon, keys)) in enumerate(zip(sheet.says.menu, _ENTRIES, strict=True)):
        if number in _BEFORE_LINES:
            menu.addSeparator()
        action = menu.addAction(words)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        is_last = number == len(_ENTRIES) - 1
        sheet.manager.set_icon(action, icon, IconRole.MENU_DANGER if is_last else IconRole.MENU)
        if is_last:
            action.setProperty("tone", DANGER)
    menu.setMinimumWidth(_MENU.width())
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    menu.setActiveAction(menu.actions()[0])
    shot = QPixmap(menu.size())
    shot.fill(Qt.GlobalColor.transparent)
    menu.render(shot)
    picture = QLabel(sheet)
    picture.setPixmap(shot)
    sheet.place(picture, _MENU.x(), _MENU.y())


def _toasts(sheet: Sheet) -> None:
    sheet.caption(_NOTES_LEFT, 24, "toasts")
    for said, (icon, tone, y, height) in zip(sheet.says.toasts, _TOASTS, strict=True):
        sheet.shadow(QRect(_NOTES_LEFT, y, _NOTES_WIDTH, height))
        sheet.place(_toast(sheet, said, icon, tone), _NOTES_LEFT, y, _NOTES_WIDTH, height)


def _toast(sheet: Sheet, said: tuple[str, ...], icon: str, tone: str) -> QFrame:
    words, more, action = said
    toast = QFrame(sheet)
    dress(toast, kind="toast")
    layout = QHBoxLayout(toast)
    layout.setContentsMargins(14, 8, 8, 8)
    layout.setSpacing(10)
    mark = QLabel()
    mark.setPixmap(pixmap(icon, getattr(sheet.theme.colours, f"inverse_{tone}"), 18))
    layout.addWidget(mark)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    for line, kind in ((words, "name"), (more, "hint")):
        if line:
            label = QLabel(line)
            label.setWordWrap(True)
            dress(label, type=kind)
            texts.addWidget(label)
    layout.addLayout(texts, 1)
    if action:
        layout.addWidget(QPushButton(action))
    close = QToolButton()
    dress(close, kind="icon")
    sheet.manager.set_icon(close, "x", IconRole.INVERSE, 14)
    layout.addWidget(close)
    return toast


def _banners(sheet: Sheet) -> None:
    for words, (icon, token, tone, y, height) in zip(sheet.says.banners, _BANNERS, strict=True):
        banner = QFrame(sheet)
        dress(banner, kind="banner", tone=tone)
        layout = QHBoxLayout(banner)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(pixmap(icon, getattr(sheet.theme.colours, token), 17))
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        label = QLabel(words)
        label.setWordWrap(True)
        layout.addWidget(label, 1)
        sheet.place(banner, _NOTES_LEFT, y, _NOTES_WIDTH, height)


def _empty(sheet: Sheet) -> None:
    sheet.caption(724, 374, "empty")
    tile = QFrame(sheet)
    dress(tile, kind="tile")
    sheet.place(tile, 724, 398, 300, 222)

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.bg_sunken)
        painter.drawEllipse(rect)
        marks.paint_icon(painter, rect, "handshake", theme.colours.text_tertiary, 24)

    sheet.paint_at(850, 425, 48, 48, paint)
    what, hint, add_words, import_words = sheet.says.empty
    looks = ((485, 20, what, {"type": "heading"}), (509, 40, hint, {"tone": "secondary"}))
    for y, height, words, look in looks:
        label = QLabel(words)
        dress(label, **look)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sheet.place(label, 745, y, 258, height)
    add = sheet.button(add_words, "plus", kind="primary", scale="small")
    take = sheet.button(import_words, scale="small")
    width = add.sizeHint().width() + 8 + take.sizeHint().width()
    left = 724 + (300 - width) // 2
    sheet.place(take, left + sheet.place(add, left, 563).width() + 8, 563)


def _rows(sheet: Sheet) -> None:
    sheet.caption(1040, 374, "rows")
    tile = QFrame(sheet)
    dress(tile, kind="tile")
    sheet.place(tile, 1040, 398, 300, 218)

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        faces, colours, tile_corners = theme.faces, theme.colours, QPainterPath()
        tile_corners.addRoundedRect(rect, measures.RADIUS_TILE - 1, measures.RADIUS_TILE - 1)
        painter.setClipPath(tile_corners)
        for number, (said, looks) in enumerate(zip(sheet.says.rows, _STATES, strict=True)):
            (name, words), (state, ticked) = said, looks
            row = QRectF(0, 36 * number, rect.width(), 36)
            inside = row.adjusted(44, 0, -8, 0)
            rows.paint_row_background(painter, row, state, theme)
            marks.paint_check_box(painter, QRectF(14, row.top(), 16, 36), ticked, theme)
            paint_text(painter, inside, name, faces.body_medium, colours.text)
            paint_text(painter, inside, words, faces.label, colours.text_tertiary, right=True)
            if state.keyboard:
                rows.paint_focus_ring(painter, row, theme)

    sheet.paint_at(1041, 399, 298, 216, paint)


def _skeleton(sheet: Sheet) -> None:
    sheet.caption(724, 636, "loading")
    tile = QFrame(sheet)
    dress(tile, kind="tile")
    sheet.place(tile, 724, 660, 236, 178)

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        tile_corners = QPainterPath()
        tile_corners.addRoundedRect(rect, measures.RADIUS_TILE - 1, measures.RADIUS_TILE - 1)
        painter.setClipPath(tile_corners)
        for number in range(4):
            row = QRectF(0, 44 * number, rect.width(), 44)
            rows.paint_skeleton_row(painter, row, number, theme)

    sheet.paint_at(725, 661, 234, 176, paint)


def _small_things(sheet: Sheet) -> None:
    sheet.caption(976, 636, "small")
    plus = Tag("+1", "slate")

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """One after the other: how long their words are depends on the language."""
        place = QRectF(rect)
        place.setWidth(_paint_hint(painter, place, sheet.says.hint, theme))
        place = QRectF(place.right() + 10, 0, 18, rect.height())
        marks.paint_count(painter, place, "8", theme)
        place = QRectF(place.right() + 10, 0, 40, rect.height())
        width = marks.paint_tag(painter, place, plus, theme)
        place = QRectF(place.left() + width + 10, 0, 100, rect.height())
        words, icon = sheet.says.sure, "check-circle-fill"
        width = marks.paint_pill(painter, place, icon, words, tone="success", theme=theme)
        place = QRectF(place.left() + width + 14, (rect.height() - 6) / 2, 90, 6)
        marks.paint_progress(painter, place, 0.62, theme)

    sheet.paint_at(976, 660, 440, 26, paint)


def _paint_hint(painter: QPainter, rect: QRectF, words: str, theme: Theme) -> float:
    """Words as in a tooltip. Returns how wide it is."""
    face = theme.faces.label
    width = face.width(words) + 20
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.surface_inverse)
    place = QRectF(rect.left(), rect.top(), width, rect.height())
    painter.drawRoundedRect(place, measures.TOOLTIP_RADIUS, measures.TOOLTIP_RADIUS)
    paint_text(painter, place.adjusted(10, 0, -10, 0), words, face, theme.colours.text_inverse)
    return width


def _cards(sheet: Sheet) -> None:
    sheet.caption(976, 702, "card")
    title, client, tag, amount, days, step, owner = sheet.says.card
    tags, today = (Tag(tag, "orange"),), NextStep.TODAY
    card = BoardCard(0, title, client, amount, tags, days, False, today, step, owner, "violet")
    painter_of_cards = CardPainter(sheet.theme)
    plan = plan_card(card, _CARD_WIDTH, sheet.theme)
    state = CardState(current=True, keyboard=True)

    def paint(painter: QPainter, rect: QRectF, _theme: Theme) -> None:
        inside = rect.adjusted(3, 3, -3, -3)
        painter_of_cards.paint(painter, inside, card, plan, state)

    sheet.paint_at(974, 724, plan.width + 6, plan.height + 6, paint)
    sheet.words(976, 726 + plan.height + 8, sheet.says.captions["keyboard"], type="caption")
    dragged = picture_of(painter_of_cards, card, plan, 1, sheet.devicePixelRatioF())
    size = dragged.deviceIndependentSize()
    middle = QPointF(1192 + plan.width / 2, 727 + plan.height / 2)
    left, top = round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2)
    width, height = round(size.width()), round(size.height())
    sheet.words(1192, 726 + plan.height + 8, sheet.says.captions["dragged"], type="caption")
    sheet.paint_at(left, top, width, height, lambda p, r, _t: p.drawPixmap(r.topLeft(), dragged))
