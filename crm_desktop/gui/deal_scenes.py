"""What lies over the card of a deal on pictures: the gate of a stage, the question why it was lost.

Called by ``screenshots`` on the main thread, with the card open.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import current_language
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.deal_pictures import SHOWN_DEAL
from crm_desktop.gui.deal_words import DEAL_WORDS
from crm_desktop.gui.drawing import let_settle, picture_with, wait_until
from crm_desktop.gui.kit.anchored import AnchoredPane
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.carried import DropHint
from crm_desktop.gui.kit.board.dragging import Dragging
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.losing import LosingDialog, ask_lost
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.deals.stage_path import Chevron
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.workspace_view import WorkspaceView

# Where the hand holds the card, seen from its middle, and where it comes below the first card.
_HELD, _ABOVE, _AIM = QPoint(75, -32), QPoint(75, 20), QPoint(75, 116)
_RIVAL = 1  # the reason that asks whom they chose


def picture_of_board(application: QApplication, session: Session) -> QPixmap:
    """What closes in this quarter, a deal that is just being added, and another one on its way to
    the last stage."""
    view = session.window.view
    assert isinstance(view, WorkspaceView)
    page = view.page
    assert isinstance(page, DealsPage)
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
    picture = session.window.grab()
    dragging.cancel()
    theme.apply(still)
    adding.leave()
    page.views.ask(EVERYTHING)
    let_settle(application)
    return picture


def _drag(application: QApplication, board: Board) -> Dragging:
    """Hold the shown deal over the second place of the last column."""
    dragging = board.findChild(Dragging)
    assert isinstance(dragging, Dragging)
    view = board.lanes.panes[-1].view
    above = view.rect_of(0)
    pointer = view.viewport().mapToGlobal(QPoint(above.center().x(), above.bottom()))
    place = board.order.place_of(SHOWN_DEAL)
    assert place is not None
    own = board.pane_of(place.column).view
    card = own.rect_of(place.line)
    dragging.begin([SHOWN_DEAL], SHOWN_DEAL, own.viewport().mapToGlobal(card.center() + _HELD))
    dragging.follow(pointer + _ABOVE)
    let_settle(application)  # the slot opens
    dragging.follow(pointer + _AIM)
    let_settle(application)
    return dragging


def picture_of_gate(application: QApplication, session: Session) -> QPixmap:
    """The deal wants to go into the last stage, which asks for two fields."""
    stages = [one for one in session.window.findChildren(Chevron) if one.isVisible()]
    stages[-1].click()
    wait_until(application, lambda: _shown_pane(session) is not None)
    application.processEvents()
    picture = session.window.grab()
    pane = _shown_pane(session)
    assert pane is not None
    pane.dismiss()
    application.processEvents()
    return picture


def _shown_pane(session: Session) -> AnchoredPane | None:
    panes = session.window.findChildren(GatePane)
    return next((pane for pane in panes if pane.isVisible()), None)


def picture_of_loss(application: QApplication, session: Session) -> QPixmap:
    """Why the deal was lost: they chose another supplier."""
    words = DEAL_WORDS[current_language()]
    view, bridge = session.window.view, session.bridge
    assert isinstance(view, WorkspaceView)
    assert bridge is not None
    assert view.way.card is not None
    record = view.way.card.record
    assert record is not None
    ask_lost(bridge, view, [record.id], lambda _outcome: None)
    wait_until(application, lambda: bool(session.window.findChildren(LosingDialog)))
    dialog = session.window.findChildren(LosingDialog)[0]
    row = dialog.reasons[_RIVAL]
    row.button.setChecked(True)
    row.detail.setText(words.rival)
    dialog.comment.area.setPlainText(words.loss)
    dialog.remind.setChecked(True)
    application.processEvents()  # the dialog takes its height
    application.processEvents()  # what is in it follows
    picture = picture_with(session, dialog)
    dialog.reject()
    application.processEvents()
    return picture


def open_last_stage(application: QApplication, page: SettingsPage) -> None:
    """Show the last stage of the first pipeline beside the table, as on the picture."""
    section = page.section
    assert isinstance(section, PipelinesSection)
    wait_until(application, lambda: bool(section.table.lines.ids))
    section.table.chosen.emit(section.table.lines.ids[-1])
    application.processEvents()
