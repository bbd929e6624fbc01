"""A pane over the window with a line to type into and a list below: palette and help of keys.

The window stays as it is behind a scrim; a press on that, or Esc, leads back to where the
keyboard was. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.gui.kit.lengths import LONGEST_LINE
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.shell.key_mark import paint_key
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.palette_lines import Line
from crm_desktop.gui.shell.palette_list import LinesView

_WIDTH, _TOP, _EDGE = 720, 88, 24
_HEAD, _ROW, _FOOT = 54, 42, 38
_PADDING, _ICON, _GAP, _ROOM = 20, 20, 12, 8
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_BETWEEN_KEYS = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_Looks = tuple[Theme, QRect, QRect, int]  # with the rectangles of the scrim and of the pane


class Overlay(QWidget):
    """``name`` is what the screen reader calls it, ``hint`` stands in the empty line."""

    def __init__(self, window: QWidget, name: str, hint: str) -> None:
        super().__init__(window)
        self._window = window
        self._manager = ThemeManager.instance()
        self._came_from: QWidget | None = None
        self._looks: _Looks | None = None
        self.foot: Sequence[tuple[str, str]] = ()
        self.foot_aside: Sequence[tuple[str, str]] = ()  # at the right, as many as there is room
        """Keys and what they do, shown below the list."""
        self.between: QWidget | None = None
        """A row between the line and the list, while it is not hidden."""
        self.setAccessibleName(name)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.setMaxLength(LONGEST_LINE)
        dress(self.line, kind="bare")
        self.list = LinesView(name, self)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.typed)
        self.list.chosen.connect(self.run)
        self.list.selectionModel().currentChanged.connect(self._say_current)
        self._manager.changed.connect(self._lay_out)
        window.installEventFilter(self)
        self.hide()

    # What the palette and the help make of it

    def typed(self, text: str) -> None:
        """Another text stands in the line."""
        raise NotImplementedError

    def run(self, line: Line) -> None:
        """Enter, or a press on a line."""
        raise NotImplementedError

    def enter_apart(self) -> None:
        """Ctrl+Enter."""

    def tab(self) -> None:
        """The Tab key."""

    def escape(self) -> None:
        """The Esc key."""
        self.close_again()

    # Opening and closing

    def begin(self, text: str = "") -> None:
        """Come up with this text in the line."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.line.setText(text)
        self.typed(text)
        self._lay_out()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_again(self) -> None:
        """Go, and give the keyboard back."""
        if self.isHidden():
            return
        came_from, self._came_from = self._came_from, None
        had_focus = self.line.hasFocus()
        self.hide()
        if had_focus and came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_lines(self, lines: Sequence[Line], *, keeps: bool = False) -> None:
        """Show these lines below; ``keeps`` the current one where it is, if it is among them."""
        self.list.show_lines(lines, keeps=keeps)
        self._lay_out()

    def _say_current(self) -> None:
        line = self.list.line
        self.line.setAccessibleDescription(line.spoken if line else "")

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The keys of the list while the keyboard is in the line; the window's size."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENTER:
                event.accept()  # while the palette is up, no command of the window has the key
        elif event.type() == QEvent.Type.Resize and not self.isHidden():
            self._lay_out()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _STEPS:
            self.list.step(_STEPS[key])
        elif key in _ENTER:
            (self.enter if plain else self.enter_apart)()
        elif key in _TAB:
            self.tab()
        elif key == Qt.Key.Key_Escape:
            self.escape()
        else:
            return False
        return True

    def enter(self) -> None:
        """Enter runs the current line."""
        if self.list.line is not None:
            self.run(self.list.line)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press beside the pane closes it."""
        if not self._pane().contains(event.position().toPoint()):
            self.close_again()

    # Looks

    def _pane(self) -> QRect:
        theme = self._manager.theme
        width = min(_WIDTH, self.width() - 2 * _EDGE)
        around = self._head() + theme.grown(_FOOT)
        top = min(_TOP, max(_EDGE, self.height() // 8))
        room = self.height() - top - _EDGE - around - 2 * _ROOM
        lines = min(max(self.list.height_within(room), theme.grown(_FOOT)), room)
        height = lines + around + 2 * _ROOM
        return QRect((self.width() - width) // 2, top, width, height)

    def _head(self) -> int:
        """The height of what stands above the list."""
        has_row = self.between is not None and not self.between.isHidden()
        return self._manager.theme.grown(_HEAD + _ROW if has_row else _HEAD)

    def _lay_out(self) -> None:
        self.setGeometry(self._window.rect())
        theme = self._manager.theme
        font = QFont(theme.faces.heading.font)
        font.setWeight(QFont.Weight.Normal)
        self.line.setFont(font)
        pane = self._pane()
        head, foot = theme.grown(_HEAD), theme.grown(_FOOT)
        left = _PADDING + _ICON + _GAP
        right = _PADDING + int(theme.faces.caption.width("Esc")) + 2 * _GAP
        self.line.setGeometry(
            pane.left() + left, pane.top() + 8, pane.width() - left - right, head - 16
        )
        self.list.setGeometry(pane.adjusted(1, self._head() + _ROOM, -1, -foot - _ROOM))
        if self.between is not None:
            row = QRect(pane.left(), pane.top() + head, pane.width(), theme.grown(_ROW))
            self.between.setGeometry(row.adjusted(1, 1, -1, 0))
        looks = theme, self.rect(), pane, self._head()
        if looks != self._looks:
            self._draw_anew(looks)

    def _draw_anew(self, looks: _Looks) -> None:
        """What is below must be drawn too, since it is seen through the scrim: no more of it
        than changes."""
        before, self._looks = self._looks, looks
        if before is None or before[:2] != looks[:2]:
            self.update()
        else:
            self.update(before[2].united(looks[2]).marginsAdded(Elevation.DIALOG.margins))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Scrim, pane, glass and foot."""
        theme, pane = self._manager.theme, self._pane()
        colours, radius = theme.colours, theme.radius.xl
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.scrim)
        paint_shadow(painter, pane, Elevation.DIALOG, radius, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.border, 1))
        painter.setBrush(colours.surface)
        box = QRectF(pane).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)
        head = QRectF(pane.left(), pane.top(), pane.width(), theme.grown(_HEAD))
        glass = QRectF(head.left() + _PADDING, head.top(), _ICON, head.height())
        paint_icon(painter, glass, "magnifying-glass", colours.text_tertiary, _ICON)
        paint_key(painter, head.adjusted(0, 0, -_GAP - 4, 0), shown_keys("Esc"), theme)
        for below in {theme.grown(_HEAD), self._head()}:
            line = QRectF(pane.left(), pane.top() + below, pane.width(), 1)
            painter.fillRect(line, colours.border_subtle)
        self._paint_foot(painter, QRectF(pane))
        painter.end()

    def _paint_foot(self, painter: QPainter, pane: QRectF) -> None:
        theme = self._manager.theme
        foot = QRectF(pane)
        foot.setTop(pane.bottom() - theme.grown(_FOOT))
        painter.fillRect(
            QRectF(foot.left(), foot.top(), foot.width(), 1), theme.colours.border_subtle
        )
        place = foot.adjusted(_PADDING, 0, -_PADDING, 0)
        self._paint_keys(painter, place, self.foot, theme)
        signs = list(self.foot_aside)
        while signs and _width_of(signs, theme) > place.width() - _width_of(self.foot, theme):
            signs.pop()
        place.setLeft(place.right() - _width_of(signs, theme) + _BETWEEN_KEYS - 2)
        self._paint_keys(painter, place, signs, theme)

    @staticmethod
    def _paint_keys(
        painter: QPainter, place: QRectF, pairs: Sequence[tuple[str, str]], theme: Theme
    ) -> None:
        place = QRectF(place)
        for keys, words in pairs:
            if place.width() < _width_of([(keys, words)], theme) - _BETWEEN_KEYS:
                break
            width = theme.faces.caption.width(keys) + 10
            key = QRectF(place.left(), place.top(), width, place.height())
            paint_key(painter, key, keys, theme)
            place.setLeft(key.right() + 6)
            if words:
                ink = theme.colours.text_tertiary
                used = paint_text(painter, place, words, theme.faces.label, ink)
                place.setLeft(place.left() + used + _BETWEEN_KEYS)


def _width_of(pairs: Sequence[tuple[str, str]], theme: Theme) -> float:
    """How wide keys with their words are, with the gap behind each."""
    return sum(
        theme.faces.caption.width(keys)
        + 16
        + (theme.faces.label.width(words) + _BETWEEN_KEYS if words else 0)
        for keys, words in pairs
    )
