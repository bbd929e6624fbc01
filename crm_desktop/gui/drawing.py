"""Draws every page without anybody looking: proof that the window of the installed program works.

Called by ``selftest`` and ``screenshots`` on the main thread, with or without a screen.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.paint.shadows import Elevation, paint_shadow
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import Page
from crm_desktop.gui.shell.workspace_view import WorkspaceView

_PATIENCE_SECONDS = 30.0
_TURNS, _TURN_SECONDS = 40, 0.01
# Finds something in every workspace that holds anybody.
_SOUGHT = "a"


def draw_pages(address: str) -> int:
    """Open the workspace at ``address`` in a window, draw every page, close it again. Gives the
    number of pages; raises what kept the workspace from opening, or ``Unavailable``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(current_language())
    program = Program(application)
    session = program.open(address)
    try:
        view = opened_view(application, session)
        for number, page in enumerate(view.pages):
            view.show_place(number)
            _draw(application, session, page)
        view.search.setText(_SOUGHT)
        _draw(application, session, view.results)
        return len(view.pages) + 1
    finally:
        program.finish()
        wait_until(application, lambda: not program.sessions)


def opened_view(application: QApplication, session: Session) -> WorkspaceView:
    """What the window shows when its workspace is open; raises what kept it from opening."""
    wait_until(application, lambda: session.window.view is not None or session.failure is not None)
    if session.failure is not None:
        raise session.failure
    assert session.window.view is not None
    return session.window.view


def _draw(application: QApplication, session: Session, page: Page) -> None:
    wait_until(application, lambda: page.is_ready)
    picture = session.window.grab().toImage()
    colours = {picture.pixel(x, picture.height() // 2) for x in range(0, picture.width(), 3)}
    colours |= {picture.pixel(picture.width() // 3, y) for y in range(0, picture.height(), 3)}
    if len(colours) < 2:
        raise Unavailable(msg("The page {page} stayed empty when it was drawn.", page=page.title))


def wait_until(application: QApplication, is_so: Callable[[], bool]) -> None:
    """Let the window work until ``is_so``; raises ``Unavailable`` if that takes too long."""
    patience = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > patience:
            raise Unavailable(msg("The window didn’t answer in time."))
        application.processEvents()
        time.sleep(0.005)


def let_settle(application: QApplication) -> None:
    """Let what reads for itself, or is laid out anew, come to rest."""
    for _turn in range(_TURNS):
        application.processEvents()
        time.sleep(_TURN_SECONDS)


def whole_picture(session: Session) -> QPixmap:
    """The window with all that lies over it as windows of their own: dialogs, menus, pop-overs,
    these with the shadow that a system draws around them."""
    window = session.window
    over = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]
    picture = window.grab()
    painter = QPainter(picture)
    theme = ThemeManager.instance().theme
    for one in sorted(over, key=_depth):
        place = QRect(one.geometry().topLeft() - window.mapToGlobal(QPoint(0, 0)), one.size())
        if _has_shadow(one):
            paint_shadow(painter, place, Elevation.MENU, measures.RADIUS_TILE, theme)
        painter.drawPixmap(place.topLeft(), one.grab())
    painter.end()
    return picture


def _has_shadow(widget: QWidget) -> bool:
    kind = Qt.WindowType
    wants_none = widget.windowFlags() & kind.NoDropShadowWindowHint
    return widget.windowType() is kind.Popup and not wants_none


def _depth(widget: QWidget) -> int:
    """How many windows lie below it."""
    below = widget.parentWidget()
    return 0 if below is None else 1 + _depth(below.window())
