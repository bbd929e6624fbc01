"""A change of a custom field stands in the timeline under the field's name, in words."""

from __future__ import annotations

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.gui.pages.activities.entries import entry_of
from crm_desktop.gui.pages.activities.reads import field_labels, read_portion


def _told(backend: Backend, contact: str) -> list[str]:
    query = TimelineQuery("contact", contact)
    items = backend.ask(read_portion, query, False).items
    entries = [entry_of(item, field_labels("contact")) for item in items if item.kind == "change"]
    return [" ".join(piece.text for piece in entry.pieces) for entry in entries if entry]


def test_a_change_of_money_names_field_and_sums(backend: Backend) -> None:
    values = {"entity": "contact", "label": "Budget", "type": "money", "currency": "USD"}
    field = backend.execute(CreateCustomField(values)).result
    contact = backend.execute(CreateContact({"family_name": "Kim"})).result
    for amount in ("42000", "45000"):
        loaded = backend.ask(get_contact, contact)
        assert loaded is not None
        change = {"custom": {"Budget": amount}}
        backend.execute(UpdateContact(contact, loaded.version, change))
    newest, first = _told(backend, contact)
    assert newest.startswith("Budget:")
    assert "{" not in newest
    assert "42" in newest
    assert "45" in newest
    assert "42" in first
    backend.execute(DeleteCustomFields((field,)))
    assert _told(backend, contact) == []
