"""A change of a custom field stands in the timeline under the field's name, in words."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import (
    ChangeFieldType,
    CreateCustomField,
    DeleteCustomFields,
)
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


@pytest.mark.parametrize(
    ("before", "value", "after", "told"),
    [
        ("text", "about five", "number", "about five"),
        ("text", "some day", "date", "some day"),
        ("text", "often", "multi_choice", "often"),
        ("number", "12.5", "text", "12.5"),
        ("money", "45 USD", "text", "45"),
        ("yes_no", "yes", "text", "Yes"),
    ],
)
def test_what_was_entered_before_a_field_had_another_type_is_told_as_it_was(
    backend: Backend, before: str, value: str, after: str, told: str
) -> None:
    values = {"entity": "contact", "label": "Budget", "type": before}
    field = backend.execute(CreateCustomField(values)).result
    contact = backend.execute(CreateContact({"family_name": "Kim"})).result
    backend.execute(UpdateContact(contact, 1, {"custom": {"Budget": value}}))
    backend.execute(ChangeFieldType(field, after, {}, "note"))
    first = _told(backend, contact)[-1]
    assert told in first
    assert "{" not in first
