"""The card of a company: its head, and of what it is made.

``read_head`` runs on reader threads; ``describe`` is called by ``gui/cards.py`` on the GUI thread,
which adds the parts of other pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.companies.commands import (
    ArchiveCompanies,
    DeleteCompanies,
    SetCompanyLogo,
    UpdateCompany,
)
from crm_desktop.features.companies.queries import get_company
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies.kind import ENTITY, make_kind
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import (
    CardDescription,
    CardHead,
    HeadActions,
    HeadPart,
)
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.card.picture import PictureKind, PictureWords, RecordPicture
from crm_desktop.gui.shell.page import RecordRef

MakePart = Callable[[Bridge], CardPart]


def describe(
    make_fields: MakePart, make_middle: MakePart, sections: Sequence[Section]
) -> CardDescription:
    """The card of companies, of these parts."""
    return CardDescription(
        ENTITY,
        is_company=True,
        related=("tag", "favourite"),
        read_head=read_head,
        actions=HeadActions(
            _change,
            lambda company_id, is_so: ArchiveCompanies((company_id,), is_so),
            lambda company_id, is_so: DeleteCompanies((company_id,), is_so),
            heads.find_head_tags,
            heads.find_owners,
            heads.pin,
            heads.unpin,
        ),
        archived=make_kind().archived(1),
        gone=_("This company isn’t there any more"),
        make_fields=make_fields,
        make_middle=make_middle,
        sections=sections,
        attend=lambda bridge, avatar: RecordPicture(bridge, avatar, logo_kind()).show_record,
    )


def logo_kind() -> PictureKind:
    """The logo of a company."""
    words = PictureWords(
        _("Logo"),
        _("Choose a logo"),
        _("Choose a logo…"),
        _("Paste a logo"),
        _("Remove the logo"),
    )
    return PictureKind(ENTITY, "logo", get_company, SetCompanyLogo, words)


def read_head(reader: Reader, company_id: str) -> CardHead | None:
    """Who the company is: industry, parent, city, tags, and what stands in the way."""
    loaded = get_company(reader, company_id)
    if loaded is None:
        return None
    state = loaded.state
    name = state["name"]
    parts = [HeadPart(state["industry"] or "")]
    parent = get_company(reader, state["parent"]) if state["parent"] else None
    if parent is not None:
        parts.append(HeadPart(parent.state["name"], RecordRef(ENTITY, parent.id)))
    parts += [HeadPart(heads.first_city(state)), heads.their_time(state)]
    return heads.make_head(
        reader,
        RecordRef(ENTITY, company_id),
        loaded,
        name,
        parts,
        blacklist=heads.own_blacklist(reader, RecordRef(ENTITY, company_id), name, state),
    )


def _change(head: CardHead, changes: Mapping[str, Any]) -> UpdateCompany:
    return UpdateCompany(head.record.id, head.version, changes)
