"""A change of a custom field stands in the timeline under the field's name, in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

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
from crm_desktop.gui.pages.contacts.card_fields import drafts_of
from crm_desktop.gui.shell.card_fields.history import read_history
from crm_desktop.gui.shell.card_fields.kind import FieldsKind
from crm_desktop.gui.shell.card_fields.record_history import HistoryAsked, read_history_of


def _told(backend: Backend, contact: str) -> list[str]:
    query = TimelineQuery("contact", contact)
    items = backend.ask(read_portion, query, False).items
    entries = [entry_of(item, field_labels("contact")) for item in items if item.kind == "change"]
    return [" ".join(piece.text for piece in entry.pieces) for entry in entries if entry]


# What of the card's fields their history asks for.
HISTORY_KIND = cast(
    FieldsKind, SimpleNamespace(entity="contact", drafts_of=drafts_of, untold=(), beside={})
)


def _custom_of(backend: Backend, contact: str) -> Any:
    loaded = backend.ask(get_contact, contact)
    assert loaded is not None
    return loaded.state["custom"]


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


@pytest.mark.parametrize(
    ("before", "options", "value", "after"),
    [
        ("text", {}, "12", "number"),
        ("text", {}, "Red", "choice"),
        ("text", {}, "Red", "multi_choice"),
        ("choice", {"choices": ["Red", "Blue"]}, "Blue", "text"),
        ("multi_choice", {"choices": ["Red", "Blue"]}, ["Red", "Blue"], "text"),
        ("number", {}, -5, "text"),
    ],
)
def test_a_value_that_reads_as_before_is_no_news_and_its_past_can_be_restored(
    backend: Backend, before: str, options: dict[str, Any], value: Any, after: str
) -> None:
    values = {"entity": "contact", "label": "Own", "type": before, **options}
    field = str(backend.execute(CreateCustomField(values)).result)
    contact = str(backend.execute(CreateContact({"family_name": "Kim"})).result)
    backend.execute(UpdateContact(contact, 1, {"custom": {field: value}}))
    backend.execute(ChangeFieldType(field, after, {}))
    (told,) = _told(backend, contact)
    assert "c2" not in told
    stored = _custom_of(backend, contact)
    backend.execute(UpdateContact(contact, 3, {"custom": {field: None}}))
    past = backend.ask(read_history, "contact", contact, f"custom:{field}", drafts_of)
    assert len(past) == 2
    backend.execute(UpdateContact(contact, 4, {"custom": {field: past[0].stored}}))
    assert _custom_of(backend, contact) == stored
    (emptied, *_rest) = backend.ask(
        read_history_of, HISTORY_KIND, HistoryAsked(contact, f"custom:{field}")
    ).entries
    assert emptied.changes


def test_a_text_that_was_neither_yes_nor_no_is_told_as_it_was(backend: Backend) -> None:
    values = {"entity": "contact", "label": "Own", "type": "text"}
    field = str(backend.execute(CreateCustomField(values)).result)
    contact = str(backend.execute(CreateContact({"family_name": "Kim"})).result)
    for version, text in enumerate(("perhaps", "yes"), 1):
        backend.execute(UpdateContact(contact, version, {"custom": {field: text}}))
    backend.execute(ChangeFieldType(field, "yes_no", {}))
    past = backend.ask(read_history, "contact", contact, f"custom:{field}", drafts_of)
    assert [(one.old, one.new) for one in past] == [("perhaps", "yes"), (None, "perhaps")]


def test_a_text_that_became_a_person_is_told_as_it_was(backend: Backend) -> None:
    values = {"entity": "contact", "label": "Own", "type": "text"}
    field = str(backend.execute(CreateCustomField(values)).result)
    contact = str(backend.execute(CreateContact({"family_name": "Kim"})).result)
    for text in ("Nobody", backend.actor.name):
        loaded = backend.ask(get_contact, contact)
        assert loaded is not None
        backend.execute(UpdateContact(contact, loaded.version, {"custom": {field: text}}))
    backend.execute(ChangeFieldType(field, "user", {}))
    newest, _oldest = _told(backend, contact)
    assert "Nobody" in newest
    assert len(backend.ask(read_history, "contact", contact, f"custom:{field}", drafts_of)) == 3
