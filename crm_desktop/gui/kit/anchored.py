"""A pane over the window with an arrow to what it is about; a press beside it or Esc lets it go.

Unlike a pop-up of the system it is a widget of the window: lists and calendars can open from its
fields, and its arrow and shadow are drawn wherever the window is. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_EDGE, _GAP = 16, 14
_ARROW, _ARROW_WIDTH, _FAR = 8, 18, 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnchoredPane(QWidget):
    """``column`` takes what is in it. ``dismissed``: the person let it go; it deletes itself as
    soon as it is closed, dismissed or not. It lies over the window of ``owner`` and goes with
    that."""

    dismissed = Signal()

    def __init__(self, owner: QWidget, name: str, width: int) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self._width = width
        self._manager = ThemeManager.instance()
        self._came_from: QWidget | None = None
        self._anchor = QRect()
        self._points_up = True
        self.setAccessibleName(name)
        self.pane = QWidget(self)
        self.column = QVBoxLayout(self.pane)
        self.column.setContentsMargins(_EDGE, _GAP, _EDGE, _GAP)
        self.column.setSpacing(10)
        self.hide()
        owner.installEventFilter(self)
        owner.window().installEventFilter(self)
        self._manager.changed.connect(self.fit)

    def open_at(self, anchor: QWidget | QRect, focus: QWidget | None = None) -> None:
        """Come up below ``anchor`` (a widget, or a place on the screen), or above where there is
        no room, with ``focus`` focused."""
        self._came_from = QApplication.focusWidget()
        if isinstance(anchor, QWidget):
            anchor = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        window = self._window()
        self._anchor = QRect(window.mapFromGlobal(anchor.topLeft()), anchor.size())
        self.fit()
        self.show()
        self.raise_()
        first = focus or self._next(None, forward=True) or self
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go without having done anything."""
        if not self.isHidden():
            self.end()
            self.dismissed.emit()

    def end(self) -> None:
        """Go, and give the keyboard back."""
        if self.isHidden():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        came_from = self._came_from
        # What is read anew meanwhile may have taken it away.
        if had_focus and came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def enter(self) -> None:
        """Enter in a field: what the primary button would do."""

    # Place

    def _window(self) -> QWidget:
        parent = self.parentWidget()
        assert parent is not None
        return parent

    def fit(self) -> None:
        """As high as what is in it, where it belongs."""
        window = self._window()
        self.setGeometry(window.rect())
        width = min(self._width, window.width() - 2 * _FAR)
        self.pane.setFixedWidth(width)
        self.column.activate()
        grows = self.column.hasHeightForWidth()
        size = self.column.totalSizeHint()
        height = self.column.totalHeightForWidth(width) if grows else size.height()
        below = self._anchor.bottom() + 1 + _ARROW
        above = self._anchor.top() - _ARROW - height
        self._points_up = below + height <= window.height() - _FAR or above < _FAR
        top = below if self._points_up else above
        top = max(_FAR, min(top, window.height() - _FAR - height))
        left = self._anchor.center().x() - width // 2
        left = max(_FAR, min(left, window.width() - _FAR - width))
        self.pane.setGeometry(left, top, width, height)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The window changes its size, or shows something else."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            if not self.isHidden():
                self.fit()
        elif event.type() == QEvent.Type.Hide and watched is self._owner:
            self.dismiss()
        return False

    # Keys and mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press beside the pane lets it go."""
        if not self.pane.geometry().contains(event.position().toPoint()):
            self.dismiss()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc lets it go; Enter on a button presses that, elsewhere the primary one."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _ENTER:
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.enter()
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802
        """Tab stays inside."""
        found = self._next(QApplication.focusWidget(), forward=is_next)
        if found is not None:
            reason = Qt.FocusReason
            found.setFocus(reason.TabFocusReason if is_next else reason.BacktabFocusReason)
        return True

    def _next(self, focused: QWidget | None, *, forward: bool) -> QWidget | None:
        start = focused if focused is not None and self.isAncestorOf(focused) else self.pane
        place = start
        while True:
            chain = place.nextInFocusChain() if forward else place.previousInFocusChain()
            if chain is None or chain is start:
                return None
            place = chain
            takes = place.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and self.isAncestorOf(place) and place.isEnabled() and _seen(place, self):
                return place

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Shadow, frame and arrow in one line."""
        theme, pane = self._manager.theme, self.pane.geometry()
        painter = QPainter(self)
        paint_shadow(painter, pane, Elevation.MENU, measures.RADIUS_TILE, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.border, 1))
        painter.setBrush(theme.colours.surface_raised)
        painter.drawPath(self._outline(QRectF(pane).adjusted(0.5, 0.5, -0.5, -0.5)))
        painter.end()

    def _outline(self, box: QRectF) -> QPainterPath:
        frame = QPainterPath()
        frame.addRoundedRect(box, measures.RADIUS_TILE, measures.RADIUS_TILE)
        half, corner = _ARROW_WIDTH / 2, measures.RADIUS_TILE + 2
        tip = min(
            max(self._anchor.center().x() + 0.5, box.left() + corner + half),
            box.right() - corner - half,
        )
        edge = box.top() if self._points_up else box.bottom()
        out = -_ARROW if self._points_up else _ARROW
        arrow = QPainterPath(QPointF(tip - half, edge))
        arrow.lineTo(tip, edge + out)
        arrow.lineTo(tip + half, edge)
        arrow.closeSubpath()
        return frame.united(arrow)


def _seen(widget: QWidget, inside: QWidget) -> bool:
    return widget.isVisibleTo(inside)
