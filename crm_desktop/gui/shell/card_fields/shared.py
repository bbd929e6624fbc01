"""Fields that the cards of people and companies share. Made on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from crm_desktop.core.i18n import _
from crm_desktop.filters.catalogue import Choice
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, Words, plain_words
from crm_desktop.gui.kit.form_field import FormEntry, FormField, TextField
from crm_desktop.gui.shell import form_fields as fields
from crm_desktop.gui.shell.card_fields import words


def line(name: str, label: str) -> CardField:
    """One line of text."""
    return CardField(name, label, plain_words, lambda: FormField(label))


def wide(name: str, label: str, shown: Words, make: Callable[[], FormEntry]) -> CardField:
    """A field whose editor needs the width of the pane."""
    return CardField(name, label, shown, make, is_wide=True)


def reach(bridge: Bridge) -> tuple[CardField, CardField]:
    """Phones and addresses of e-mail."""
    return (
        wide("phones", _("Phone"), words.phones, lambda: fields.phones(bridge, _("Phones"))),
        wide("emails", _("E-mail"), words.emails, lambda: fields.emails(_("E-mail"))),
    )


def places() -> tuple[CardField, CardField]:
    """Addresses and sites."""
    return (
        replace(
            wide("addresses", _("Address"), words.addresses, partial(fields.addresses, 1)),
            titled=words.place_title,
        ),
        wide("sites", _("Sites"), words.texts, fields.sites),
    )


def standing(bridge: Bridge) -> tuple[CardField, ...]:
    """Whose the record is, what it is to us, where it came from."""
    return (
        CardField("owner", _("Owner"), words.person, lambda: fields.owner(bridge)),
        CardField("status", _("Status"), words.status, fields.status),
        line("source", _("Source")),
        wide("tags", _("Tags"), words.tags, lambda: fields.tags(bridge)),
    )


def remarks() -> tuple[CardField, CardField]:
    """The reason of the blacklist, and the note."""
    blacklist, note = _("Blacklist"), _("Note")
    return (
        CardField("blacklisted", blacklist, words.blacklisted, lambda: FormField(blacklist)),
        CardField("note", note, plain_words, lambda: TextField(note), is_wide=True, is_long=True),
    )


def codes(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """(code, words in the current language) of what can be chosen."""
    return [
        (choice.code, choice.label if isinstance(choice.label, str) else choice.label.text())
        for choice in choices
    ]
