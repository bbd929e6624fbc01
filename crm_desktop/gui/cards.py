"""The cards of people and companies, put together of what several pages contribute.

Called by ``gui/session.py`` when a card is first wanted; imported after the first page is there.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies import card as companies
from crm_desktop.gui.pages.contacts import card as contacts
from crm_desktop.gui.shell.card.description import CardDescription
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.reading import NothingYet, ReadingPart


def make_card(bridge: Bridge, entity: str) -> CardPage:
    """The card of records of this entity, for one window."""
    return CardPage(bridge, _DESCRIPTIONS[entity]())


def _contact() -> CardDescription:
    from crm_desktop.gui.pages.contacts.kind import make_kind

    return contacts.describe(partial(ReadingPart, make_kind()), NothingYet, ())


def _company() -> CardDescription:
    from crm_desktop.gui.pages.companies.kind import make_kind

    return companies.describe(partial(ReadingPart, make_kind()), NothingYet, ())


_DESCRIPTIONS: dict[str, Callable[[], CardDescription]] = {
    "contact": _contact,
    "company": _company,
}
