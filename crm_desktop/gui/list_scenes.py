"""A list at work on pictures: filtered, in another order, with a few records ticked.

Called by ``screenshots`` on the main thread, with the list open.
"""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import current_language
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Operator
from crm_desktop.gui.card_pictures import MARINA
from crm_desktop.gui.card_words import WORDS
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.touch_columns import TOUCH
from crm_desktop.gui.shell.workspace_view import WorkspaceView

_DAYS = 90
_TICKED = (2, 3, 8)


def picture_of_chosen(application: QApplication, session: Session) -> QPixmap:
    """Clients of one city who were spoken to lately, the last one first, three of them ticked."""
    view = session.window.view
    assert isinstance(view, WorkspaceView)
    page = view.page
    assert isinstance(page, ListPage)
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
    picture = session.window.grab()
    page.list.table.clear_ticks()
    page.sort_by(0, descending=False)
    page.views.ask(EVERYTHING)
    wait_until(application, lambda: page.is_ready)
    return picture
