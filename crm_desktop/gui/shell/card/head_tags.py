"""The tags in the head of a card: each has a menu, and rows of a list can be dropped on it.

Made by the head. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.paint.marks import Tag, tag_places
from crm_desktop.gui.kit.painted import TagsLine
from crm_desktop.gui.kit.theme.manager import ThemeManager

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_RING = 1.5


class HeadTags(TagsLine):
    """``menu_wanted``: the number of a tag and where on the screen its menu belongs;
    ``rows_dropped``: the number of a tag, and the data (``QMimeData``) that was let go on it."""

    menu_wanted = Signal(int, QPoint)
    rows_dropped = Signal(int, object)

    def __init__(self, tags: Sequence[Tag], parent: QWidget | None = None) -> None:
        super().__init__(tags, parent)
        self._current = 0
        self._target = -1
        self.takes: Callable[[QMimeData], bool] = lambda _data: False
        """Whether what is dragged may be dropped: rows on which the person may put tags."""
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tags else Qt.FocusPolicy.NoFocus)

    def places(self) -> list[QRectF]:
        """Where the tags that fit stand."""
        return tag_places(QRectF(self.rect()), self._tags, ThemeManager.instance().theme)

    def _at(self, place: QPoint) -> int:
        found = (n for n, tag in enumerate(self.places()) if tag.contains(place.toPointF()))
        return next(found, -1)

    # The menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Of the tag under the pointer, or of the current one."""
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            self._open()
        elif (number := self._at(event.pos())) >= 0:
            self._current = number
            self.menu_wanted.emit(number, event.globalPos())

    def _open(self) -> None:
        places = self.places()
        if self._current < len(places):
            below = places[self._current].bottomLeft().toPoint()
            self.menu_wanted.emit(self._current, self.mapToGlobal(below))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows go from tag to tag, Enter and Space open the menu."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._current = max(0, min(self._current + _STEPS[key], len(self.places()) - 1))
            self._tell_current()
        elif key in _OPENING:
            self._open()
        else:
            super().keyPressEvent(event)

    def _tell_current(self) -> None:
        if self._tags:
            self.setAccessibleDescription(self._tags[self._current].text)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Say which tag it is."""
        super().focusInEvent(event)
        self._tell_current()

    # Rows

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Rows of what has tags are welcome."""
        if self.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """The tag below the pointer lights up."""
        self._aim(self._at(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(self._target >= 0)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing is aimed at any more."""
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They get the tag."""
        number = self._at(event.position().toPoint())
        self._aim(-1)
        if number >= 0 and self.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.rows_dropped.emit(number, event.mimeData())

    def _aim(self, number: int) -> None:
        if number != self._target:
            self._target = number
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The tags, with a ring around the one that has the keyboard or takes the rows."""
        super().paintEvent(event)
        number = self._target if self._target >= 0 else self._current if self.hasFocus() else -1
        places = self.places()
        if not 0 <= number < len(places):
            return
        theme = ThemeManager.instance().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.focus, _RING))
        half = _RING / 2
        ring = places[number].adjusted(half, half, -half, -half)
        painter.drawRoundedRect(ring, theme.radius.sm, theme.radius.sm)
        painter.end()
