"""``contact show`` and ``contact set``: one person told, or changed in one operation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.bootstrap import workspace_settings
from crm_desktop.cli.changes import changes_of
from crm_desktop.cli.finding import find_contact
from crm_desktop.cli.meant import is_yes
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import say_record
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.common.fields import STATUS_CHOICES
from crm_desktop.features.contacts.commands import ArchiveContacts, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.data.exporting.queries import told_contact
from crm_desktop.filters.catalogue import label_text

ARCHIVED = "archived"


def run_contact(arguments: argparse.Namespace) -> int:
    """``contact``: what its own word says."""
    with opened(arguments.workspace, arguments.lang) as backend:
        contact_id = backend.ask(find_contact, arguments.who)
        if arguments.action == "set":
            _change(backend, contact_id, arguments.changes)
        told = backend.ask(told_contact, contact_id)
        assert told is not None
    say_record(told, contact_lines, as_json=arguments.json)
    return 0


def _change(backend: Backend, contact_id: str, wanted: list[str]) -> None:
    archived = [word for word in wanted if word.partition("=")[0].strip() == ARCHIVED]
    if archived:
        _archive(backend, contact_id, archived[-1], is_all=len(wanted) == len(archived))
        return
    region = workspace_settings(backend)["region"]
    version, changes = backend.ask(_read_changes, contact_id, wanted, region)
    backend.execute(UpdateContact(contact_id, version, changes, region))


def _archive(backend: Backend, contact_id: str, word: str, *, is_all: bool) -> None:
    """The window, too, archives in a step of its own."""
    if not is_all:
        raise Invalid(
            msg("Change archived by itself: it is a step of its own. Nothing was saved."), ARCHIVED
        )
    archived = is_yes(ARCHIVED, word.partition("=")[2])
    backend.execute(ArchiveContacts((contact_id,), archived=archived))


def _read_changes(
    reader: Reader, contact_id: str, wanted: list[str], region: str
) -> tuple[int, dict[str, Any]]:
    loaded, told = get_contact(reader, contact_id), told_contact(reader, contact_id)
    assert loaded is not None
    assert told is not None
    return loaded.version, changes_of(reader, loaded.state, told, wanted, region)


# For people


def contact_lines(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The filled fields as (label, value), the name first, without a label."""
    yield "", told["display_name"]
    pairs = [
        (_("Position"), told["position"]),
        *((_("Company"), _together(each["name"], each["position"])) for each in told["companies"]),
        *((_("Phone"), format_phone(i["value"], i["extension"])) for i in told["phones"]),
        *((_("E-mail"), item["value"]) for item in told["emails"]),
        *((_("Messenger"), _together(i["service"], i["value"])) for i in told["messengers"]),
        (_("Sites"), ", ".join(told["sites"])),
        *((_("Address"), _address(item)) for item in told["addresses"]),
        (_("Birthday"), told["birthday"]),
        (_("Languages"), ", ".join(told["languages"])),
        (_("Tags"), ", ".join(told["tags"])),
        (_("Status"), _choice(STATUS_CHOICES, told["status"])),
        (_("Source"), told["source"]),
        (_("Owner"), told["owner"]),
        *((_("Related people"), relation["name"]) for relation in told["relations"]),
        *((label, _plain(value)) for label, value in told["custom"].items()),
        (_("Note"), told["note"]),
        (_("Blacklist"), told["blacklisted"]),
        (_("In the archive"), _("yes") if told["archived"] else ""),
        ("ID", told["id"]),
    ]
    yield from ((label, value) for label, value in pairs if value)


def _together(*texts: str | None) -> str:
    return ", ".join(filter(None, texts))


def _address(item: Mapping[str, Any]) -> str:
    parts = ("street", "city", "region", "postal_code", "country")
    return item["text"] or _together(*(item[part] for part in parts))


def _choice(choices: Any, code: str | None) -> str:
    return next((label_text(one.label) for one in choices if one.code == code), code or "")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping) and "minor" in value:
        return format_money(Money(value["minor"], value["currency"]))
    return str(value)
