"""What scenes of pictures are made of: something is shown in the window while one is entered.

Called by ``screenshots`` on the main thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeVar

from PySide6.QtWidgets import QApplication, QDialog

from crm_desktop.core.errors import Unavailable
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.workspace_view import WorkspaceView
from crm_desktop.store import faults

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.shell.list_page import ListPage

Scene = Callable[[QApplication, Session], AbstractContextManager[object]]
"""Shows something in the window, and takes it away again."""
NOWHERE = "qqq"
"""Stands in no record of the sample."""
SERVER_GONE = Unavailable(faults.SERVER_GONE)
D = TypeVar("D", bound=QDialog)


def view_of(session: Session) -> WorkspaceView:
    """What the window shows."""
    view = session.window.view
    assert view is not None
    return view


def bridge_of(session: Session) -> Bridge:
    """To the workspace of the window."""
    assert session.bridge is not None
    return session.bridge


def card_of(session: Session) -> CardPage:
    """The card that is open."""
    card = view_of(session).way.card
    assert card is not None
    return card


@contextmanager
def dialog_of(application: QApplication, session: Session, kind: type[D]) -> Iterator[D]:
    """The dialog of this kind as soon as it is open, closed afterwards."""

    def found() -> list[D]:
        return [one for one in session.window.findChildren(kind) if one.isVisible()]

    wait_until(application, lambda: bool(found()))
    [dialog] = found()
    let_settle(application)
    yield dialog
    dialog.reject()
    application.processEvents()


@contextmanager
def unmatched(application: QApplication, page: ListPage | DealsPage, field: str) -> Iterator[None]:
    """The page is filtered by this field of text for what no record has."""
    page.views.ask(Condition(field, Operator.IS, NOWHERE))
    let_settle(application)
    yield
    page.reset_filter()
    let_settle(application)


@contextmanager
def held_up(bridge: Bridge) -> Iterator[None]:
    """Nothing that is asked is answered meanwhile."""
    gate = threading.Event()
    bridge.before_reading = gate.wait
    try:
        yield
    finally:
        bridge.before_reading = bool
        gate.set()


@contextmanager
def cut_off(application: QApplication, bridge: Bridge) -> Iterator[None]:
    """Nothing can be read meanwhile."""

    def fail() -> NoReturn:
        raise SERVER_GONE

    came_back: list[bool] = []
    bridge.returned.connect(lambda: came_back.append(True))
    bridge.before_reading = fail
    try:
        yield
    finally:
        bridge.before_reading = bool
        bridge.look()
        wait_until(application, lambda: bool(came_back))
        let_settle(application)
