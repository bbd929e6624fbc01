"""What the window itself shows on pictures: the palette, notes, the bell, the first run.

Called by ``screenshots`` on the main thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, current_language
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.card_words import WORDS
from crm_desktop.gui.components.picture import component_sheet, show_states
from crm_desktop.gui.deal_words import DEAL_WORDS, SHOWN
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.first_run.window import FirstRunWindow
from crm_desktop.gui.scenes import SERVER_GONE, view_of
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import BellButton

_AGES = (timedelta(minutes=12), timedelta(hours=3), timedelta(days=1, hours=2))


@contextmanager
def palette(text: str, application: QApplication, session: Session) -> Iterator[None]:
    """Search and commands, with this text in the line; ``*`` stands for what the sample holds."""
    session.window.open_palette(text.replace("*", WORDS[current_language()].sought))
    shown = session.window.search_palette
    assert shown is not None
    wait_until(application, lambda: shown.is_ready)
    let_settle(application)
    yield
    shown.close_again()


@contextmanager
def notes(application: QApplication, session: Session) -> Iterator[None]:
    """As many short notes as fit, of different kinds."""
    place, deal = session.window.notifications, DEAL_WORDS[current_language()].titles[SHOWN]
    page = view_of(session).page
    assert isinstance(page, DealsPage)
    assert page.board.pipeline is not None
    stage = page.board.pipeline.stages[-1].name
    moved = _("“{deal}” is in the stage “{stage}” now.").format(deal=deal, stage=stage)
    failed = words_for(SERVER_GONE)
    place.tell(_("“{deal}” is won.").format(deal=deal), _way(_("Undo")), mark="won")
    place.tell(moved, _way(_("Undo")))
    place.tell(failed, _way(_("Try again")), mark="failed", stays=True)
    let_settle(application)
    yield
    for note in place.notes:
        note.leave()
    place.inbox.drop(failed)
    application.processEvents()


@contextmanager
def bell(application: QApplication, session: Session) -> Iterator[None]:
    """What there is to do, by day."""
    inbox, words = session.window.notifications.inbox, WORDS[current_language()]
    before = inbox.kept
    told = (
        _("{author} mentioned you: {text}").format(author=words.igor, text=words.together),
        _("{record}, {field}: changed by two people. Choose what to keep.").format(
            record=words.marina, field=_("Phone")
        ),
        _("The import was taken back."),
    )
    for number, (one, age) in enumerate(zip(told, _AGES, strict=True)):
        inbox.keep(one, _way(_("Open")) if number == 0 else None, clock.now() - age)
    inbox.read(inbox.kept[-1])
    button = view_of(session).top.findChild(BellButton)
    assert isinstance(button, BellButton)
    button.click()
    let_settle(application)
    yield
    button.list.hide()
    for one in told:
        inbox.drop(one)
    assert inbox.kept == before


@contextmanager
def settled(application: QApplication, _session: Session) -> Iterator[None]:
    """What reads by itself has been read."""
    let_settle(application)
    yield


@contextmanager
def first_run(application: QApplication, session: Session) -> Iterator[None]:
    """The first window of all, in the place of this one."""
    window = FirstRunWindow(session.preferences)
    window.setGeometry(QRect(session.window.mapToGlobal(QPoint(0, 0)), session.window.size()))
    window.show()
    application.processEvents()
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    yield
    window.close()
    window.deleteLater()


@contextmanager
def components(application: QApplication, session: Session) -> Iterator[None]:
    """All controls in all states, over the window."""
    theme = ThemeManager.instance()
    still = theme.appearance
    theme.apply(replace(still, reduced_motion=False))  # else the dragged card would not lean
    sheet = component_sheet(session.window)
    sheet.show()
    sheet.raise_()
    let_settle(application)
    show_states(sheet)
    yield
    sheet.hide()
    sheet.deleteLater()
    theme.apply(still)
    application.processEvents()


def _way(words: str) -> Button:
    return Button(words, lambda: None)
