"""The program reopens where it was closed: the window's place on these screens, page and record.

Used by ``gui/session.py`` on the GUI thread. Written when the window closes, and while it rests: a
computer that loses its power closes nothing. Places are kept by configuration of screens, so a
laptop finds its window at the desk and on the train; a place that no present screen
shows is not used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QRegion, QScreen
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.settings import LastView, Settings, WindowPlace
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

log = logging.getLogger(__name__)

# As much of the window's upper edge must be on a screen that it can be seen and dragged.
_HANDLE = QSize(160, 16)
_EDGE_HEIGHT = 32
# The system's title bar and edges are not part of the size, but must be on the screen too.
_FRAME = QSize(16, 64)
_NOTE_AFTER_MS = 500
# Systems move windows about while a screen comes or goes; only then is it our turn.
_SETTLE_AFTER_MS = 1000
_LOOK_EVERY_MS = 2000


_Left = tuple[LastView | None, dict[str, WindowPlace]]
"""Where the person was, and the window by configuration of screens."""


def screens_key(screens: Sequence[QRect]) -> str:
    """The configuration of screens, whatever order they are listed in: ``1920x1080+0+0``."""
    ordered = sorted((s.x(), s.y(), s.width(), s.height()) for s in screens)
    return " ".join(f"{width}x{height}{x:+d}{y:+d}" for x, y, width, height in ordered)


def is_visible(place: WindowPlace, screens: Sequence[QRect]) -> bool:
    """Whether enough of the window's upper edge is on one of the screens."""
    edge = QRect(place.x, place.y, place.width, _EDGE_HEIGHT)
    shown = [edge.intersected(screen) for screen in screens]
    return any(
        part.width() >= _HANDLE.width() and part.height() >= _HANDLE.height() for part in shown
    )


def middle_of(screen: QRect, size: QSize) -> WindowPlace:
    """A window of this size, or as much of it as fits with its title bar, in the middle of the
    screen."""
    fitting = size.boundedTo(screen.size() - _FRAME)
    rect = QRect(screen.topLeft(), fitting)
    rect.moveCenter(screen.center())
    return WindowPlace(rect.x(), rect.y(), rect.width(), rect.height())


