"""Lists at work on pictures: filtered, in another order, with a few records ticked, with what opens
from them, and in the states in which they show no records.

Called by ``screenshots`` on the main thread, with the list open.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from crm_desktop.backend.work import Progress
from crm_desktop.core.i18n import _, current_language
from crm_desktop.filters.ast import (
    EVERYTHING,
    And,
    Condition,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.card_pictures import MARINA
from crm_desktop.gui.card_words import WORDS
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.pages.contacts.new_contact import NewContactDialog
from crm_desktop.gui.scenes import NOWHERE, SERVER_GONE, dialog_of, unmatched, view_of
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bulk.popover import BulkPopover
from crm_desktop.gui.shell.bulk.tags_popover import TagsPopover
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.touch_columns import TOUCH
from crm_desktop.gui.shell.views.builder_dialog import BuilderDialog

_DAYS, _MONTH = 90, 30
_TICKED = (2, 3, 8)
_CHANGED, _TO_CHANGE = 62_400, 100_000


def _list_of(session: Session) -> ListPage:
    page = view_of(session).page
    assert isinstance(page, ListPage)
    return page


@contextmanager
def chosen(application: QApplication, session: Session) -> Iterator[ListPage]:
    """Clients of one city who were spoken to lately, the last one first, three of them ticked."""
    page = _list_of(session)
    keys = [column.name for column in page.description.columns]
    city = Condition("city", Operator.IS, WORDS[current_language()].city)
    lately = Condition("touched", Operator.IN_LAST_DAYS, _DAYS)
    page.views.ask(And((city, lately)))
    page.sort_by(keys.index(TOUCH), descending=True)
    let_settle(application)
    marina = next(
        line for line in range(len(page.list.model.order)) if page.list.table.key_of(line) == MARINA
    )
    page.list.table.choose(marina)
    for line in _TICKED:
        page.list.table.flip(line)
    let_settle(application)
    page.list.table.scrollToTop()
    yield page
    page.list.table.clear_ticks()
    page.sort_by(0, descending=False)
    page.views.ask(EVERYTHING)
    let_settle(application)


@contextmanager
def values_of_chip(application: QApplication, session: Session) -> Iterator[None]:
    """The pop-over of a condition, with the values there are."""
    with chosen(application, session) as page:
        page.views.filters.chips[1].click()
        with _popped_up(application):
            yield


@contextmanager
def builder(application: QApplication, session: Session) -> Iterator[None]:
    """Groups within groups, and a question about related records."""
    page = _list_of(session)
    untouched = Not(Condition("touched", Operator.IN_LAST_DAYS, _MONTH))
    no_step = Related("next_steps", Quantifier.NONE, EVERYTHING)
    city = Condition("city", Operator.IS, WORDS[current_language()].city)
    page.views.open_builder(And((city, Or((untouched, no_step)))))
    with dialog_of(application, session, BuilderDialog):
        yield


@contextmanager
def view_menu(application: QApplication, session: Session) -> Iterator[None]:
    """What can be done with a saved view."""
    tabs = _list_of(session).views.tabs
    place = tabs.bar.tabRect(1).bottomLeft()
    tabs.menu_wanted.emit(tabs.ids[1], tabs.bar.mapToGlobal(place))
    with _popped_up(application):
        yield


@contextmanager
def columns(application: QApplication, session: Session) -> Iterator[None]:
    """Which columns are shown."""
    page, button = _list_of(session), view_of(session).toolbar.columns
    page.choose_columns(button.mapToGlobal(QPoint(0, button.height())))
    with _popped_up(application):
        yield


@contextmanager
def row_menu(application: QApplication, session: Session) -> Iterator[None]:
    """The menu of a row."""
    table = _list_of(session).list.table
    row = table.visualRect(table.model().index(3, 1))
    table.menu_wanted.emit(3, table.viewport().mapToGlobal(row.center()))
    with _popped_up(application):
        yield


@contextmanager
def bulk_preview(application: QApplication, session: Session) -> Iterator[None]:
    """What a change of all ticked rows would do."""
    with chosen(application, session) as page:
        bar = page.bulk_bar
        assert bar is not None
        button = bar.findChild(QPushButton, "tags")
        assert isinstance(button, QPushButton)
        button.click()
        with _popped_up(application) as popover:
            assert isinstance(popover, TagsPopover)
            popover.list.itemClicked.emit(popover.list.item(0))
            wait_until(application, lambda: _is_known(popover))
            application.processEvents()
            yield


def _is_known(popover: BulkPopover) -> bool:
    return popover.primary.isEnabled()


@contextmanager
def bulk_progress(application: QApplication, session: Session) -> Iterator[None]:
    """Very many rows are being changed."""
    with chosen(application, session):
        status = view_of(session).status
        task = LongTask(_("Changing tags"), status)
        status.follow(task)
        task.report(Progress("write", _CHANGED, _TO_CHANGE))
        wait_until(application, status.work.isVisible)
        let_settle(application)
        yield
        task.ended.emit()
        task.deleteLater()


@contextmanager
def archive(application: QApplication, session: Session) -> Iterator[None]:
    """What was put away."""
    with _shelf(application, session, "archive"):
        yield


@contextmanager
def recycle_bin(application: QApplication, session: Session) -> Iterator[None]:
    """What was thrown away."""
    with _shelf(application, session, "bin"):
        yield


@contextmanager
def _shelf(application: QApplication, session: Session, shelf: str) -> Iterator[None]:
    page = _list_of(session)
    page.show_shelf(shelf)
    let_settle(application)
    page.choose_first()
    let_settle(application)
    yield
    page.show_shelf("current")
    let_settle(application)


@contextmanager
def nothing_found(application: QApplication, session: Session) -> Iterator[None]:
    """A filter that nobody matches."""
    with unmatched(application, _list_of(session), "city"):
        yield


@contextmanager
def loading(application: QApplication, session: Session) -> Iterator[None]:
    """The lines take their time."""
    shown = _list_of(session).list
    shown.states.show_loading()
    wait_until(application, lambda: not shown.table.isVisible())
    yield
    shown.show_what_is_there()


@contextmanager
def unread(application: QApplication, session: Session) -> Iterator[None]:
    """The list can't be had."""
    shown = _list_of(session).list
    view = view_of(session)
    view.banner.tell(words_for(SERVER_GONE))
    shown.show_failure(SERVER_GONE, shown.load)
    let_settle(application)
    yield
    view.banner.hide()
    shown.show_what_is_there()


@contextmanager
def new_contact(application: QApplication, session: Session) -> Iterator[None]:
    """Somebody is being entered who is there already."""
    words = WORDS[current_language()]
    session.new_contact_named(words.marina)
    with dialog_of(application, session, NewContactDialog):
        yield


@contextmanager
def found(application: QApplication, session: Session) -> Iterator[None]:
    """What the search field finds."""
    with _sought(application, session, WORDS[current_language()].sought):
        yield


@contextmanager
def not_found(application: QApplication, session: Session) -> Iterator[None]:
    """What is not there."""
    with _sought(application, session, f"{WORDS[current_language()].sought}{NOWHERE}"):
        yield


@contextmanager
def _sought(application: QApplication, session: Session, words: str) -> Iterator[None]:
    view = view_of(session)
    view.search.setText(words)
    wait_until(application, lambda: view.results.is_ready)
    let_settle(application)
    yield
    view.search.clear()
    let_settle(application)


@contextmanager
def _popped_up(application: QApplication) -> Iterator[QWidget]:
    """What has popped up, closed afterwards."""
    let_settle(application)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    if isinstance(popup, QMenu):
        popup.setActiveAction(popup.actions()[0])
    yield popup
    popup.close()
    application.processEvents()
