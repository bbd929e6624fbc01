"""A whole column of the board: coloured edge, head, the page's editor while it is open, cards.

It can be folded to a narrow strip by a press on its edge. The board places it. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QScrollBar, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.board.card_drawing import RIM
from crm_desktop.gui.kit.board.cards import CARD_GAP, Cards
from crm_desktop.gui.kit.board.column_view import ColumnView
from crm_desktop.gui.kit.board.head import EDGE, ColumnHead, head_height
from crm_desktop.gui.kit.board.model import BoardHead, BoardWords
from crm_desktop.gui.kit.board.upright import paint_upright
from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

FOLDED_WIDTH = 44
CARD_INSET = 6  # from the column's edge to its cards
_EDGE_TARGET = 10
_BAR = 8
_HALF_LINE = 0.75
_FOLDED_TOP, _FOLDED_COUNT = 14, 32


class _Edge(QAbstractButton):
    """The coloured edge, to be pressed; the pane draws it."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Nothing of its own."""


class ColumnPane(QWidget):
    """``fold_wanted``: the edge was pressed; ``add_wanted``: the quick add was;
    ``menu_wanted``: where on the screen the column's menu belongs."""

    fold_wanted = Signal()
    add_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, head: BoardHead, words: BoardWords, cards: Cards, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.key = head.key
        self.is_folded = False
        self._is_target = False
        self.editor: QWidget | None = None
        self.head = ColumnHead(head, words.add, self)
        self.view = ColumnView(cards, words.empty, self)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.hide()
        self._edge = _Edge(self)
        self._edge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edge.setCursor(Qt.CursorShape.PointingHandCursor)
        self._edge.clicked.connect(self.fold_wanted)
        self.head.add_wanted.connect(self.add_wanted)
        self.head.menu_wanted.connect(self.menu_wanted)
        self.head.light_add(is_lit=False)
        self._link_bar()
        self.show_head(head)

    def show_head(self, head: BoardHead) -> None:
        """Say this from now on."""
        self.head.show_head(head)
        self.view.setAccessibleName(head.spoken or head.name)
        self._name_edge()
        self.update()

    def _name_edge(self) -> None:
        words = _("Unfold “{name}”") if self.is_folded else _("Fold “{name}”")
        name = words.format(name=self.head.shown.name)
        self._edge.setAccessibleName(name)
        self._edge.setToolTip(name)

    def fold(self, *, is_folded: bool) -> None:
        """Be narrow, without cards, or as wide as the others."""
        self.is_folded = is_folded
        self.head.setHidden(is_folded)
        self.view.setHidden(is_folded)
        if self.editor is not None:
            self.editor.setHidden(is_folded)
        self._name_edge()
        self._place()
        self.update()

    def set_target(self, *, is_target: bool) -> None:
        """Something dragged would come here, or not."""
        if is_target != self._is_target:
            self._is_target = self.view.is_target = is_target
            self.update()
            self.view.viewport().update()

    # The page's editor

    def open_slot(self, editor: QWidget) -> None:
        """Put ``editor`` above the cards."""
        editor.setParent(self)
        self.editor = editor
        self.head.light_add(is_lit=True)
        self._place()
        editor.show()

    def close_slot(self) -> None:
        """Let the editor go."""
        editor, self.editor = self.editor, None
        self.head.light_add(is_lit=False)
        if editor is not None:
            editor.hide()
            editor.setParent(None)
        self._place()

    # Geometry

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Everything in its place."""
        self._place()

    def event(self, event: QEvent) -> bool:
        """The editor has become higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        if self.is_folded:
            self._edge.setGeometry(self.rect())
            self.bar.hide()
            return
        width, top = self.width(), head_height(self._manager.theme)
        self._edge.setGeometry(0, 0, width, _EDGE_TARGET)
        self.head.setGeometry(0, 0, width, top)
        self._edge.raise_()
        if self.editor is not None:
            inside = width - 2 * CARD_INSET
            height = _height_of(self.editor, inside)
            self.editor.setGeometry(CARD_INSET, top, inside, height)
            top += height + CARD_GAP
        beside = CARD_INSET - RIM
        # Cards end a little above the lower edge, whose corners are round.
        place = QRect(beside, top - RIM, width - 2 * beside, self.height() - top)
        self.view.setGeometry(place)
        self.bar.setGeometry(width - _BAR, top, _BAR, self.height() - top - CARD_INSET)

    def _link_bar(self) -> None:
        """The bar beside the cards shows and moves the list's own, which takes no room."""
        own = self.view.verticalScrollBar()
        own.rangeChanged.connect(self._follow_range)
        own.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(own.setValue)

    def _follow_range(self, least: int, most: int) -> None:
        self.bar.setPageStep(self.view.verticalScrollBar().pageStep())
        self.bar.setSingleStep(self.view.verticalScrollBar().singleStep())
        self.bar.setRange(least, most)
        self._show_bar()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The bar comes with the pointer."""
        self._show_bar()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The bar goes."""
        self.bar.hide()

    def _show_bar(self) -> None:
        self.bar.setVisible(self.underMouse() and not self.is_folded and self.bar.maximum() > 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the column, also of a folded one."""
        self.menu_wanted.emit(event.globalPos())

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground, the coloured edge, and the line of a target."""
        theme, rect, radius = self._manager.theme, QRectF(self.rect()), measures.RADIUS_TILE
        colours = theme.colours
        painter = QPainter(self)
        ground = colours.drop_target if self._is_target else colours.bg_sunken
        self._paint_ground(painter, rect, ground)
        edge = theme.tag(self.head.shown.colour).solid
        _paint_cap(painter, rect, QRectF(0, 0, rect.width(), EDGE), edge)
        if self._is_target:
            inside = rect.adjusted(_HALF_LINE, _HALF_LINE, -_HALF_LINE, -_HALF_LINE)
            painter.setPen(QPen(colours.accent_tint_border, 2 * _HALF_LINE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setClipRect(rect.adjusted(0, EDGE, 0, 0))
            painter.drawRoundedRect(inside, radius, radius)
            painter.setClipping(False)
        if self.is_folded:
            self._paint_folded(painter, rect)
        painter.end()

    def _paint_ground(self, painter: QPainter, rect: QRectF, ground: QColor) -> None:
        """Round corners only at the ends: smoothing the whole would take as long as all cards."""
        radius = measures.RADIUS_TILE
        painter.fillRect(rect.adjusted(0, radius, 0, -radius), ground)
        _paint_cap(painter, rect, QRectF(0, 0, rect.width(), radius), ground)
        lower = QRectF(0, rect.bottom() - radius, rect.width(), radius)
        _paint_cap(painter, rect.translated(0, rect.height() - 3 * radius), lower, ground)

    def _paint_folded(self, painter: QPainter, rect: QRectF) -> None:
        theme, head = self._manager.theme, self.head.shown
        face = theme.faces.body_strong
        count = QRectF(0, rect.bottom() - _FOLDED_COUNT, rect.width(), face.line)
        name = rect.adjusted(0, EDGE + _FOLDED_TOP, 0, -_FOLDED_COUNT - _FOLDED_TOP)
        paint_upright(painter, name, head.name, face, theme.colours.text)
        ink = theme.colours.text_secondary
        paint_centred(painter, count, head.count, theme.faces.label_strong, ink)


def _paint_cap(painter: QPainter, shape: QRectF, part: QRectF, colour: QColor) -> None:
    """Of a column that begins where ``shape`` does only ``part``, with its round corners."""
    radius = measures.RADIUS_TILE
    painter.setClipRect(part)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    end = QRectF(shape.left(), shape.top(), shape.width(), 3 * radius)
    painter.drawRoundedRect(end, radius, radius)
    painter.setClipping(False)


def _height_of(editor: QWidget, width: int) -> int:
    """What the editor needs at this width: words break into more lines in a narrow column."""
    needed = editor.sizeHint().expandedTo(editor.minimumSize()).height()
    return max(needed, editor.heightForWidth(width)) if editor.hasHeightForWidth() else needed
