"""What the shell can do with a person: read it in words, archive it.

``read_text`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    ArchiveManyContacts,
    DeleteContacts,
)
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.line_reads import drawn_tags, tags_by_id
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordKind
from crm_desktop.store.labels import Labels

ENTITY = "contact"


def make_kind() -> RecordKind:
    """People, as the shell sees them."""
    return RecordKind(
        ENTITY,
        ("company", "tag", "user"),
        read_text,
        ArchiveContacts,
        ArchiveManyContacts,
        _archived,
        _restore,
        DeleteContacts,
    )


def _restore(ids: tuple[str, ...], shelf: str) -> ArchiveContacts | DeleteContacts:
    """From the recycle bin or from the archive."""
    return (
        DeleteContacts(ids, deleted=False)
        if shelf == "bin"
        else ArchiveContacts(ids, archived=False)
    )


def _archived(number: int) -> str:
    words = ngettext(
        "The contact is in the archive now.", "{number} contacts are in the archive now.", number
    )
    return words.format(number=shown_number(number))


def read_text(reader: Reader, contact_id: str) -> RecordText | None:
    """All filled fields of a person."""
    loaded = get_contact(reader, contact_id)
    if loaded is None:
        return None
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [loaded.state])
    fields = _first(loaded.state, labels) + _reaching(loaded.state) + _about(loaded.state, labels)
    dates = [
        (_("Created"), values.moment(loaded.created_at)),
        (_("Changed"), values.moment(loaded.updated_at)),
    ]
    return RecordText(
        shown_name(loaded.state),
        loaded.state["position"] or "",
        values.warning(loaded.state),
        fields + values.filled(dates, is_aside=True),
        key=contact_id,
        company=_first_company(loaded.state, labels),
        tags=drawn_tags(tags_by_id(reader, loaded.state["tags"])),
        is_archived=loaded.state["archived_at"] is not None,
        is_deleted=loaded.state["deleted_at"] is not None,
        is_blacklisted=loaded.state["blacklisted"] is not None,
        picture=loaded.state["photo"] or "",
    )


def _first_company(state: dict[str, Any], labels: Labels) -> str:
    links = sorted(state["companies"], key=lambda link: not link["primary"])
    return labels.label("company", links[0]["company"]) if links else ""


def _first(state: dict[str, Any], labels: Labels) -> list[FieldText]:
    """What is wanted most often."""
    owner = state["owner"]
    return values.reaching(state) + values.filled(
        [
            (_("Address"), values.addresses(state["addresses"])),
            (_("Source"), state["source"]),
            (_("Owner"), labels.label("user", owner) if owner else ""),
        ]
    )


def _reaching(state: dict[str, Any]) -> list[FieldText]:
    return values.filled(
        [
            (_("Messengers"), values.messengers(state["messengers"])),
            (_("Sites"), values.lines(state["sites"])),
            (_("Preferred way to reach"), _channel(state["preferred_channel"])),
            (_("Best time"), state["preferred_hours"]),
        ],
        is_aside=True,
    )


def _about(state: dict[str, Any], labels: Labels) -> list[FieldText]:
    return values.filled(
        [
            (_("Middle name"), state["middle_name"]),
            (_("Companies"), _companies(state, labels)),
            (_("Related people"), _relations(state, labels)),
            (_("Birthday"), values.birthday(state["birthday"])),
            (_("Languages"), values.languages(state["languages"] or ())),
            (_("Status"), values.status(state["status"])),
            (_("Consent to mailings"), _consent(state["consent"])),
            (_("Note"), state["note"]),
        ],
        is_aside=True,
    )


def _companies(state: dict[str, Any], labels: Labels) -> str:
    return values.lines(
        _in_one_line((labels.label("company", link["company"]), link["position"]))
        for link in state["companies"]
    )


def _in_one_line(texts: Iterable[str | None]) -> str:
    return ", ".join(isolated(text) for text in texts if text)


def _relations(state: dict[str, Any], labels: Labels) -> str:
    return values.lines(
        values.relation(tie["kind"], isolated(labels.label(ENTITY, tie["contact"])))
        for tie in state["relations"]
    )


def _channel(code: str | None) -> str:
    words = {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "messenger": _("Messenger"),
        "visit": _("Visit"),
    }
    return words.get(code or "", code or "")


def _consent(consent: dict[str, Any] | None) -> str:
    if not consent:
        return ""
    date = values.day(consent.get("date") or "")
    return ", ".join(filter(None, (_("given"), date, consent.get("origin"))))
