"""A deal's card in the whole window: keys, undo, the way to the client and back, a window of its
own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.catalog import timeline
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.timeline.queries import find_timeline
from crm_desktop.gui.pages.deals.losing import LosingDialog
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, read, there, view_of
from tests.gui.deals import Sale, make_sale, press, top_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def sale(backend: Backend) -> Sale:
    """A deal in the fourth of five stages."""
    return make_sale(backend)


@pytest.fixture
def session(sale: Sale, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on it."""
    return open_window(workspace)


@pytest.fixture
def card(session: Session, sale: Sale, qtbot: QtBot) -> CardPage:
    """Its card, open."""
    return opened(session, RecordRef("deal", sale.deal), qtbot)


def opened(session: Session, record: RecordRef, qtbot: QtBot) -> CardPage:
    view = view_of(session)
    view.open_record(record)
    qtbot.waitUntil(lambda: shown(session) is not None)
    qtbot.waitUntil(lambda: there(shown(session)).record == record)
    qtbot.waitUntil(lambda: there(shown(session)).head is not None)
    return there(shown(session))


def shown(session: Session) -> CardPage | None:
    return view_of(session).way.card


def test_a_move_can_be_taken_back_by_ctrl_z(
    card: CardPage, sale: Sale, session: Session, qtbot: QtBot
) -> None:
    press(top_of(card).path.chevrons[0])
    qtbot.waitUntil(lambda: sale.row().stage_id == sale.stages[0])
    qtbot.waitUntil(lambda: top_of(card).path.chevrons[0].stage.state == "current")
    QTest.keyClick(session.window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: sale.row().stage_id == sale.stages[3])
    qtbot.waitUntil(lambda: top_of(card).path.chevrons[3].stage.state == "current")


def test_won_has_a_key_here_too(card: CardPage, sale: Sale, session: Session, qtbot: QtBot) -> None:
    QTest.keyClick(session.window, Key.Key_Y, CTRL_SHIFT)
    qtbot.waitUntil(lambda: sale.row().status == "won")


def test_lost_has_a_key_that_asks_why(
    card: CardPage, sale: Sale, session: Session, qtbot: QtBot
) -> None:
    QTest.keyClick(session.window, Key.Key_X, CTRL_SHIFT)

    def dialogs() -> list[LosingDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, LosingDialog)]

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].reject()
    assert sale.row().status == "open"


def test_a_press_on_the_client_leads_there_and_back(
    card: CardPage, sale: Sale, session: Session, qtbot: QtBot
) -> None:
    link = next(b for b in card.header.findChildren(QPushButton) if b.text() == "Vektor Plus")
    press(link)
    qtbot.waitUntil(lambda: there(shown(session)).record == RecordRef("company", sale.company))
    QTest.keyClick(session.window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: there(shown(session)).record == RecordRef("deal", sale.deal))


def test_the_pipeline_stands_between_the_list_and_the_deal_and_leads_to_its_board(
    card: CardPage, sale: Sale, session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    crumbs = view.top.crumbs
    qtbot.waitUntil(lambda: crumbs.group.text() == "New clients")
    press(crumbs.group)
    qtbot.waitUntil(lambda: isinstance(view.page, DealsPage) and view.way.card is None)
    page = view.page
    assert isinstance(page, DealsPage)
    assert page.asked.pipeline == sale.pipeline


def test_the_panes_are_reached_by_f6(card: CardPage, session: Session, qtbot: QtBot) -> None:
    assert card.next_pane()
    first = QApplication.focusWidget()
    assert first is not None
    assert card.panes.sections.isAncestorOf(first)
    assert card.next_pane()
    second = QApplication.focusWidget()
    assert second is not None
    assert card.panes.middle.isAncestorOf(second)
    assert not card.next_pane()


def test_the_menu_offers_what_fits_a_deal(card: CardPage) -> None:
    menu = card.actions_of_head.menu(there(card.head))
    words = [action.text().replace("&", "") for action in menu.actions()]
    menu.deleteLater()
    assert "Won" in words
    assert "Lost…" in words
    assert not any("blacklist" in one for one in words)


def test_a_note_from_the_card_belongs_to_the_deal(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    card.compose("note")
    focused = there(QApplication.focusWidget())
    QTest.keyClicks(focused, "They liked the samples")
    QTest.keyClick(focused, Key.Key_Return, CTRL)
    query = TimelineQuery("deal", sale.deal, frozenset({"note"}))
    qtbot.waitUntil(lambda: len(read(sale.backend, find_timeline, timeline(), query)) == 1)
