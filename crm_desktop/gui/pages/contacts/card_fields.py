"""The fields of a person on the card.

The plan is made on the GUI thread; ``read_fields`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.common.fields import CHANNEL_CHOICES
from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.fields import RELATION_CHOICES
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, ShownLine, plain_words
from crm_desktop.gui.kit.form_field import ChoiceField
from crm_desktop.gui.pages.contacts.form import (
    ENTITY,
    companies_field,
    similar_question,
    stored_values,
)
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields import editors, shared, words
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
from crm_desktop.gui.shell.form_fields import chosen, shown_birthday
from crm_desktop.store.labels import Labels

_AS_STORED = (
    *("family_name", "given_name", "middle_name", "position", "phones", "emails", "messengers"),
    *("sites", "addresses", "status", "source", "note", "languages", "preferred_channel"),
    *("preferred_hours", "consent", "blacklisted"),
)


def make_fields_part(bridge: Bridge) -> FieldsPart:
    """The left pane of a person's card."""
    return FieldsPart(bridge, fields_kind(bridge))


def fields_kind(bridge: Bridge) -> FieldsKind:
    """What the pane has to know of people."""
    region = bridge.settings.get("region")
    return FieldsKind(
        ENTITY,
        _("Fields of the contact"),
        lambda layout: laid_out((_main(bridge), _work(bridge), written()), layout, bridge),
        read_fields,
        lambda key, version, changes: UpdateContact(key, version, as_taken(changes), region),
        similar_question(region, name_field="family_name"),
        _alike,
        _("These are different people"),
        drafts_of,
        lambda key, version, stored: UpdateContact(key, version, stored, region),
        dict.fromkeys(("given_name", "middle_name", "companies"), "family_name"),
    )


def as_taken(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What editors gave, as commands take it."""
    return with_custom(stored_values(changes))


def _main(bridge: Bridge) -> CardGroup:
    return CardGroup(
        "main",
        _("Basics"),
        (
            *shared.reach(bridge),
            shared.wide("messengers", _("Messenger"), words.messengers, fields.messengers),
            shared.line("position", _("Position")),
            shared.wide(
                "companies", _("Companies"), words.companies, lambda: companies_field(bridge)
            ),
            CardField("birthday", _("Birthday"), words.birthday, fields.birthday),
            *shared.places(),
            shared.line("family_name", _("Family name")),
            shared.line("given_name", _("Given name")),
            shared.line("middle_name", _("Middle name")),
            CardField(
                "languages",
                _("Languages"),
                words.languages,
                lambda: editors.LanguagesField(_("Languages")),
            ),
        ),
    )


def _work(bridge: Bridge) -> CardGroup:
    mailings, related = _("Mailings"), _("Related people")
    kinds = shared.codes(RELATION_CHOICES)
    ask = fields.contact_ask(bridge)
    return CardGroup(
        "work",
        _("Work with the client"),
        (
            *shared.standing(bridge),
            _channel(),
            shared.line("preferred_hours", _("Best time")),
            shared.wide("consent", mailings, words.consent, lambda: editors.ConsentField(mailings)),
            shared.wide(
                "relations", related, _relations, lambda: editors.relations(related, kinds, ask)
            ),
            *shared.remarks(),
        ),
    )


def _channel() -> CardField:
    label, channels = _("Way to reach"), shared.codes(CHANNEL_CHOICES)
    return CardField(
        "preferred_channel",
        label,
        lambda code: plain_words(dict(channels).get(code, code)),
        lambda: ChoiceField(label, channels),
    )


def _relations(items: Sequence[Mapping[str, Any]] | None) -> list[ShownLine]:
    return [
        ShownLine(values.relation(item["kind"], isolated(item["contact"].words)))
        for item in items or ()
        if item.get("contact")
    ]


def _alike(one: Similar) -> str:
    """``A contact with the same phone: Marina Kimova (Vektor Plus)``."""
    patterns = {
        Reason.PHONE: _("The contact {name} has the same phone."),
        Reason.EMAIL: _("The contact {name} has the same e-mail."),
    }
    pattern = patterns.get(one.reason, _("There is a contact with a similar name: {name}."))
    name = isolated(one.name)
    if one.company:
        name = _("{name} ({company})").format(name=name, company=isolated(one.company))
    return pattern.format(name=name)


def read_fields(reader: Reader, contact_id: str) -> FieldsRecord | None:
    """The person as the editors load it."""
    loaded = get_contact(reader, contact_id)
    if loaded is None:
        return None
    layout = read_layout(reader, ENTITY)
    return FieldsRecord(
        contact_id,
        shown_name(loaded.state),
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
    shown["birthday"] = shown_birthday(state["birthday"])
    shown["companies"] = [
        {**link, "company": chosen("company", link["company"], labels)}
        for link in state["companies"]
    ]
    shown["relations"] = [
        {**link, "contact": chosen(ENTITY, link["contact"], labels)} for link in state["relations"]
    ]
    layout = layout or read_layout(reader, ENTITY)
    return shown | custom_drafts(reader, layout, state["custom"])
