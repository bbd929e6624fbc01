"""The form of a person: what is asked first of a new one, and all plain fields.

The forms are made on the GUI thread; ``read_for_editing`` runs on reader threads.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, current_language
from crm_desktop.core.text.folding import clean_line
from crm_desktop.core.values.names import split_full_name
from crm_desktop.features.common.similar import Reason
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.features.contacts.similar import ContactDraft, find_similar
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.kit.form_item_row import Part
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell.form_create import CreateKind
from crm_desktop.gui.shell.form_edit import EditKind, RecordToEdit
from crm_desktop.gui.shell.form_record import SimilarQuestion
from crm_desktop.store.labels import Labels

ENTITY = "contact"
NAME_ALIASES = {"given_name": "name", "family_name": "name", "middle_name": "name"}
_NAMES = ("given_name", "middle_name", "family_name")
_SHOWN_AS_STORED = (
    *("family_name", "given_name", "middle_name", "position", "phones", "emails"),
    *("messengers", "sites", "addresses", "status", "source", "note"),
)


def make_new_form(bridge: Bridge) -> RecordForm:
    """The smallest possible start; the rest unfolds."""
    form = RecordForm()
    form.add("name", FormField(_("&Name")))
    form.add("phones", fields.phones(bridge, _("&Phone")))
    form.add("emails", fields.emails(_("&E-mail")))
    form.add("company", fields.company(bridge))
    form.add("position", FormField(_("Position")))
    _add_further(form, bridge, further=True)
    return form


def make_edit_form(bridge: Bridge) -> RecordForm:
    """All plain fields."""
    form = RecordForm()
    form.add("given_name", FormField(_("Given name")), half=True)
    form.add("family_name", FormField(_("Family name")), half=True)
    form.add("middle_name", FormField(_("Middle name")), half=True)
    form.add("position", FormField(_("Position")), half=True)
    form.add("phones", fields.phones(bridge, _("Phones")))
    form.add("emails", fields.emails(_("E-mails")))
    form.add("companies", companies_field(bridge))
    _add_further(form, bridge, further=False)
    return form


def _add_further(form: RecordForm, bridge: Bridge, *, further: bool) -> None:
    form.add("tags", fields.tags(bridge), further=further)
    form.add("owner", fields.owner(bridge), further=further, half=True)
    form.add("birthday", fields.birthday(), further=further, half=True)
    form.add("status", fields.status(), further=further, half=True)
    form.add("source", FormField(_("Source")), further=further, half=True)
    form.add("messengers", fields.messengers(), further=further)
    form.add("sites", fields.sites(), further=further)
    form.add("addresses", fields.addresses(), further=further)
    form.add("note", TextField(_("Note")), further=further)


def companies_field(bridge: Bridge) -> ItemsField:
    """Where a person works."""
    parts = (
        Part("company", _("Company"), ask=fields.company_ask(bridge)),
        Part("position", _("Position there")),
    )
    return ItemsField(_("Companies"), parts, _("One more company"), has_primary=True)


def create_kind(bridge: Bridge) -> CreateKind:
    """What the dialog of new people does."""
    region = bridge.settings.get("region")
    return CreateKind(
        ENTITY,
        _("New contact"),
        _("Create contact"),
        lambda values: CreateContact(new_values(values), region),
        similar_question(region, name_field="name"),
    )


def edit_kind(bridge: Bridge) -> EditKind:
    """What the dialog of people that are there does."""
    region = bridge.settings.get("region")
    return EditKind(
        ENTITY,
        read_for_editing,
        lambda key, version, changes: UpdateContact(key, version, stored_values(changes), region),
        similar_question(region, name_field="family_name"),
    )


def new_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The command's values: the name in its parts, the company as a link."""
    stored = stored_values(values)
    written = stored.pop("name", "")
    name = split_full_name(written, current_language())
    given = " ".join(filter(None, (name.given, *_pictures(written))))
    stored |= {"given_name": given, "family_name": name.family, "middle_name": name.middle}
    if company := stored.pop("company", None):
        stored["companies"] = [{"company": fields.identified(company), "primary": True}]
    return stored


def _pictures(written: str) -> list[str]:
    """Emoji are no part of any name to go by, but whoever typed them wants to see them."""
    found = []
    for word in clean_line(written).split():
        signs = [char for char in word if not char.isalnum() and not char.isascii()]
        if any(unicodedata.category(char) == "So" for char in signs):
            found.append("".join(signs))
    return found


def stored_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as commands take them."""
    owner = {"owner": fields.identified(values["owner"])} if "owner" in values else {}
    return {**values, **owner}


def similar_question(region: str | None, name_field: str) -> SimilarQuestion:
    """What is asked about records that may be the same."""

    def draft(values: Mapping[str, Any], own_id: str | None) -> ContactDraft:
        parts = [values[part] for part in ("name", *_NAMES) if values.get(part)]
        return ContactDraft(
            " ".join(parts),
            tuple(item["value"] for item in values.get("phones", ()) if item["value"]),
            tuple(item["value"] for item in values.get("emails", ()) if item["value"]),
            _company_id(values),
            region,
            own_id,
        )

    places = {
        Reason.PHONE: "phones",
        Reason.EMAIL: "emails",
        Reason.NAME: name_field,
        Reason.SAME_COMPANY: name_field,
    }
    return SimilarQuestion(draft, find_similar, places)


def _company_id(values: Mapping[str, Any]) -> str | None:
    """The company there is; one that is yet to be made has no people."""
    company = values.get("company")
    if isinstance(company, Suggested):
        return company.id or None
    links = [link["company"] for link in values.get("companies", ())]
    return next((link for link in links if isinstance(link, str)), None)


def read_for_editing(reader: Reader, contact_id: str) -> RecordToEdit | None:
    """The person as the form shows it."""
    loaded = get_contact(reader, contact_id)
    if loaded is None:
        return None
    state = loaded.state
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [state])
    shown = {name: state[name] for name in _SHOWN_AS_STORED}
    shown["birthday"] = fields.shown_birthday(state["birthday"])
    shown["tags"] = [fields.chosen("tag", tag, labels) for tag in state["tags"]]
    shown["owner"] = fields.chosen("user", state["owner"], labels)
    shown["companies"] = [
        {**link, "company": fields.chosen("company", link["company"], labels)}
        for link in state["companies"]
    ]
    return RecordToEdit(contact_id, shown_name(state), loaded.version, shown)
