"""Rows that hang over the rows of a list: the row, or the tag, below the pointer lights up, words
say what letting go does, and the list scrolls near its edges.

Made by ``gui/session_drops.py`` for each list. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.kit.paint.marks import tag_places
from crm_desktop.gui.kit.row_drawing import CELL_PADDING
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.line_columns import Line
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

_TAGS = "tags"


class _Aim(NamedTuple):
    """What takes the rows: where it stands, what letting go does, in words and by itself. What the
    person may not change stands nowhere, and its words say why."""

    place: QRect
    words: str
    let_go: Callable[[], object]

    @property
    def is_free(self) -> bool:
        """Whether letting go does something."""
        return not self.place.isEmpty()


def _barred(reason: str) -> _Aim:
    return _Aim(QRect(), reason, lambda: None)


class ListDrops(QObject):
    """Of the rows of ``page``."""

    def __init__(self, page: ListPage, drops: RowDrops) -> None:
        super().__init__(page)
        self._page, self._drops = page, drops
        self._viewport = page.list.table.viewport()
        self._target = _Target(self._viewport)
        self._hint: DropHint | None = None
        self._pointer = QPoint()
        self._hanging: QMimeData | None = None
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
        if not isinstance(event, QDropEvent) or not self._is_welcome(event.mimeData()):
            return False
        if event.type() in _OVER:
            self._follow(event)
            return True
        if event.type() == QEvent.Type.Drop:
            self._let_go(event)
            return True
        return False

    def _is_welcome(self, data: QMimeData) -> bool:
        if self._drops.can_take(data, self._page.description.entity):
            return True
        return self._has_tags(data) and self._tags_section() >= 0

    def _has_tags(self, data: QMimeData) -> bool:
        return self._drops.can_tag(data) or bool(self._drops.tag_lock(data))

    def _tags_section(self) -> int:
        """The column of tags, if it is shown."""
        table, columns = self._page.list.table, self._page.description.columns
        names = [column.name for column in columns]
        section = names.index(_TAGS) if _TAGS in names else -1
        return -1 if section < 0 or table.isColumnHidden(section) else section

    def _aim(self, data: QMimeData) -> _Aim | None:
        """What is below the pointer and takes what is dragged: a tag, or a row."""
        table, model, shown = self._page.list.table, self._page.list.model, self._page.description
        line = table.rowAt(self._pointer.y())
        row = model.record_at(line)
        if row is None or self._page.asked.shelf != "current":
            return None
        tag = self._tag_at(line, row) if self._has_tags(data) else None
        if tag is not None:
            if reason := self._drops.tag_lock(data):
                return _barred(reason)
            place, name = tag
            words = _("Tag: {name}").format(name=isolated(name))
            return _Aim(place, words, partial(self._drops.tag, data, name))
        if reason := self._drops.lock_of(data, shown.entity):
            return _barred(reason)
        words = self._drops.words_of(data, shown.entity, shown.columns[0].text(row))
        if not words:
            return None
        whole = table.visualRect(model.index(line, 0))
        whole = QRect(0, whole.top(), self._viewport.width(), whole.height())
        target = RecordRef(shown.entity, row.id)
        return _Aim(whole, words, partial(self._drops.drop, data, target))

    def _tag_at(self, line: int, row: object) -> tuple[QRect, str] | None:
        """Where the tag below the pointer stands, and its name."""
        table, section = self._page.list.table, self._tags_section()
        if section < 0 or not isinstance(row, Line):
            return None
        cell = QRectF(table.visualRect(table.model().index(line, section)))
        cell = cell.adjusted(CELL_PADDING, 0, -CELL_PADDING, -measures.LINE)
        places = tag_places(cell, row.tags, ThemeManager.instance().theme)
        for place, tag in zip(places, row.tags, strict=False):  # those that don’t fit have none
            if place.contains(self._pointer.toPointF()):
                return place.toAlignedRect(), tag.text
        return None

    def _follow(self, event: QDropEvent) -> None:
        """Over a row, and between the rows in case one comes by scrolling."""
        self._pointer, self._hanging = event.position().toPoint(), event.mimeData()
        aim = self._aim(self._hanging)
        is_entering = event.type() == QEvent.Type.DragEnter
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(is_entering or (aim is not None and aim.is_free))
        self._show(aim)
        if not self._scrolling.isActive():
            self._scrolling.start()

    def _let_go(self, event: QDropEvent) -> None:
        self._pointer = event.position().toPoint()
        aim = self._aim(event.mimeData())
        self._finish()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(aim is not None and aim.is_free)
        if aim is not None:
            aim.let_go()

    def _show(self, aim: _Aim | None) -> None:
        self._target.setVisible(aim is not None and aim.is_free)
        if aim is not None:
            self._target.setGeometry(aim.place)
        if self._hint is None:
            from crm_desktop.gui.kit.board.carried import DropHint  # loads slowly

            self._hint = DropHint(ThemeManager.instance().theme, self._page.window())
        self._hint.tell(aim.words if aim is not None else "")
        self._hint.hold_at(self._viewport.mapToGlobal(self._pointer + _BELOW_LABEL))

    def _scroll(self) -> None:
        from crm_desktop.gui.kit.board.dragging import push_speed

        bar = self._page.list.table.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + push_speed(self._pointer.y(), self._viewport.height()))
        if bar.value() != before and self._hanging is not None:
            self._show(self._aim(self._hanging))  # another row is below the pointer now

    def _finish(self) -> None:
        self._scrolling.stop()
        self._hanging = None
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
