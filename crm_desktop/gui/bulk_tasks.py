"""Lets lists and boards plan tasks for their records and bring those to deals, which is a matter of
other pages.

Called by ``gui/session.py`` with the pages of a window; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.gui.shell.bulk.kind import Rows
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.bridge import Bridge
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


def offer_deals(bridge: Bridge, pages: Iterable[ListPage]) -> None:
    """Offer to bring rows of these lists, of people or companies, to a deal."""
    for page in pages:
        page.bulk_made.connect(partial(_offer_deal_in, bridge, page))


def _offer_deal_in(bridge: Bridge, page: ListPage) -> None:
    actions = page.bulk.actions
    if actions is None:
        return

    def ask(rows: Rows, beside: QWidget) -> None:
        from crm_desktop.gui.pages.deals.choosing import ask_for_deal

        def done(words: str) -> None:
            if rows.are_ticked:
                actions.ended.emit()
            actions.done.emit(words)

        clients = page.description.entity, list(rows.rids)
        ask_for_deal(bridge, clients, page, beside, done=done, told=actions.told.emit)

    actions.ask_deal = ask
