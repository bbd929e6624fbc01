"""The pages of a workspace and the view that holds them, joined to the window they stand in.

Called by ``gui/session.py`` when a workspace is open and when the language changes; imported with
the pages on the opening's thread, run on the GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.gui.below_preview import make_below
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bulk_tasks import offer_deals, offer_tasks
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.companies import kind as company_kind
from crm_desktop.gui.pages.companies import page as companies
from crm_desktop.gui.pages.contacts import kind as contact_kind
from crm_desktop.gui.pages.contacts import page as contacts
from crm_desktop.gui.pages.deals import kind as deal_kind
from crm_desktop.gui.pages.products import kind as product_kind
from crm_desktop.gui.pages.products import page as products
from crm_desktop.gui.pages.search.page import SearchPage
from crm_desktop.gui.pages.settings import page as settings
from crm_desktop.gui.session_commands import take_pasted
from crm_desktop.gui.session_deals import join_deals, make_deals
from crm_desktop.gui.session_drops import take_rows
from crm_desktop.gui.session_lists import adopt
from crm_desktop.gui.shell.workspace_view import WorkspaceView

if TYPE_CHECKING:
    from crm_desktop.gui.session import Session
    from crm_desktop.gui.session_cards import SessionCards
    from crm_desktop.gui.shell.page import Page, RecordKind


def make_kinds() -> dict[str, RecordKind]:
    """The kinds of records that every workspace has, by entity."""
    described = (contact_kind, company_kind, product_kind, deal_kind)
    return {kind.entity: kind for kind in (one.make_kind() for one in described)}


def make_view(
    session: Session, bridge: Bridge, cards: SessionCards, kinds: dict[str, RecordKind]
) -> WorkspaceView:
    """One with all pages, to be put up in the session's window."""
    window, preferences = session.window, session.preferences
    bring = Button(_("Import…"), window.choose_files)
    add = Button(_("New contact"), session.new_contact, "plus")
    found = Button(_("New company"), session.new_company, "plus")
    people = contacts.make_page(bridge, (add, bring))
    lists = (people, companies.make_page(bridge, (found, bring)))
    deals = make_deals(session, bridge)
    offer = Button(_("New product"), session.new_product, "plus")
    goods = products.make_page(bridge, (offer, bring))
    places = (*lists, deals, goods)
    choices = _make_settings(session, bridge, places)
    pages = (*places, choices)
    results = SearchPage(bridge, session.new_contact_named)
    offer_tasks(lists)
    offer_deals(bridge, lists)
    pasting = take_pasted(session, bridge, (*lists, goods))
    deals.list_made.connect(lambda page: page.list.table.paste_wanted.connect(pasting.paste))
    for page in (*lists, goods):
        adopt(page, preferences)
    view = WorkspaceView(bridge, pages, results, kinds, window, make_card=cards.make)
    view.apart_wanted.connect(cards.open_apart)
    view.arranged.connect(choices.take_places)
    join_deals(deals, view)
    cards.drops = take_rows(window, bridge, view, deals)
    view.preview.make_below = partial(make_below, bridge)
    view.arrange(preferences.settings.sidebar)
    return view


def _make_settings(
    session: Session, bridge: Bridge, lists: Sequence[Page]
) -> settings.SettingsPage:
    window = session.window

    def places() -> list[tuple[str, str]]:
        pages = lists if window.view is None else window.view.placed
        return [(page.objectName(), page.title) for page in pages]

    page = settings.make_page(
        bridge, session.preferences, window.commands, places, window.steps.take_back
    )
    page.done.connect(window.steps.tell_done)
    return page
