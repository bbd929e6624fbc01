"""The fields of a company on the card.

The plan is made on the GUI thread; ``read_fields`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.features.companies.commands import UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.pages.companies.form import ENTITY, similar_question, stored_values
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields import shared, words
from crm_desktop.gui.shell.card_fields.custom import (
    Layout,
    custom_drafts,
    laid_out,
    read_layout,
    with_custom,
)
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.card_fields.reading import as_loaded, made_and_changed, written
from crm_desktop.gui.shell.form_fields import chosen, identified
from crm_desktop.store.labels import Labels

_AS_STORED = (
    *("name", "legal_name", "industry", "size", "status", "source", "note", "phones", "emails"),
    *("sites", "addresses", "tax_ids", "bank_accounts", "blacklisted"),
)


def make_fields_part(bridge: Bridge) -> FieldsPart:
    """The left pane of a company's card."""
    return FieldsPart(bridge, fields_kind(bridge))


def fields_kind(bridge: Bridge) -> FieldsKind:
    """What the pane has to know of companies."""
    region = bridge.settings.get("region")
    return FieldsKind(
        ENTITY,
        _("Fields of the company"),
        lambda layout: laid_out((_main(bridge), _work(bridge), written()), layout, bridge),
        read_fields,
        lambda key, version, changes: UpdateCompany(key, version, as_taken(changes), region),
        similar_question(region),
        _alike,
        _("These are different companies"),
        drafts_of,
        lambda key, version, stored: UpdateCompany(key, version, stored, region),
    )


def as_taken(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What editors gave, as commands take it."""
    stored = stored_values(changes)
    if "parent" in stored:
        stored["parent"] = identified(stored["parent"])
    return with_custom(stored)


def _main(bridge: Bridge) -> CardGroup:
    taxes, banks = _("Tax numbers"), _("Bank details")
    accounts = partial(fields.bank_accounts, 1)
    shown = partial(words.tax_ids, names=values.tax_names())
    return CardGroup(
        "main",
        _("Basics"),
        (
            shared.line("name", _("Company name")),
            shared.line("legal_name", _("Legal name")),
            shared.wide("tax_ids", taxes, shown, lambda: fields.tax_ids(bridge, taxes)),
            *shared.reach(bridge),
            *shared.places(),
            shared.wide("bank_accounts", banks, words.bank_accounts, accounts),
        ),
    )


def _work(bridge: Bridge) -> CardGroup:
    return CardGroup(
        "work",
        _("Work with the client"),
        (
            *shared.standing(bridge),
            shared.line("industry", _("Industry")),
            shared.line("size", _("Number of employees")),
            CardField("parent", _("Parent company"), words.suggested, lambda: _parent(bridge)),
            *shared.remarks(),
        ),
    )


def _parent(bridge: Bridge) -> SuggestField:
    return SuggestField(
        _("Parent company"),
        fields.company_ask(bridge),
        unknown=_("There is no company of this name. Choose one of the suggested ones."),
    )


def _alike(one: Similar) -> str:
    """``The company Vektor Plus has the same phone.``"""
    patterns = {
        Reason.TAX_ID: _("The company {name} has the same tax number."),
        Reason.PHONE: _("The company {name} has the same phone."),
        Reason.EMAIL: _("The company {name} has the same e-mail."),
    }
    pattern = patterns.get(one.reason, _("There is a company with a similar name: {name}."))
    return pattern.format(name=isolated(one.name))


def read_fields(reader: Reader, company_id: str) -> FieldsRecord | None:
    """The company as the editors load it."""
    loaded = get_company(reader, company_id)
    if loaded is None:
        return None
    layout = read_layout(reader, ENTITY)
    return FieldsRecord(
        company_id,
        loaded.state["name"],
        loaded.version,
        drafts_of(reader, loaded.state, layout) | made_and_changed(reader, loaded),
        layout=layout,
        distinct=tuple(loaded.state["distinct_from"]),
    )


def drafts_of(
    reader: Reader, state: dict[str, Any], layout: Layout | None = None
) -> dict[str, Any]:
    """What the editors load."""
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [state])
    shown = as_loaded(state, _AS_STORED, labels)
    shown["parent"] = chosen(ENTITY, state["parent"], labels)
    layout = layout or read_layout(reader, ENTITY)
    return shown | custom_drafts(reader, layout, state["custom"])
