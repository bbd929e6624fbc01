"""Lets lists and boards plan tasks for their records, which is a matter of another page.

Called by ``gui/session.py`` with the pages of a window; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.actions import BulkActions


def offer_tasks(pages: Iterable[ListPage]) -> None:
    """Offer a task wherever something is offered for ticked rows."""
    for page in pages:
        page.bulk_made.connect(partial(_offer_in, page))


def _offer_in(page: ListPage) -> None:
    offer_task(page.bulk.actions, page)


def offer_task(actions: BulkActions | None, page: QWidget) -> None:
    """Offer a task among what can be done with many records of ``page``."""
    from crm_desktop.gui.pages.activities.many_tasks import asking

    if actions is not None:
        actions.ask_task = asking(actions, page)
