"""The form of a company: what is asked first of a new one, and all plain fields.

The forms are made on the GUI thread; ``read_for_editing`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.common.similar import Reason
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.companies.similar import CompanyDraft, find_similar
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import FormField, TextField
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell.form_create import CreateKind
from crm_desktop.gui.shell.form_edit import EditKind, RecordToEdit
from crm_desktop.gui.shell.form_record import SimilarQuestion
from crm_desktop.store.labels import Labels

ENTITY = "company"
_SHOWN_AS_STORED = (
    *("name", "legal_name", "industry", "size", "status", "source", "note", "phones", "emails"),
    *("sites", "addresses", "tax_ids", "bank_accounts"),
)


def make_new_form(bridge: Bridge) -> RecordForm:
    """The smallest possible start; the rest unfolds."""
    form = RecordForm()
    form.add("name", FormField(_("Company &name")))
    form.add("tax_ids", fields.tax_ids(bridge, _("&Tax number")))
    form.add("phones", fields.phones(bridge, _("&Phone")))
    form.add("emails", fields.emails(_("&E-mail")))
    form.add("sites", fields.sites())
    form.add("city", FormField(_("City")))
    _add_further(form, bridge, further=True)
    return form


def make_edit_form(bridge: Bridge) -> RecordForm:
    """All plain fields."""
    form = RecordForm()
    form.add("name", FormField(_("Company &name")))
    form.add("tax_ids", fields.tax_ids(bridge, _("Tax numbers")))
    form.add("phones", fields.phones(bridge, _("Phones")))
    form.add("emails", fields.emails(_("E-mails")))
    form.add("sites", fields.sites())
    form.add("addresses", fields.addresses())
    _add_further(form, bridge, further=False)
    return form


def _add_further(form: RecordForm, bridge: Bridge, *, further: bool) -> None:
    form.add("tags", fields.tags(bridge), further=further)
    form.add("legal_name", FormField(_("Legal name")), further=further, half=True)
    form.add("industry", FormField(_("Industry")), further=further, half=True)
    form.add("size", FormField(_("Number of employees")), further=further, half=True)
    form.add("owner", fields.owner(bridge), further=further, half=True)
    form.add("status", fields.status(), further=further, half=True)
    form.add("source", FormField(_("Source")), further=further, half=True)
    form.add("bank_accounts", fields.bank_accounts(), further=further)
    form.add("note", TextField(_("Note")), further=further)


def create_kind(bridge: Bridge) -> CreateKind:
    """What the dialog of new companies does."""
    region = bridge.settings.get("region")
    return CreateKind(
        ENTITY,
        _("New company"),
        _("Create company"),
        lambda values: CreateCompany(new_values(values), region),
        similar_question(region),
    )


def edit_kind(bridge: Bridge) -> EditKind:
    """What the dialog of companies that are there does."""
    region = bridge.settings.get("region")
    return EditKind(
        ENTITY,
        read_for_editing,
        lambda key, version, changes: UpdateCompany(key, version, stored_values(changes), region),
        similar_question(region),
    )


def new_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The command's values: the city as an address."""
    stored = stored_values(values)
    if city := stored.pop("city", None):
        stored["addresses"] = [{"city": city}]
    return stored


def stored_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as commands take them."""
    stored = dict(values)
    if "owner" in stored:
        stored["owner"] = fields.identified(stored["owner"])
    if "tax_ids" in stored:
        stored["tax_ids"] = fields.with_right_kinds(stored["tax_ids"])
    return stored


def similar_question(region: str | None) -> SimilarQuestion:
    """What is asked about records that may be the same."""

    def draft(values: Mapping[str, Any], own_id: str | None) -> CompanyDraft:
        def texts(field: str) -> tuple[str, ...]:
            return tuple(item["value"] for item in values.get(field, ()) if item["value"])

        name = values.get("name", "")
        return CompanyDraft(
            name, texts("phones"), texts("emails"), texts("tax_ids"), region, own_id
        )

    places = {
        Reason.TAX_ID: "tax_ids",
        Reason.PHONE: "phones",
        Reason.EMAIL: "emails",
        Reason.NAME: "name",
    }
    return SimilarQuestion(draft, find_similar, places)


def read_for_editing(reader: Reader, company_id: str) -> RecordToEdit | None:
    """The company as the form shows it."""
    loaded = get_company(reader, company_id)
    if loaded is None:
        return None
    state = loaded.state
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [state])
    shown = {name: state[name] for name in _SHOWN_AS_STORED}
    shown["tags"] = [fields.chosen("tag", tag, labels) for tag in state["tags"]]
    shown["owner"] = fields.chosen("user", state["owner"], labels)
    return RecordToEdit(company_id, state["name"], loaded.version, shown)
