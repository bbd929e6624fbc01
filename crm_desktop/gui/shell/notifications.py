"""Short notes at the bottom left: what happened, with a way back where there is one.

At most three; they go by themselves, stay under the pointer, and never take the focus
(interaction.md, section 16). They come up in the window in which the person works. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.painted import IconMark
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.inbox import Inbox

_MOST = 3
_PLAIN_MS = 5000
_WITH_BUTTON_MS = 8000
_WIDEST = 480
_GAP = 8
_MARK = 18
_AROUND_WORDS = 150  # the mark, the cross, the edges and the shadow
# What stands before the words: an icon and its colour.
_MARKS = {
    "done": ("check-circle-fill", "inverse_success"),
    "won": ("trophy-fill", "accent_on"),
    "told": ("info", "text_inverse_2"),
    "failed": ("warning-circle-fill", "inverse_danger"),
}


class Note(QFrame):
    """One note. ``stays``: until it is closed. ``about``: the step that it tells of. ``pointed``:
    the pointer has come to it, or has left it."""

    pointed = Signal()

    def __init__(
        self,
        words: str,
        buttons: Sequence[Button],
        mark: str,
        *,
        stays: bool,
        about: object,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.words, self.mark, self.about = words, mark, about
        self.is_read = False
        """Whether the pointer is on it."""
        self.setAccessibleName(words)
        dress(self, kind="toast", tone="success" if mark == "won" else "")
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        dress(label, type="name")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(IconMark(*_MARKS[mark], _MARK, self), 0, Qt.AlignmentFlag.AlignVCenter)
        said = QVBoxLayout()
        said.addWidget(label)
        layout.addLayout(said, 1)
        self.buttons = [self._make_button(one) for one in buttons]
        beside = layout
        if len(self.buttons) > 1 or self._is_narrow_beside(words):
            beside = QHBoxLayout()
            beside.addStretch()
            said.addLayout(beside)
        for made in self.buttons:
            beside.addWidget(made)
        close = QToolButton(self)
        dress(close, kind="icon")
        close.setToolTip(_("Close"))
        close.setAccessibleName(_("Close"))
        ThemeManager.instance().set_icon(close, "x", IconRole.INVERSE, size=measures.ICON_SMALL)
        close.clicked.connect(self.leave)
        layout.addWidget(close)
        self._time = single_shot(self, self.leave, _WITH_BUTTON_MS if buttons else _PLAIN_MS)
        self._stays = stays
        if not stays:
            self._time.start()

    @property
    def button(self) -> QPushButton | None:
        """The first way to act on it."""
        return next(iter(self.buttons), None)

    def _is_narrow_beside(self, words: str) -> bool:
        """Whether the words would take three lines and more beside the button."""
        room = _WIDEST - _AROUND_WORDS - sum(one.sizeHint().width() for one in self.buttons)
        face = ThemeManager.instance().theme.faces.body_medium
        return bool(self.buttons) and face.width(words) > 2 * room

    def _make_button(self, button: Button) -> QPushButton:
        made = QPushButton(button.words, self)
        made.clicked.connect(lambda _checked=False: button.press())
        made.clicked.connect(self.leave)
        return made

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Whoever points at it is reading."""
        self.is_read = True
        self._time.stop()
        self.pointed.emit()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Then the time begins anew."""
        self.is_read = False
        if not self._stays:
            self._time.start()
        self.pointed.emit()
        super().leaveEvent(event)

    def leave(self) -> None:
        """Go away."""
        self._time.stop()
        self.hide()
        self.setParent(None)
        self.deleteLater()


class Notifications(QWidget):
    """The place of the notes, above the content of ``host``; ``inbox`` is that of all windows."""

    def __init__(self, host: QWidget, inbox: Inbox | None = None) -> None:
        super().__init__(host)
        self._host = host
        self._others: list[Notifications] = []
        self._layout = QVBoxLayout(self)
        self._manager = ThemeManager.instance()
        self._layout.setContentsMargins(Elevation.MENU.margins)
        self._layout.setSpacing(_GAP)
        self._left = 0
        self._held_foot = 0  # of the note under the pointer, within the host
        self._below: QWidget | None = None
        self.inbox = inbox or Inbox(self)
        host.installEventFilter(self)
        self.hide()

    @property
    def notes(self) -> list[Note]:
        """What is shown, oldest first."""
        return self.findChildren(Note, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def serve(self, window: QWidget) -> None:
        """Tell in this window instead whenever the person works there, until ``dismiss``."""
        self._others.append(Notifications(window, self.inbox))

    def dismiss(self, window: QWidget) -> None:
        """The window is closed: what it still tells, with the way back, is told here."""
        gone = [other for other in self._others if other._host is window]
        self._others = [other for other in self._others if other not in gone]
        for note in (note for other in gone for note in other.notes):
            self._take(note)

    def tell(
        self,
        words: str,
        button: Button | None = None,
        *,
        also: Button | None = None,
        mark: str = "done",
        stays: bool = False,
        about: object = None,
    ) -> None:
        """Show translated ``words``, with a way to act on them, or two. What ``stays`` until the
        person closes it is in the bell as well. ``mark``: ``done``, ``won``, ``told`` or
        ``failed``. ``about``: the step they tell of (see ``withdraw``)."""
        if stays:
            self.inbox.keep(words, button)
        here = next((other for other in self._others if other._is_worked_in()), self)
        here._show_note(words, [one for one in (button, also) if one], mark, stays, about)

    def _is_worked_in(self) -> bool:
        """Whether the active window is this one or a dialog over it."""
        window: QWidget | None = QApplication.activeWindow()
        while window is not None and window is not self._host:
            above = window.parentWidget()
            window = above.window() if above is not None else None
        return window is not None

    def _show_note(
        self, words: str, buttons: Sequence[Button], mark: str, stays: bool, about: object
    ) -> None:
        if any(note.words == words and note.button is None for note in self.notes):
            return
        note = Note(words, buttons, mark, stays=stays, about=about, parent=self)
        self._take(note)
        _read_out(note)

    def _take(self, note: Note) -> None:
        notes = [one for one in self.notes if one is not note]
        unread = [one for one in notes if not one.is_read]
        for one in unread[: max(0, len(notes) - _MOST + 1)]:
            one.leave()
        note.destroyed.connect(self._keep_place)
        note.pointed.connect(self._hold)
        read = self._read_note
        # What comes stands above the note under the pointer, which stays where it is.
        place = self._layout.count() if read is None else self._layout.indexOf(read)
        self._layout.insertWidget(place, note)
        self.show()
        note.show()  # before its height is reckoned
        self._keep_place()

    def withdraw(self, about: object) -> None:
        """Take away what was told of this step: it is so no more."""
        for place in (self, *self._others):
            for note in place.notes:
                if note.about == about:
                    note.leave()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The shadows the notes throw."""
        theme = self._manager.theme
        painter = QPainter(self)
        for note in self.notes:
            paint_shadow(painter, note.geometry(), Elevation.MENU, theme.radius.lg, theme)
        painter.end()

    def stand_beside(self, left: int) -> None:
        """Begin at ``left`` pixels, where the sidebar ends."""
        self._left = left
        self._place()

    def stand_above(self, bar: QWidget) -> None:
        """Leave ``bar`` at the bottom of the window free, from now on and where it moves."""
        self._below = bar
        self._place()

    def come_down(self, bar: QWidget) -> None:
        """``bar`` has gone."""
        if self._below is bar:
            self._below = None
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in the corner when the window changes its size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _keep_place(self) -> None:
        """Notes have come or gone: the one under the pointer stays where it is."""
        self._place()
        read = self._read_note
        if read is not None:
            self._layout.activate()
            self.move(self.x(), self.y() + min(0, self._held_foot - self._foot_of(read)))

    def _hold(self) -> None:
        """The pointer is on a note, or on none any more."""
        read = self._read_note
        if read is None:
            self._place()
        else:
            self._held_foot = self._foot_of(read)

    @property
    def _read_note(self) -> Note | None:
        return next((note for note in self.notes if note.is_read), None)

    def _foot_of(self, note: Note) -> int:
        return note.mapTo(self._host, QPoint(0, note.height())).y()

    def _place(self) -> None:
        if not self.notes:
            self.hide()
            return
        width = min(_WIDEST, self._host.width() - self._left)
        self._layout.activate()
        height = self._layout.heightForWidth(width)
        bottom = self._host.height()
        if self._below is not None and isValid(self._below):
            free = self._below.mapTo(self._host, QPoint(0, 0)).y() - _GAP
            bottom = min(bottom, free + self._layout.contentsMargins().bottom())
        self.setGeometry(self._left, bottom - height, width, height)
        self.raise_()
        self.update()


def _read_out(note: QWidget) -> None:
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # a start has nothing to say

    QAccessible.updateAccessibility(QAccessibleEvent(note, QAccessible.Event.Alert))
