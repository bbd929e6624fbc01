"""What is dragged onto a board from elsewhere: files, rows of lists.

The page says of each place what letting go there would do; here it is shown, and told when it is
done. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from crm_desktop.gui.kit.board.carried import DropHint
from crm_desktop.gui.kit.board.choice import Choice
from crm_desktop.gui.kit.board.dragging import SCROLL_MS, scroll_at_edges
from crm_desktop.gui.kit.board.lanes import Lanes
from crm_desktop.gui.kit.theme.manager import ThemeManager


class GuestPlace(NamedTuple):
    """Where something from elsewhere is: over a column, and over a card of it or between."""

    column: str
    rid: int | None = None


GuestRule = Callable[[QMimeData, GuestPlace], str | None]
"""In words what letting go there would do; ``None`` where it can't be."""


def _takes_nothing(_data: QMimeData, _place: GuestPlace) -> str | None:
    return None


class Guests(QObject):
    """``dropped`` tells what was let go (to be read at once) and where."""

    dropped = Signal(object, object)  # QMimeData, GuestPlace

    def __init__(self, lanes: Lanes, choice: Choice, parent: QObject) -> None:
        super().__init__(parent)
        self.rule: GuestRule = _takes_nothing
        self._lanes, self._choice = lanes, choice
        self._hint: DropHint | None = None
        self._pointer = QPoint()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(SCROLL_MS)
        self._scrolling.timeout.connect(lambda: scroll_at_edges(lanes, self._pointer))
        lanes.setAcceptDrops(True)
        lanes.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Things are copied here, whatever the other program offers."""
        if event.type() == QEvent.Type.DragLeave:
            self._finish()
        elif event.type() == QEvent.Type.DragEnter and isinstance(event, QDropEvent):
            event.setAccepted(self._is_welcome(event.mimeData()))
            event.setDropAction(Qt.DropAction.CopyAction)
            return event.isAccepted()
        elif event.type() == QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            self._follow(event)
            return True
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._follow(event)
            self._finish()
            place = self._place()
            if event.isAccepted() and place is not None:
                self.dropped.emit(event.mimeData(), place)
            return True
        return False

    def _is_welcome(self, data: QMimeData) -> bool:
        """Whether it can be let go anywhere: it comes in between the columns, where it can't."""
        places = (
            GuestPlace(pane.key, rid)
            for pane in self._lanes.panes
            for rid in (None, *pane.view.rids[:1])
        )
        return any(self.rule(data, place) is not None for place in places)

    def _place(self) -> GuestPlace | None:
        pane = self._lanes.pane_at(self._pointer)
        if pane is None:
            return None
        line = -1
        if not pane.is_folded:
            line = pane.view.line_under(pane.view.viewport().mapFromGlobal(self._pointer))
        return GuestPlace(pane.key, pane.view.rids[line] if line >= 0 else None)

    def _follow(self, event: QDropEvent) -> None:
        """Light up what would take it, and say what that would do."""
        self._pointer = self._lanes.mapToGlobal(event.position().toPoint())
        place = self._place()
        words = None if place is None else self.rule(event.mimeData(), place)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(words is not None)
        self._light(place if words is not None else None)
        if self._hint is None:
            self._hint = DropHint(ThemeManager.instance().theme, self._lanes.window())
        self._hint.tell(words or "")
        self._hint.hold_at(self._pointer)
        if not self._scrolling.isActive():
            self._scrolling.start()

    def _light(self, place: GuestPlace | None) -> None:
        """The card that takes it, or else the whole column."""
        for pane in self._lanes.panes:
            is_target = place is not None and place.rid is None and place.column == pane.key
            pane.set_target(is_target=is_target)
        self._choice.aim_at(place.rid if place is not None else None)

    def _finish(self) -> None:
        self._scrolling.stop()
        self._light(None)
        hint, self._hint = self._hint, None
        if hint is not None:
            hint.hide()
            hint.deleteLater()
