"""What the page of deals leaves to its window. Called by ``gui/session.py`` on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import ListLook
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bulk_tasks import offer_task
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.preferences import Preferences

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.session import Session
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

_DEALS, _LIST_ONCE = "deal", "deal/list"


def make_deals(session: Session, bridge: Bridge) -> DealsPage:
    """The page, with what it asks of its window."""
    from crm_desktop.gui.pages.deals.page import DealsPage

    window = session.window
    add = Button(_("New deal"), session.new_deal, "plus")
    page = DealsPage(bridge, (add, Button(_("Import…"), window.choose_files)))
    page.keys_of = window.commands.keys
    _adopt_deals(page, session.preferences)
    page.new_wanted.connect(session.begin_deal)
    page.settings_wanted.connect(partial(session.show_settings, "pipelines"))
    page.done.connect(window.steps.tell_done)
    page.done_with.connect(window.steps.tell_done)
    page.told.connect(window.notifications.tell)
    return page


def join_deals(page: DealsPage, view: WorkspaceView) -> None:
    """Let the view open, archive and restore what is chosen on the page."""

    def open_(record: RecordRef, apart: bool) -> None:
        if apart:
            view.apart_wanted.emit(record)
        else:
            view.open_record(record, page)

    def import_(paths: Sequence[Path]) -> None:
        window = view.window()
        if not isinstance(window, MainWindow) or not window.import_files(paths):
            page.told.emit(_("Drop files on a card to attach them to its deal."), None)

    page.on_card = view.on_card
    page.open_wanted.connect(open_)
    page.files_left.connect(import_)
    page.bulk_made.connect(offer_task)
    page.archive_wanted.connect(view.removing.archive)
    page.day_wanted.connect(partial(_pick_day, page))
    page.restore_wanted.connect(view.removing.restore)
    page.delete_wanted.connect(view.removing.ask_delete)


def _pick_day(
    page: DealsPage, place: QPoint, begin: date, choose: Callable[[date], object]
) -> None:
    from crm_desktop.gui.pages.activities.when import DayPicker, When

    picker = DayPicker(When(begin), page)
    picker.chosen.connect(lambda when: choose(when.day))
    picker.show_below(place)


def _adopt_deals(page: DealsPage, preferences: Preferences) -> None:
    """Let the page look as the person left it, and keep how it looks."""

    from crm_desktop.gui.pages.deals.looks import settled

    def left(view_id: str) -> ListLook | None:
        return preferences.settings.lists.get(f"{_DEALS}/{view_id}")

    def keep() -> None:
        look = page.look()
        of_view = f"{_DEALS}/{look.view}"
        preferences.choose(
            lambda settings: settings.with_list(_DEALS, look).with_list(of_view, look)
        )

    lists = preferences.settings.lists
    listed = lists.get(_LIST_ONCE, ListLook())
    page.apply_look(settled(lists.get(_DEALS, ListLook()), listed))
    page.view_left = left
    page.look_changed.connect(keep)
