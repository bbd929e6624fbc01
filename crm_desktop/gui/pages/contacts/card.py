"""The card of a person: its head, and of what it is made.

``read_head`` runs on reader threads; ``describe`` is called by ``gui/cards.py`` on the GUI thread,
which adds the parts of other pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    DeleteContacts,
    SetContactPhoto,
    UpdateContact,
)
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.contacts.kind import ENTITY, make_kind
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import (
    Blacklist,
    CardDescription,
    CardHead,
    HeadActions,
    HeadPart,
)
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.card.picture import PictureKind, PictureWords, RecordPicture
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.store.loading import Loaded

MakePart = Callable[[Bridge], CardPart]


def describe(
    make_fields: MakePart, make_middle: MakePart, sections: Sequence[Section]
) -> CardDescription:
    """The card of people, of these parts."""
    return CardDescription(
        ENTITY,
        is_company=False,
        related=("company", "tag", "favourite"),
        read_head=read_head,
        actions=HeadActions(
            _change,
            lambda contact_id, is_so: ArchiveContacts((contact_id,), is_so),
            lambda contact_id, is_so: DeleteContacts((contact_id,), is_so),
            heads.find_head_tags,
            heads.find_owners,
            heads.pin,
            heads.unpin,
        ),
        archived=make_kind().archived(1),
        gone=_("This contact isn’t there any more"),
        make_fields=make_fields,
        make_middle=make_middle,
        sections=sections,
        attend=lambda bridge, avatar: RecordPicture(bridge, avatar, photo_kind()).show_record,
    )


def photo_kind() -> PictureKind:
    """The photo of a person."""
    words = PictureWords(
        _("Photo"),
        _("Choose a photo"),
        _("Choose a photo…"),
        _("Paste a photo"),
        _("Remove the photo"),
    )
    return PictureKind(ENTITY, "photo", get_contact, SetContactPhoto, words)


def read_head(reader: Reader, contact_id: str) -> CardHead | None:
    """Who the person is: position, company, city, tags, and what stands in the way."""
    loaded = get_contact(reader, contact_id)
    if loaded is None:
        return None
    state, name = loaded.state, shown_name(loaded.state)
    job = next(iter(sorted(state["companies"], key=lambda link: not link["primary"])), None)
    company = get_company(reader, job["company"]) if job is not None else None
    parts = [HeadPart(state["position"] or (job["position"] if job else "") or "")]
    if company is not None:
        link = RecordRef("company", company.id)
        parts.append(HeadPart(company.state["name"], link))
    parts += [HeadPart(heads.first_city(state)), heads.their_time(state)]
    return heads.make_head(
        reader,
        RecordRef(ENTITY, contact_id),
        loaded,
        name,
        parts,
        blacklist=heads.own_blacklist(reader, RecordRef(ENTITY, contact_id), name, state)
        or _through(reader, company),
    )


def _through(reader: Reader, company: Loaded | None) -> Blacklist | None:
    """Who works for a company on the blacklist is to be dealt with as carefully."""
    if company is None or company.state["blacklisted"] is None:
        return None
    heading = _("The company “{name}” and its people are on the blacklist")
    name = isolated(company.state["name"])
    reason = heads.with_origin(
        reader, RecordRef("company", company.id), company.state["blacklisted"]
    )
    return Blacklist(heading.format(name=name), reason, is_own=False)


def _change(head: CardHead, changes: Mapping[str, Any]) -> UpdateContact:
    return UpdateContact(head.record.id, head.version, changes)
