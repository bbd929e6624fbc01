"""Rows of one list that hang over the rows of another: the row below the pointer lights up, words
say what letting go does, and the list scrolls near its edges.

Made by ``gui/session_drops.py`` for each list. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_drops import RowDrops

if TYPE_CHECKING:
    from crm_desktop.gui.kit.board.carried import DropHint

_LINE = 1.5
_SCROLL_MS = 16
_BELOW_LABEL = QPoint(0, 26)  # of what is dragged, beside the pointer
_TINT = 0.1  # of the outline's colour over the row, which can still be read
_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class ListDrops(QObject):
    """Of the rows of ``page``."""

    def __init__(self, page: ListPage, drops: RowDrops) -> None:
        super().__init__(page)
        self._page, self._drops = page, drops
        self._viewport = page.list.table.viewport()
        self._target = _Target(self._viewport)
        self._hint: DropHint | None = None
        self._pointer = QPoint()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._viewport.setAcceptDrops(True)
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What is not for records is left to the others that take something here."""
        if event.type() == QEvent.Type.DragLeave:
            self._finish()
            return False
        if not isinstance(event, QDropEvent):
            return False
        if not self._drops.can_take(event.mimeData(), self._page.description.entity):
            return False
        if event.type() in _OVER:
            self._follow(event)
            return True
        if event.type() == QEvent.Type.Drop:
            self._let_go(event)
            return True
        return False

    def _line(self) -> int:
        return self._page.list.table.rowAt(self._pointer.y())

    def _follow(self, event: QDropEvent) -> None:
        """Over a row, and between the rows in case one comes by scrolling."""
        self._pointer = event.position().toPoint()
        words = self._words(event)
        is_entering = event.type() == QEvent.Type.DragEnter
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(bool(words) or is_entering)
        self._show(words)
        if not self._scrolling.isActive():
            self._scrolling.start()

    def _words(self, event: QDropEvent) -> str:
        row = self._page.list.model.record_at(self._line())
        if row is None or self._page.asked.shelf != "current":
            return ""
        shown = self._page.description
        return self._drops.words_of(event.mimeData(), shown.entity, shown.columns[0].text(row))

    def _let_go(self, event: QDropEvent) -> None:
        self._pointer = event.position().toPoint()
        row = self._page.list.model.record_at(self._line()) if self._words(event) else None
        self._finish()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(row is not None)
        if row is not None:
            self._drops.drop(event.mimeData(), RecordRef(self._page.description.entity, row.id))

    def _show(self, words: str) -> None:
        table, line = self._page.list.table, self._line()
        self._target.setVisible(bool(words))
        if words:
            place = table.visualRect(table.model().index(line, 0))
            self._target.setGeometry(0, place.top(), self._viewport.width(), place.height())
        if self._hint is None:
            from crm_desktop.gui.kit.board.carried import DropHint  # loads slowly

            self._hint = DropHint(ThemeManager.instance().theme, self._page.window())
        self._hint.tell(words)
        self._hint.hold_at(self._viewport.mapToGlobal(self._pointer + _BELOW_LABEL))

    def _scroll(self) -> None:
        from crm_desktop.gui.kit.board.dragging import push_speed

        bar = self._page.list.table.verticalScrollBar()
        bar.setValue(bar.value() + push_speed(self._pointer.y(), self._viewport.height()))

    def _finish(self) -> None:
        self._scrolling.stop()
        self._target.hide()
        hint, self._hint = self._hint, None
        if hint is not None:
            hint.hide()
            hint.deleteLater()


class _Target(QWidget):
    """Lights up the row that takes what is dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A tint with an outline."""
        colours = ThemeManager.instance().theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.focus, _LINE))
        tint = QColor(colours.focus)
        tint.setAlphaF(_TINT)
        painter.setBrush(tint)
        half = _LINE / 2
        radius = ThemeManager.instance().theme.radius.sm
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.end()
