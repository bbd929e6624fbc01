"""The fields of a deal: how each is called, edited and written.

Used by the card and by the gate's pop-over. Made on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, plain_words
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.pages.deals.words import amount_of, money_words
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields import shared, words
from crm_desktop.gui.shell.card_fields.editors import near_day
from crm_desktop.gui.shell.numbers import shown_percent

ENTITY = "deal"
_MOST_PERCENT = 100
_PERCENT_SIGNS = " %\u00a0\u202f"


class AmountField(FormField):
    """An amount in any writing, as text; without a currency it is in ``currency``."""

    def __init__(self, label: str, currency: Callable[[], str]) -> None:
        super().__init__(label, tidy=lambda text: money_words(amount_of(text, currency())))


def amount(currency: Callable[[], str]) -> CardField:
    """What the deal is worth."""
    label = _("Amount")
    return CardField("amount_minor", label, plain_words, lambda: AmountField(label, currency))


LEANT_ON = {"deal": ("status",), "stage": ("probability", "position", "deleted_at")}
"""A chance follows from how other deals ended, and from the stages."""


def chance() -> CardField:
    """The chance set by hand; without it the past's counts, or the stage's."""
    return CardField("chance", _("Chance"), plain_words, chance_entry)


def chance_entry() -> FormField:
    """A line for whole percents."""
    return FormField(_("Chance"), tidy=_tidy_percent)


def close_day() -> CardField:
    """When the deal is expected to close."""
    label = _("Expected close")
    return CardField("expected_close", label, plain_words, lambda: FormField(label, tidy=tidy_day))


def company(bridge: Bridge) -> CardField:
    """The client."""
    label = _("Company")
    return CardField("company", label, words.suggested, lambda: _company(bridge, label))


def _company(bridge: Bridge, label: str) -> SuggestField:
    return SuggestField(
        label,
        fields.company_ask(bridge),
        unknown=_("There is no company of this name. Choose one of the suggested ones."),
    )


def owner(bridge: Bridge) -> CardField:
    """Who is responsible."""
    return CardField("owner", _("Owner"), words.person, lambda: fields.owner(bridge))


def tags(bridge: Bridge) -> CardField:
    """The tags."""
    return shared.wide("tags", _("Tags"), words.tags, lambda: fields.tags(bridge))


def note() -> CardField:
    """What else is to be known."""
    label = _("Note")
    return CardField(
        "note", label, plain_words, lambda: TextField(label), is_wide=True, is_long=True
    )


def contact(bridge: Bridge) -> CardField:
    """The primary person, where a gate asks for one."""
    label = _("Contact")
    return CardField("contacts", label, words.suggested, lambda: _contact(bridge, label))


def _contact(bridge: Bridge, label: str) -> SuggestField:
    return SuggestField(
        label,
        fields.contact_ask(bridge),
        unknown=_("There is no contact of this name. Choose one of the suggested ones."),
    )


def stored_values(changes: dict[str, Any], currency: str) -> dict[str, Any]:
    """What the editors gave, as commands take it, but for custom fields. The amount goes by the
    name under which it is stored, so that history and conflicts know it."""
    stored = dict(changes)
    if "amount_minor" in stored:
        money = amount_of(stored["amount_minor"] or "", currency)
        stored["amount_minor"] = money.minor if money else None
        if money is not None:
            stored["currency"] = money.currency
    if "chance" in stored:
        stored["chance"] = percent_of(stored["chance"] or "")
    if "expected_close" in stored:
        text = stored["expected_close"]
        stored["expected_close"] = near_day(text) if text else None
    for name in ("owner", "company"):
        if name in stored:
            stored[name] = fields.identified(stored[name])
    if "contacts" in stored:
        person = stored["contacts"]
        stored["contacts"] = [{"contact": person.id, "role": "", "primary": True}]
    return stored


def percent_of(text: str) -> int | None:
    """``70`` of ``70 %``; ``None`` for nothing. ``Invalid`` for what is no percentage."""
    number = text.strip(_PERCENT_SIGNS)
    if not number:
        return None
    if not number.isdecimal() or int(number) > _MOST_PERCENT:
        raise Invalid(
            msg("“{value}” is not a chance. Write a whole number from 0 to 100.", value=text[:20])
        )
    return int(number)


def _tidy_percent(text: str) -> str:
    found = percent_of(text)
    return shown_percent(found) if found is not None else ""


def tidy_day(text: str) -> str:
    """``30.10.2026`` of a day in any writing."""
    return values.short_day(near_day(text))
