"""Lets lists plan tasks for their rows, which is a matter of another page.

Called by ``gui/session.py`` with the lists of a window; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from crm_desktop.gui.shell.list_page import ListPage


def offer_tasks(pages: Iterable[ListPage]) -> None:
    """Offer a task wherever something is offered for ticked rows."""
    for page in pages:
        page.bulk_made.connect(partial(_offer, page))


def _offer(page: ListPage) -> None:
    from crm_desktop.gui.pages.activities.many_tasks import asking

    actions = page.bulk.actions
    if actions is not None:
        actions.ask_task = asking(actions, page)
