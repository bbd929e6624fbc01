"""Deals on pictures: the board at work and when it shows no deals, the list, the forecast, and what
lies over a card: the gate of a stage, the question why it was lost.

Called by ``screenshots`` on the main thread, with the page or the card open.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import current_language
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.deal_pictures import SHOWN_DEAL
from crm_desktop.gui.deal_words import DEAL_WORDS
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.kit.anchored import AnchoredPane
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.carried import DropHint
from crm_desktop.gui.kit.board.dragging import Dragging
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.losing import LosingDialog, ask_lost
from crm_desktop.gui.pages.deals.modes import BOARD
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.deals.stage_path import Chevron
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.scenes import (
    bridge_of,
    card_of,
    cut_off,
    dialog_of,
    held_up,
    unmatched,
    view_of,
)
from crm_desktop.gui.session import Session

# Where the hand holds the card, seen from its middle, and where it comes below the first card.
_HELD, _ABOVE, _AIM = QPoint(75, -32), QPoint(75, 20), QPoint(75, 116)
_RIVAL = 1  # the reason that asks whom they chose


@contextmanager
def board(application: QApplication, session: Session) -> Iterator[None]:
    """What closes in this quarter, a deal that is just being added, and another one on its way to
    the last stage."""
    page = _page_of(session)
    page.views.ask(Condition("expected_close", Operator.THIS_QUARTER))
    let_settle(application)
    page.board.add()
    adding = page.board.quick_add
    assert adding is not None
    adding.title.setText(DEAL_WORDS[current_language()].wished)
    let_settle(application)
    theme = ThemeManager.instance()
    still = theme.appearance
    theme.apply(replace(still, reduced_motion=False))  # else the card would not lean
    dragging = _drag(application, page.board.board)
    for hint in session.window.findChildren(DropHint):
        hint.hide()  # it would lie over the card, and only where it was read in time
    yield
    dragging.cancel()
    page.board.board.lanes.show_pane(page.board.board.lanes.panes[0])
    theme.apply(still)
    adding.leave()
    page.views.ask(EVERYTHING)
    let_settle(application)


def _drag(application: QApplication, shown: Board) -> Dragging:
    """Hold the shown deal over the second place of the last column."""
    dragging = shown.findChild(Dragging)
    assert isinstance(dragging, Dragging)
    shown.lanes.show_pane(shown.lanes.panes[-1])  # a small window would cut the card
    view = shown.lanes.panes[-1].view
    above = view.rect_of(0)
    pointer = view.viewport().mapToGlobal(QPoint(above.center().x(), above.bottom()))
    place = shown.order.place_of(SHOWN_DEAL)
    assert place is not None
    own = shown.pane_of(place.column).view
    card = own.rect_of(place.line)
    dragging.begin([SHOWN_DEAL], SHOWN_DEAL, own.viewport().mapToGlobal(card.center() + _HELD))
    dragging.follow(pointer + _ABOVE)
    let_settle(application)  # the slot opens
    dragging.follow(pointer + _AIM)
    let_settle(application)
    return dragging


@contextmanager
def gate(application: QApplication, session: Session) -> Iterator[None]:
    """The deal wants to go into the last stage, which asks for two fields."""
    stages = [one for one in session.window.findChildren(Chevron) if one.isVisible()]
    stages[-1].click()
    wait_until(application, lambda: _shown_pane(session) is not None)
    application.processEvents()
    yield
    pane = _shown_pane(session)
    assert pane is not None
    pane.dismiss()
    application.processEvents()


def _shown_pane(session: Session) -> AnchoredPane | None:
    panes = session.window.findChildren(GatePane)
    return next((pane for pane in panes if pane.isVisible()), None)


@contextmanager
def loss(application: QApplication, session: Session) -> Iterator[None]:
    """Why the deal was lost: they chose another supplier."""
    words = DEAL_WORDS[current_language()]
    record = card_of(session).record
    assert record is not None
    ask_lost(bridge_of(session), view_of(session), [record.id], lambda _outcome: None)
    with dialog_of(application, session, LosingDialog) as dialog:
        row = dialog.reasons[_RIVAL]
        row.button.setChecked(True)
        row.detail.setText(words.rival)
        dialog.comment.area.setPlainText(words.loss)
        dialog.remind.setChecked(True)
        application.processEvents()  # the dialog takes its height
        application.processEvents()  # what is in it follows
        yield


@contextmanager
def last_stage(application: QApplication, session: Session) -> Iterator[None]:
    """The last stage of the first pipeline beside the table."""
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    section = page.section
    assert isinstance(section, PipelinesSection)
    wait_until(application, lambda: bool(section.table.lines.ids))
    section.table.chosen.emit(section.table.lines.ids[-1])
    application.processEvents()
    yield


@contextmanager
def mode(name: str, application: QApplication, session: Session) -> Iterator[None]:
    """The deals as a list, a forecast or by their recurring clients."""
    page = _page_of(session)
    page.show_mode(name)
    wait_until(application, lambda: page.is_ready)
    page.choose_first()
    let_settle(application)
    yield
    page.show_mode(BOARD)
    let_settle(application)


@contextmanager
def nothing_found(application: QApplication, session: Session) -> Iterator[None]:
    """A filter that no deal matches."""
    with unmatched(application, _page_of(session), "title"):
        yield


@contextmanager
def loading(application: QApplication, session: Session) -> Iterator[None]:
    """The board takes its time."""
    shown = _page_of(session).board
    with held_up(bridge_of(session)):
        shown.is_loaded = False
        shown.read()
        wait_until(application, lambda: bool(shown.board.lanes.accessibleDescription()))
        yield
    wait_until(application, lambda: shown.is_loaded)
    let_settle(application)


@contextmanager
def unread(application: QApplication, session: Session) -> Iterator[None]:
    """The board can't be had."""
    shown = _page_of(session).board
    with cut_off(application, bridge_of(session)):
        shown.is_loaded = False
        shown.read()
        wait_until(application, lambda: not shown.board.isVisible())
        let_settle(application)
        yield
    wait_until(application, lambda: shown.is_loaded)


def _page_of(session: Session) -> DealsPage:
    page = view_of(session).page
    assert isinstance(page, DealsPage)
    return page
