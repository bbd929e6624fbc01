"""The cards of all kinds of records, put together of what several pages contribute.

Called by ``gui/session_cards.py`` when a card is first wanted; imported after the first page is
there. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.activities import next_steps
from crm_desktop.gui.pages.activities.latest_part import LatestPart
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart, make_timeline
from crm_desktop.gui.pages.companies import card as companies
from crm_desktop.gui.pages.companies import card_fields as company_fields
from crm_desktop.gui.pages.companies import sections as company_sections
from crm_desktop.gui.pages.contacts import card as contacts
from crm_desktop.gui.pages.contacts import card_fields as contact_fields
from crm_desktop.gui.pages.contacts import sections as contact_sections
from crm_desktop.gui.pages.custom_lists import card as lists
from crm_desktop.gui.pages.custom_lists import card_fields as list_fields
from crm_desktop.gui.pages.deals import card as deals
from crm_desktop.gui.pages.deals import card_fields as deal_fields
from crm_desktop.gui.pages.deals import participants, recurring
from crm_desktop.gui.pages.deals import sections as deal_sections
from crm_desktop.gui.pages.deals.choosing import ask_for_deal
from crm_desktop.gui.pages.deals.products_part import make_products_part
from crm_desktop.gui.pages.files import section as files
from crm_desktop.gui.pages.products import card as products
from crm_desktop.gui.pages.products import card_fields as product_fields
from crm_desktop.gui.shell.card.commands import CLIENTS
from crm_desktop.gui.shell.card.description import CardDescription, CardHead
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.stacked import StackedPart
from crm_desktop.gui.shell.card.tabs import CardTab, HistoryPart, SectionTab, TabbedPart
from crm_desktop.gui.shell.card_fields.history_dialog import RecordHistoryDialog
from crm_desktop.gui.shell.card_fields.kind import FieldsKind
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef


def make_card(
    bridge: Bridge, entity: str, make_fields: Callable[[], None] | None = None
) -> CardPage:
    """The card of records of this entity, for one window; ``make_fields`` leads to where fields
    of one's own are made."""
    made = _DESCRIPTIONS.get(entity)
    card = CardPage(bridge, made() if made is not None else lists.describe(entity))
    for part in card.findChildren(FieldsPart):
        part.tools.actions.make_fields = make_fields
    for shelf in card.findChildren(files.Files)[:1]:
        for story in card.findChildren(TimelinePart):
            story.let_attach(shelf.choose, shelf.attach)
    for story in card.findChildren(TimelinePart):
        story.let_take_words(card)
    if entity in CLIENTS:
        card.actions_of_head.ask_deal = partial(_ask_for_deal, bridge, card)
    card.history_wanted.connect(partial(_show_history, bridge, card))
    return card


def _ask_for_deal(bridge: Bridge, card: CardPage, head: CardHead, beside: QWidget) -> None:
    clients = head.record.entity, [head.rid]
    ask_for_deal(bridge, clients, card, beside, done=card.done.emit, told=card.told.emit)


def _show_history(bridge: Bridge, card: CardPage, record: RecordRef) -> None:
    RecordHistoryDialog(bridge, fields_of(bridge, record.entity), record.id, card).open()


def fields_of(bridge: Bridge, entity: str) -> FieldsKind:
    """What is known of the fields of records of this entity."""
    made = FIELDS.get(entity)
    return made(bridge) if made is not None else list_fields.fields_kind(entity, bridge)


def _contact() -> CardDescription:
    own = deal_sections.make_section(), *contact_sections.sections()
    sections = (next_steps.make_section(), *own, files.make_section())
    return contacts.describe(contact_fields.make_fields_part, make_timeline, sections)


def _company() -> CardDescription:
    sales = deal_sections.make_section(), recurring.make_section()
    own = (*sales, *company_sections.sections())
    sections = (next_steps.make_section(), *own, files.make_section())
    return companies.describe(company_fields.make_fields_part, make_timeline, sections)


def _deal() -> CardDescription:
    sections = (participants.make_section(), next_steps.make_section())
    return deals.describe(deal_fields.make_fields_part, _make_deal_tabs, sections)


def _product() -> CardDescription:
    return products.describe(_make_product_tabs)


def _make_product_tabs(bridge: Bridge) -> CardPart:
    sold = deal_sections.make_section_of_product()
    tabs = (
        CardTab("deals", _("Deals"), lambda b: SectionTab(b, sold, is_framed=False)),
        CardTab(
            "history",
            _("History of changes"),
            lambda b: HistoryPart(b, product_fields.fields_kind(b)),
        ),
    )
    return TabbedPart(bridge, tabs)


def _make_deal_tabs(bridge: Bridge) -> CardPart:
    latest = LatestPart(bridge)
    tabs = (
        CardTab("products", _("Products"), lambda b: StackedPart((make_products_part(b), latest))),
        CardTab("timeline", _("Timeline"), make_timeline),
        CardTab("files", _("Files"), lambda b: SectionTab(b, files.make_section())),
        CardTab(
            "history",
            _("History of changes"),
            lambda b: HistoryPart(b, deal_fields.fields_kind(b)),
        ),
    )
    part = TabbedPart(bridge, tabs)
    latest.all_wanted.connect(lambda: part.show_tab("timeline"))
    return part


FIELDS: dict[str, Callable[[Bridge], FieldsKind]] = {
    "contact": contact_fields.fields_kind,
    "company": company_fields.fields_kind,
    "deal": deal_fields.fields_kind,
    "product": product_fields.fields_kind,
}
_DESCRIPTIONS: dict[str, Callable[[], CardDescription]] = {
    "contact": _contact,
    "company": _company,
    "deal": _deal,
    "product": _product,
}
