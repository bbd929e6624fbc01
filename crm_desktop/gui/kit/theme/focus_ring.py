"""The focus ring: the same everywhere, outside the control, and only for who uses the keyboard.

One for the application, made by the theme manager. Buttons, ticks and tabs get it; inputs show
focus by their outline and rows and cards by what their delegate paints. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QFocusFrame,
    QRadioButton,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.gui.kit.theme.manager import ThemeManager

_KEYBOARD = Qt.WidgetAttribute.WA_KeyboardFocusChange
_RINGED = (QAbstractButton, QAbstractSlider, QTabBar)
_GOING = frozenset(
    (
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    )
)
"""Keys that one goes about by, besides Tab, which Qt sees to."""


class FocusRing(QObject):
    """Follows the keyboard focus from control to control, and how it is gone about."""

    def __init__(self, application: QApplication, manager: ThemeManager) -> None:
        super().__init__(manager)
        self._manager = manager
        self._frame: RingFrame | None = None
        self._watched: QWindow | None = None
        application.focusChanged.connect(self._follow)
        application.focusWindowChanged.connect(self._watch)
        manager.changed.connect(self._draw_anew)

    def _watch(self, window: QWindow | None) -> None:
        """Hear of keys and presses in the window that has the keyboard, before its widgets do."""
        # Qt may forget a window before it tells that another one has the keyboard.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows and their like show where the keyboard is, a press of the mouse no longer."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _GOING:
                self._show_keyboard(is_used=True)
        elif kind == QEvent.Type.MouseButtonPress:
            self._show_keyboard(is_used=False)
        return False

    def _show_keyboard(self, *, is_used: bool) -> None:
        focused = QApplication.focusWidget()
        if focused is None or focused.window().testAttribute(_KEYBOARD) == is_used:
            return
        focused.window().setAttribute(_KEYBOARD, is_used)
        (focused.viewport() if isinstance(focused, QAbstractScrollArea) else focused).update()
        self._follow(None, focused)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._remove()
        if now is not None and wants_ring(now):
            self._frame = RingFrame(now, self._manager.theme)
            self._frame.destroyed.connect(self._forget)  # it goes with its window

    def _draw_anew(self) -> None:
        if self._frame is not None:
            self._follow(None, self._frame.widget())

    def _remove(self) -> None:
        if self._frame is not None:
            self._frame.destroyed.disconnect(self._forget)
            self._frame.discard()
            self._frame = None

    def _forget(self) -> None:
        self._frame = None


class RingFrame(QFocusFrame):
    """The ring around one widget."""

    def __init__(self, widget: QWidget, theme: Theme) -> None:
        # The options of styles are made known to Python when somebody uses the keyboard.
        from crm_desktop.gui.kit.theme.style import RingStyle

        super().__init__(widget.window())
        self._colour = theme.colours.focus
        self._line = theme.focus_line
        self._radius = ring_radius(widget, theme)
        self._style = RingStyle(self._line)  # a widget doesn't keep its style alive
        self._style.setParent(self)
        self.setStyle(self._style)
        self.setWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A rounded line along the inner edge of the frame."""
        half = self._line / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, self._line))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), self._radius, self._radius
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Whoever takes the mouse sees the ring no longer."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.hide()
        return super().eventFilter(watched, event)

    def discard(self) -> None:
        """Take the ring away."""
        self.setWidget(None)  # type: ignore[arg-type]
        self.hide()
        self.deleteLater()


def wants_ring(widget: QWidget) -> bool:
    """Does ``widget`` show its focus by the ring, and did focus come by the keyboard?"""
    window = widget.window()
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        # Qt sets this mark at Tab and never takes it back.
        window.setAttribute(_KEYBOARD, False)
        return False
    return window.testAttribute(_KEYBOARD) and isinstance(widget, _RINGED)


def focus_by_keys(widget: QWidget) -> None:
    """Give ``widget`` the focus as Tab would; who came by F6 sees where it is."""
    widget.window().setAttribute(_KEYBOARD)
    widget.setFocus(Qt.FocusReason.TabFocusReason)


def ring_radius(widget: QWidget, theme: Theme) -> int:
    """The control's own radius and 2 pixels."""
    if isinstance(widget, (QCheckBox, QRadioButton)):
        own = theme.radius.sm
    elif widget.property("scale") == "tiny":
        own = measures.RADIUS_SMALL_BUTTON
    else:
        own = theme.radius.md
    return own + 2
