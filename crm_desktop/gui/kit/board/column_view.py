"""The cards of one column: a list that draws and measures only what is on the screen.

Qt's own list would lay out all its lines; this one knows the heights of the cards that were
shown and takes the others to be usual. It is an item view so that screen readers find the cards
in it. The board moves cards, the hand that drags takes the mouse. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from crm_desktop.gui.kit.board.card_drawing import (
    RIM,
    CardState,
    paint_place_left,
    paint_slot,
    paint_waiting_card,
)
from crm_desktop.gui.kit.board.cards import CARD_GAP, Cards
from crm_desktop.gui.kit.board.chosen import Chosen
from crm_desktop.gui.kit.board.column_model import ColumnModel
from crm_desktop.gui.kit.board.geometry import ColumnGeometry
from crm_desktop.gui.kit.board.slides import Slides
from crm_desktop.gui.kit.paint.words import paint_broken

if TYPE_CHECKING:
    from crm_desktop.gui.kit.board.taking import Hand

_WHEEL_STEP = 40
_EMPTY_TOP, _EMPTY_SIDE = 16, 12
_ROUNDS = 4  # measuring may bring more cards into view; so often it does at most
_KEYBOARD = Qt.WidgetAttribute.WA_KeyboardFocusChange

_Index = QModelIndex | QPersistentModelIndex


class ColumnView(QListView):
    """``cards_wanted`` tells that cards came into view that nobody has asked for;
    ``entered_by_keys`` that the keyboard came here by Tab."""

    cards_wanted = Signal(list)
    entered_by_keys = Signal()

    def __init__(self, cards: Cards, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = cards
        self.hand: Hand | None = None
        self.chosen = Chosen()
        self.geometry_of_cards = ColumnGeometry(CARD_GAP)
        self.is_target = False
        self._empty = empty
        self._hovered = -1
        self._slides = Slides(self)
        self._slides.moved.connect(self.viewport().update)
        self.model_of_cards = ColumnModel(cards, self)
        self.setModel(self.model_of_cards)
        self._set_up_view()

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # It paints all of itself, so that what lies below need not be.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP)

    @property
    def rids(self) -> list[int]:
        """The cards, from top to bottom."""
        return self.model_of_cards.rids

    # Order and geometry

    def set_rids(self, rids: Sequence[int]) -> None:
        """Show these cards; those at the eye stay where they are."""
        anchor = self._anchor()
        self.model_of_cards.set_rids(rids)
        self._hovered = -1
        self.geometry_of_cards.open_slot(-1, 0)
        self._measure(anchor)

    def measure_again(self) -> None:
        """Cards came or changed, or the width is another."""
        self._measure(self._anchor())

    def _anchor(self) -> tuple[int, int] | None:
        """The card at the top of what is seen and where it stands; ``None`` at the beginning,
        where who stands there wants to see what comes."""
        value = self.verticalScrollBar().value()
        line = self.geometry_of_cards.line_at(value)
        if value == 0 or not 0 <= line < len(self.rids):
            return None
        return self.rids[line], self.geometry_of_cards.top(line) - value

    def _measure(self, anchor: tuple[int, int] | None) -> None:
        """Heights of all lines, those in view measured, until what is in view stays."""
        geometry, rids = self.geometry_of_cards, self.rids
        line = rids.index(anchor[0]) if anchor and anchor[0] in rids else -1
        for _round in range(_ROUNDS):
            geometry.set_steps(self.cards.steps(rids))
            self.updateGeometries()
            if anchor and line >= 0:
                self.verticalScrollBar().setValue(geometry.top(line) - anchor[1])
            if not self._measure_seen():
                break
        self.viewport().update()
        self._ask()

    def _measure_seen(self) -> bool:
        """Measure the cards in view; whether one is of another height than was thought."""
        geometry, differs = self.geometry_of_cards, False
        for line in self.lines_seen():
            plan = self.cards.plan(self.rids[line])
            differs |= plan is not None and plan.height != geometry.height_of(line)
        return differs

    def lines_seen(self, around: int = 0) -> range:
        """The lines in view, and those ``around`` pixels above and below it."""
        value, height = self.verticalScrollBar().value(), self.viewport().height()
        return self.geometry_of_cards.lines_between(value - RIM - around, value + height + around)

    def _ask(self) -> None:
        if self.isVisible():
            near = self.lines_seen(self.viewport().height() // 2)
            wanted = self.cards.ask([self.rids[line] for line in near])
            if wanted:
                self.cards_wanted.emit(wanted)

    def ask_again(self) -> None:
        """Ask for what is in view and was forgotten."""
        self._ask()

    def doItemsLayout(self) -> None:  # noqa: N802
        """Qt's own layout would ask for the size of every line."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802
        """How far it can be scrolled."""
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setRange(0, max(0, RIM + self.geometry_of_cards.height + CARD_GAP - height))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802
        """Other cards are in view."""
        self.viewport().update()
        self._hovered = -1
        if self._measure_seen():
            self.measure_again()
        else:
            self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """More or less of it is seen."""
        QAbstractItemView.resizeEvent(self, event)
        self.measure_again()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Sideways is the board's."""
        if event.angleDelta().x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def verticalOffset(self) -> int:  # noqa: N802
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def visualRect(self, index: _Index) -> QRect:  # noqa: N802
        """Where a card stands in the viewport."""
        is_known = index.isValid() and index.row() < self.geometry_of_cards.count
        return self.rect_of(index.row()) if is_known else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        """The card there."""
        line = self.line_under(point)
        return self.model_of_cards.index(line, 0) if line >= 0 else QModelIndex()

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Nowhere: the keys are the hand's, and Qt's own layout, which it would ask, is empty."""
        return QModelIndex()

    def scrollTo(  # noqa: N802
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QListView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a card into view."""
        if index.isValid():
            self.show_line(index.row())

    def rect_of(self, line: int) -> QRect:
        """Where a card stands in the viewport."""
        geometry = self.geometry_of_cards
        top = RIM + geometry.top(line) - self.verticalScrollBar().value()
        return QRect(RIM, top, self.cards.width, geometry.height_of(line))

    def line_under(self, point: QPoint) -> int:
        """The line of the card at ``point`` of the viewport, or -1."""
        if not RIM <= point.x() < RIM + self.cards.width:
            return -1
        return self.geometry_of_cards.line_under(self.content_y(point.y()))

    def content_y(self, y: int) -> int:
        """``y`` of the viewport from the top of the first card."""
        return y - RIM + self.verticalScrollBar().value()

    def show_line(self, line: int) -> None:
        """Scroll as little as need be to see a card whole, with the room for its ring."""
        bar = self.verticalScrollBar()
        for _round in range(_ROUNDS):  # what comes into view may turn out higher
            rect = self.rect_of(line)
            below = rect.bottom() + 1 + CARD_GAP - self.viewport().height()
            shift = min(rect.top() - RIM, 0) or max(0, min(below, rect.top() - RIM))
            if not shift:
                return
            bar.setValue(bar.value() + shift)

    def show_chosen(self, chosen: Chosen) -> None:
        """Draw those cards anew that stand otherwise now."""
        before, self.chosen = self.chosen, chosen
        for line in self.lines_seen():
            rid = self.rids[line]
            if before.of(rid) != chosen.of(rid):
                self.viewport().update(self.rect_of(line).adjusted(-RIM, -RIM, RIM, RIM))

    # Moving pictures

    def open_slot(self, line: int, height: int) -> None:
        """Keep room for what is dragged, above a line; with 0 none."""
        self.geometry_of_cards.open_slot(line, height)
        self.updateGeometries()
        self.viewport().update()

    def seen_tops(self) -> dict[int, int]:
        """Where the cards in view stand, by rid, in the viewport."""
        return {self.rids[line]: self.rect_of(line).top() for line in self.lines_seen()}

    def middles_of(self, rids: Sequence[int]) -> dict[int, QPoint]:
        """Where on the screen the middles of those cards are that are in view."""
        wanted = set(rids)
        seen = [line for line in self.lines_seen() if self.rids[line] in wanted]
        to_screen = self.viewport().mapToGlobal
        return {self.rids[line]: to_screen(self.rect_of(line).center()) for line in seen}

    def slide_from(self, tops: Mapping[int, int]) -> None:
        """Draw the cards in view as coming from where they stood, there at once."""
        now = self.seen_tops()
        shifts = {rid: tops[rid] - y for rid, y in now.items() if tops.get(rid, y) != y}
        self._slides.start(shifts, self.cards.theme.motion.base if self.isVisible() else 0)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The cards that are in view."""
        painter = QPainter(self.viewport())
        area, geometry, colours = event.rect(), self.geometry_of_cards, self.cards.theme.colours
        painter.fillRect(area, colours.drop_target if self.is_target else colours.bg_sunken)
        top, bottom = self.content_y(area.top()), self.content_y(area.bottom())
        slid = self._slides.most
        window = self.window()
        is_active = window.isActiveWindow()
        has_keyboard = self.hasFocus() and window.testAttribute(_KEYBOARD)
        if (slot := geometry.slot) is not None:
            place = QRectF(RIM, RIM + slot[0] - self.verticalOffset(), self.cards.width, slot[1])
            paint_slot(painter, place, self.cards.theme)
        for line in geometry.lines_between(top - RIM - slid, bottom + RIM + slid):
            self._paint_line(painter, line, is_active=is_active, has_keyboard=has_keyboard)
        if not self.rids and slot is None:
            self._paint_empty(painter, has_keyboard=has_keyboard)
        painter.end()

    def _paint_line(
        self, painter: QPainter, line: int, *, is_active: bool, has_keyboard: bool
    ) -> None:
        rid, chosen, cards = self.rids[line], self.chosen, self.cards
        rect = QRectF(self.rect_of(line))
        rect.translate(0, self._slides.shift_of(rid))
        plan, card = cards.plan(rid), cards.get(rid)
        if rid in chosen.lifted:
            paint_place_left(painter, rect, cards.theme)
        elif plan is None or card is None:
            paint_waiting_card(painter, rect, cards.theme)
        else:
            state = CardState(
                rid == chosen.current,
                rid in chosen.picked or rid == chosen.aimed,
                line == self._hovered,
                is_active,
                has_keyboard,
                lit=rid in chosen.lit,
            )
            cards.painter.paint(painter, rect, card, plan, state)

    def _paint_empty(self, painter: QPainter, *, has_keyboard: bool) -> None:
        theme = self.cards.theme
        place = QRectF(self.viewport().rect()).adjusted(_EMPTY_SIDE, _EMPTY_TOP, -_EMPTY_SIDE, 0)
        ink = theme.colours.text_secondary if has_keyboard else theme.colours.text_tertiary
        paint_broken(painter, place, self._empty, theme.faces.label, ink)

    # Mouse and keys: the hand's

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Follow the pointer."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            self._hovered = line
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The hand takes it."""
        if self.hand is not None:
            self.hand.press(self, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Light up what is under the pointer, or drag."""
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(self.line_under(event.position().toPoint()))
        elif self.hand is not None:
            self.hand.move(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The hand takes it."""
        if self.hand is not None:
            self.hand.release(self, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The hand takes it."""
        if self.hand is not None:
            self.hand.open(self, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The hand takes it."""
        if self.hand is not None:
            self.hand.want_menu(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys work on the whole board."""
        if self.hand is None or not self.hand.key(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The ring comes; the current card is read out."""
        super().focusInEvent(event)
        self.viewport().update()
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.entered_by_keys.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
