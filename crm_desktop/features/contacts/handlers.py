"""Writes of people; they run on the writer's thread inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.common.lifecycle import set_moment, set_moments
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.pictures import keep_picture
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.handlers import create as create_company
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    ArchiveManyContacts,
    CreateContact,
    DeleteContacts,
    SetContactPhoto,
    UpdateContact,
)
from crm_desktop.features.contacts.relations import INVERSE, tell_others
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.tags.handlers import with_tags_made


def _companies(value: Any, region: str | None) -> list[dict[str, Any]]:
    links = {
        item["company"]: {
            "company": item["company"],
            "position": checks.line(item.get("position"), region),
            "primary": bool(item.get("primary")),
        }
        for item in value or ()
    }
    return checks.with_one_primary(list(links.values()))


def _relations(value: Any, _region: str | None) -> list[dict[str, Any]]:
    kind = checks.one_of(tuple(INVERSE))
    return [
        {"kind": kind(item["kind"], None) or "other", "contact": item["contact"]}
        for item in value or ()
    ]


CHECKS: dict[str, Check] = {
    "family_name": checks.line,
    "given_name": checks.line,
    "middle_name": checks.line,
    "position": checks.line,
    "birthday": checks.birthday,
    "languages": checks.lines,
    "preferred_channel": checks.one_of(checks.CHANNELS),
    "preferred_hours": checks.line,
    "status": checks.one_of(checks.STATUSES),
    "source": checks.line,
    "note": checks.text,
    "consent": checks.consent,
    "blacklisted": checks.line,
    "owner": checks.same,
    "phones": checks.phones,
    "emails": checks.emails,
    "messengers": checks.messengers,
    "sites": checks.sites,
    "addresses": checks.addresses,
    "tags": checks.ids,
    "companies": _companies,
    "relations": _relations,
    "source_ids": checks.source_ids,
    "distinct_from": checks.ids,
    "custom": checks.same,
}


def create(work: Work, command: CreateContact) -> str:
    """Handler of ``CreateContact``."""
    named = _with_companies_made(work, with_tags_made(work, command.values))
    values = checks.checked(named, CHECKS, command.region)
    if not shown_name(work.registry["contact"].complete(values)):
        raise Invalid(
            msg(
                "A contact needs a name, a phone or an e-mail. Nothing was saved yet; type one of "
                "them."
            ),
            "given_name",
        )
    values = with_custom(work, "contact", values, command.region)
    require_links(work, "contact", values)
    made = work.unit.insert("contact", values)
    tell_others(work, made, (), values.get("relations", ()))
    return made


def update(work: Work, command: UpdateContact) -> None:
    """Handler of ``UpdateContact``."""
    named = _with_companies_made(work, with_tags_made(work, command.changes))
    changes = checks.checked(named, CHECKS, command.region)
    if any(item["contact"] == command.contact_id for item in changes.get("relations", ())):
        raise Invalid(
            msg("Nobody can be related to themselves. Choose another person."), "relations"
        )
    changes = with_custom(work, "contact", changes, command.region, command.contact_id)
    if command.contact_id in changes.get("distinct_from", ()):
        raise Invalid(msg("Nobody is different from themselves."), "distinct_from")
    require_links(work, "contact", changes)
    before = work.unit.update("contact", command.contact_id, changes, command.base_version)
    if "relations" in changes:  # which what others changed meanwhile may have been joined with
        now = work.unit.load("contact", command.contact_id).state["relations"]
        tell_others(work, command.contact_id, before.state["relations"], now)


def _with_companies_made(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with ids where companies were given by name (``{"company": {"name": …}}``):
    that of the oldest company called so, or of one that is made in the same operation."""
    links = values.get("companies")
    if not isinstance(links, (list, tuple)):
        return {**values}
    return {**values, "companies": [_linked(work, link) for link in links]}


def _linked(work: Work, link: Any) -> Any:
    given = link.get("company") if isinstance(link, Mapping) else None
    name = given.get("name") if isinstance(given, Mapping) else None
    if not isinstance(name, str):
        return link
    folded = fold(name)
    known = companies.find_by_name(work, [folded]).get(folded) if folded else None
    if known is None:
        work.actor.require("companies:company:write")
    made = known.id if known else create_company(work, CreateCompany({"name": name}))
    return {**link, "company": made}


def set_photo(work: Work, command: SetContactPhoto) -> None:
    """Handler of ``SetContactPhoto``."""
    changes = {"photo": keep_picture(work, command.picture)}
    work.unit.update("contact", command.contact_id, changes, command.base_version)


def archive(work: Work, command: ArchiveContacts) -> None:
    """Handler of ``ArchiveContacts``."""
    set_moment(work, "contact", command.contact_ids, "archived_at", command.archived)


def archive_many(work: LongWork, command: ArchiveManyContacts) -> None:
    """Handler of ``ArchiveManyContacts``."""
    set_moments(work, "contact", command.contact_ids, "archived_at", command.archived)


def delete(work: Work, command: DeleteContacts) -> None:
    """Handler of ``DeleteContacts``."""
    set_moment(work, "contact", command.contact_ids, "deleted_at", command.deleted)