def brought_onto(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The window, if all of it can be seen, be it on two screens; else as much smaller and as far
    moved as it takes to be whole, with its title bar, on the screen that shows most of it."""
    hidden = QRegion(window)
    for one in screens:
        hidden -= QRegion(one)
    if hidden.isEmpty():
        return window

    def shown(screen: QRect) -> int:
        part = window.intersected(screen)
        return part.width() * part.height() if part.isValid() else 0

    screen = max(screens, key=shown)
    size = window.size().boundedTo(screen.size() - _FRAME)
    room = screen.adjusted(0, _FRAME.height() // 2, -size.width() + 1, -size.height() + 1)
    left = min(max(window.left(), room.left()), room.right())
    top = min(max(window.top(), room.top()), room.bottom())
    return QRect(QPoint(left, top), size)


class WindowState(QObject):
    """Keeps one window's place; ``restore`` before it is shown, ``remember`` when it closes."""

    def __init__(self, window: QWidget, file: SettingsFile) -> None:
        super().__init__(window)
        self._window = window
        self._file = file
        self._first_size = window.size()
        self._known: dict[str, WindowPlace] = {}
        self._noted: dict[str, WindowPlace] = {}
        self._noting = single_shot(self, self._note, _NOTE_AFTER_MS)
        self._settling = single_shot(self, self._settle, _SETTLE_AFTER_MS)
        self._seen: _Left | None = None
        self._kept: _Left | None = None

    def restore(self) -> None:
        """Put the window where it was on these screens, or in the middle of the first one."""
        self._known = dict(self._file.read().windows)
        place = self._place_here()
        self._put(place or middle_of(self._main_screen(), self._first_size))
        if place is not None and place.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
        self._window.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            for signal in (application.screenAdded, application.screenRemoved):
                signal.connect(self._screens_changed)
            application.screenAdded.connect(self._watch)
            for screen in application.screens():
                self._watch(screen)

    def _watch(self, screen: QScreen) -> None:
        """Its resolution may be changed, or a projector takes another one."""
        screen.geometryChanged.connect(self._screens_changed)

    def remember(self, workspace: str | None = None, view: WorkspaceView | None = None) -> None:
        """Write the places down, and where the person was in ``workspace``."""
        self._note()
        last = _last_view(view) if view is not None else None
        self._kept = last, dict(self._noted)

        def change(settings: Settings) -> Settings:
            for screens, place in self._noted.items():
                settings = settings.with_window(screens, place)
            if workspace is not None and last is not None:
                settings = settings.with_view(workspace, last)
            return settings

        try:
            self._file.change(change)
        except Unavailable as error:
            log.warning("the window's place isn't kept: %s", error)

    def follow(self, workspace: str, view: Callable[[], WorkspaceView | None]) -> None:
        """Remember also while the window is open, whenever the person has stayed somewhere."""
        looking = QTimer(self)
        looking.setInterval(_LOOK_EVERY_MS)
        looking.timeout.connect(partial(self._look, workspace, view))
        looking.start()

    def _look(self, workspace: str, view: Callable[[], WorkspaceView | None]) -> None:
        shown = view()
        if shown is None:
            return
        was, self._seen = self._seen, (_last_view(shown), dict(self._noted))
        if self._seen == was and was != self._kept:
            self.remember(workspace, shown)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note a move when it is over."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._noting.start()
        return False

    def _screens_changed(self) -> None:
        self._noting.stop()
        self._settling.start()

    def _settle(self) -> None:
        """Screens have come, gone or changed: back to the place on these, or at least onto one."""
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            return  # systems see to these themselves
        place = self._place_here()
        if place is not None:
            self._put(place)
        elif is_visible(_place_of(window), _available()):
            window.setGeometry(brought_onto(window.geometry(), _available()))
        else:
            self._put(middle_of(self._main_screen(), window.size()))

    def _note(self) -> None:
        if self._settling.isActive() or self._window.isMinimized():
            return
        key = screens_key(_whole())
        self._known[key] = self._noted[key] = _place_of(self._window)

    def _place_here(self) -> WindowPlace | None:
        place = self._known.get(screens_key(_whole()))
        return place if place is not None and is_visible(place, _available()) else None

    def _put(self, place: WindowPlace) -> None:
        self._window.setGeometry(place.x, place.y, place.width, place.height)

    def _main_screen(self) -> QRect:
        return QGuiApplication.primaryScreen().availableGeometry()


def reopen(view: WorkspaceView, last: LastView) -> None:
    """Show the page and the record that were current, or the card that was open; call it before
    ``view.load``. A record that is gone leaves its list, a page that is gone the first."""
    view.take_preview(is_wanted=last.preview)
    page = next((page for page in view.pages if page.objectName() == last.page), None)
    if page is None:
        return
    if last.card:
        view.begin_with_card(RecordRef(last.card, last.record))
        return
    # A page of records is named after their entity.
    view.begin_at(page, RecordRef(last.page, last.record) if last.record else None)


def _last_view(view: WorkspaceView) -> LastView:
    place = view.pages[view.place]
    opened = view.way.trail.here.record
    if opened is not None:
        return LastView(place.objectName(), opened[1], opened[0], view.wants_preview)
    record = place.current()
    return LastView(place.objectName(), record.id if record else "", preview=view.wants_preview)


def _place_of(window: QWidget) -> WindowPlace:
    is_large = window.isMaximized() or window.isFullScreen()
    rect = window.normalGeometry() if is_large else window.geometry()
    return WindowPlace(rect.x(), rect.y(), rect.width(), rect.height(), window.isMaximized())


def _whole() -> list[QRect]:
    return [screen.geometry() for screen in QGuiApplication.screens()]


def _available() -> list[QRect]:
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]
