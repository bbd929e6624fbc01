"""The fields a gate asks for: for each requirement the editor it is filled in with.

``label_of`` runs on any thread, ``make_entry`` on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.deals.rows import Missing
from crm_desktop.features.deals.rules import OTHER_NAMES
from crm_desktop.features.pipelines.rows import Requirement
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.form_field import FormEntry, FormField
from crm_desktop.gui.pages.deals import fields as deal_fields
from crm_desktop.gui.pages.deals.gate_products import ProductsEntry
from crm_desktop.gui.shell import form_fields
from crm_desktop.gui.shell.card_fields import shared
from crm_desktop.gui.shell.card_fields.custom import Layout, card_field, with_custom
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.requirement_words import requirement_words

ACTIVITY = "activity"
"""The requirement that something was done with the client."""
_PRODUCTS, _AMOUNT = "lines", "amount_minor"
_DONE_AS = "note"


@dataclass(frozen=True)
class GateField:
    """An editor for a requirement, in the pop-over."""

    requirement: Requirement
    entry: FormEntry


def to_ask(missing: Sequence[Missing]) -> list[Missing]:
    """What is asked of what is missing: products bring their sum along."""
    if not any(_is_own(one.requirement, _PRODUCTS) for one in missing):
        return [*missing]
    return [one for one in missing if not _is_own(one.requirement, _AMOUNT)]


def _is_own(requirement: Requirement, name: str) -> bool:
    field = OTHER_NAMES.get(requirement.field, requirement.field)
    return requirement.entity == deal_fields.ENTITY and field == name


def label_of(requirement: Requirement, layouts: Mapping[str, Layout]) -> str:
    """What the field is called."""
    custom = {entity: layout.fields for entity, layout in layouts.items()}
    return requirement_words(requirement, custom)


def make_entry(
    bridge: Bridge,
    requirement: Requirement,
    layouts: Mapping[str, Layout],
    currency: Callable[[], str],
) -> FormEntry | None:
    """The editor of the required field, or ``None`` for what a pop-over can't take."""
    name = requirement.field
    label = label_of(requirement, layouts)
    if name == ACTIVITY:
        return FormField(label)
    if _is_own(requirement, _PRODUCTS):
        return ProductsEntry(bridge, label, currency)
    if name.startswith(PREFIX):
        layout = layouts.get(requirement.entity, Layout())
        asked = next((one for one in layout.fields if one.key == name), None)
        found = card_field(asked, bridge) if asked is not None else None
    elif requirement.entity == deal_fields.ENTITY:
        found = _deal_field(bridge, name, currency)
    else:
        return _client_entry(bridge, name, label)
    return found.make() if found is not None and found.make is not None else None


def _deal_field(bridge: Bridge, name: str, currency: Callable[[], str]) -> CardField | None:
    makers: dict[str, Callable[[], CardField]] = {
        "title": lambda: shared.line("title", _("Title")),
        "amount": lambda: deal_fields.amount(currency),
        "chance": deal_fields.chance,
        "expected_close": deal_fields.close_day,
        "company": lambda: deal_fields.company(bridge),
        "contacts": lambda: deal_fields.contact(bridge),
        "owner": lambda: deal_fields.owner(bridge),
        "source": lambda: shared.line("source", _("Source")),
        "note": deal_fields.note,
        "tags": lambda: deal_fields.tags(bridge),
    }
    return makers[name]() if name in makers else None


def _client_entry(bridge: Bridge, name: str, label: str) -> FormEntry | None:
    lines = ("position", "source", "legal_name", "industry", "size", "name")
    if name in lines:
        return FormField(label)
    makers: dict[str, Callable[[], FormEntry]] = {
        "phones": lambda: form_fields.phones(bridge, label),
        "emails": lambda: form_fields.emails(label),
        "messengers": form_fields.messengers,
        "sites": form_fields.sites,
        "addresses": lambda: form_fields.addresses(1),
        "birthday": form_fields.birthday,
        "status": form_fields.status,
        "owner": lambda: form_fields.owner(bridge),
        "tags": lambda: form_fields.tags(bridge),
        "tax_ids": lambda: form_fields.tax_ids(bridge, label),
        "bank_accounts": lambda: form_fields.bank_accounts(1),
    }
    return makers[name]() if name in makers else None


def entered_values(found: Iterable[GateField], currency: str) -> dict[str, Any]:
    """What was entered, as ``MoveDeals`` takes it: fields of the deal by name, those of the
    client's records under ``contact`` and ``company`` (with its ``id`` where it is chosen here),
    what was done under ``activity``."""
    by_entity: dict[str, dict[str, Any]] = {}
    values: dict[str, Any] = {}
    for one in found:
        name, value = one.requirement.field, one.entry.value()
        if value in (None, "", []):
            continue
        if name == ACTIVITY:
            values[ACTIVITY] = {"kind": _DONE_AS, "text": value}
        else:
            by_entity.setdefault(one.requirement.entity, {})[OTHER_NAMES.get(name, name)] = value
    if "lines" in by_entity.get(deal_fields.ENTITY, {}):
        values["currency"] = currency  # of the prices
    company = None
    for entity, entered in by_entity.items():
        if entity == deal_fields.ENTITY:
            values |= deal_fields.stored_values(with_custom(entered), currency)
            company = values.pop("company", None)
        else:
            values[entity] = _client_values(with_custom(entered))
    if company:
        values["company"] = {"id": company, **values.get("company", {})}
    return values


def together(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered in one pop-over and in the next, as ``entered_values`` gives it."""
    both = {**before, **after}
    for name in ("contact", "company", "custom"):
        if isinstance(before.get(name), Mapping) and isinstance(after.get(name), Mapping):
            both[name] = together(before[name], after[name])
    return both


def chosen_clients(values: Mapping[str, Any]) -> list[RecordRef]:
    """The company and the people who were chosen here, of what ``entered_values`` gives."""
    company = values.get("company", {}).get("id")
    people = [RecordRef("contact", one["contact"]) for one in values.get("contacts", ())]
    return [*people, *([RecordRef("company", company)] if company else ())]


def _client_values(entered: dict[str, Any]) -> dict[str, Any]:
    stored = dict(entered)
    if "owner" in stored:
        stored["owner"] = form_fields.identified(stored["owner"])
    if "tax_ids" in stored:
        stored["tax_ids"] = form_fields.with_right_kinds(stored["tax_ids"])
    return stored
