"""A small window below what opened it: it goes at a press elsewhere or Esc, and gives the focus
back. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.gui.kit.theme.stylesheet import dress

_MARGIN = 10
_GAP = 4


class Popover(QFrame):
    """A frame over everything; ``gone`` tells that it was closed. It deletes itself then."""

    gone = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dress(self, kind="popover")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.column.setSpacing(8)
        self._foot: int | None = None  # where it ends, if it stands above what opened it

    def open_below(self, anchor: QWidget, focus: QWidget | None = None) -> None:
        """Pop up below ``anchor``, or above where the window has no room below."""
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + _GAP))
        screen = QGuiApplication.screenAt(below) or self.screen()
        room = screen.availableGeometry()
        self.adjustSize()
        window = anchor.window().geometry()
        right = min(room.right(), window.right() - _MARGIN)
        left = max(room.left(), min(below.x(), right - self.width()))
        top = below.y()
        foot = anchor.mapToGlobal(QPoint(0, 0)).y() - _GAP
        # Rather over what it is about than over whatever lies below the window.
        fits_above = foot - self.height() >= max(room.top(), window.top())
        end = min(room.bottom(), window.bottom()) if fits_above else room.bottom()
        if top + self.height() > end:
            self._foot = foot if foot - self.height() >= room.top() else room.bottom()
            top = max(room.top(), self._foot - self.height())
        self.move(left, top)
        self.show()
        (focus or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What stands on its foot grows upward: it must not cover what opened it."""
        super().resizeEvent(event)
        if self._foot is not None:
            top = self.screen().availableGeometry().top()
            self.move(self.x(), max(top, self._foot - self.height()))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Tell that it is over; one that the system took away goes like one that was closed."""
        super().hideEvent(event)
        self.gone.emit()
        self.deleteLater()
