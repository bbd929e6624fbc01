"""Writes of companies; they run on the writer's thread inside one transaction."""

from __future__ import annotations

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.common.lifecycle import set_moment, set_moments
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.pictures import keep_picture
from crm_desktop.features.companies.commands import (
    ArchiveCompanies,
    ArchiveManyCompanies,
    CreateCompany,
    DeleteCompanies,
    SetCompanyLogo,
    UpdateCompany,
)
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.tags.handlers import with_tags_made

CHECKS: dict[str, Check] = {
    "name": checks.required_line,
    "legal_name": checks.line,
    "industry": checks.industry,
    "size": checks.line,
    "status": checks.one_of(checks.STATUSES),
    "source": checks.line,
    "note": checks.text,
    "blacklisted": checks.line,
    "owner": checks.same,
    "parent": checks.same,
    "phones": checks.phones,
    "emails": checks.emails,
    "sites": checks.sites,
    "addresses": checks.addresses,
    "tags": checks.ids,
    "tax_ids": checks.tax_ids,
    "bank_accounts": checks.bank_accounts,
    "source_ids": checks.source_ids,
    "distinct_from": checks.ids,
    "custom": checks.same,
}


def create(work: Work, command: CreateCompany) -> str:
    """Handler of ``CreateCompany``."""
    values = checks.checked(with_tags_made(work, command.values), CHECKS, command.region)
    if not values.get("name"):
        raise Invalid(msg("A company needs a name. Nothing was saved yet; type one."), "name")
    values = with_custom(work, "company", values, command.region)
    require_links(work, "company", values)
    return work.unit.insert("company", values)


def update(work: Work, command: UpdateCompany) -> None:
    """Handler of ``UpdateCompany``."""
    changes = checks.checked(with_tags_made(work, command.changes), CHECKS, command.region)
    changes = with_custom(work, "company", changes, command.region, command.company_id)
    if command.company_id in changes.get("distinct_from", ()):
        raise Invalid(msg("Nobody is different from themselves."), "distinct_from")
    require_links(work, "company", changes)
    work.unit.update("company", command.company_id, changes, command.base_version)


def set_logo(work: Work, command: SetCompanyLogo) -> None:
    """Handler of ``SetCompanyLogo``."""
    changes = {"logo": keep_picture(work, command.picture)}
    work.unit.update("company", command.company_id, changes, command.base_version)


def archive(work: Work, command: ArchiveCompanies) -> None:
    """Handler of ``ArchiveCompanies``."""
    set_moment(work, "company", command.company_ids, "archived_at", command.archived)


def archive_many(work: LongWork, command: ArchiveManyCompanies) -> None:
    """Handler of ``ArchiveManyCompanies``."""
    set_moments(work, "company", command.company_ids, "archived_at", command.archived)


def delete(work: Work, command: DeleteCompanies) -> None:
    """Handler of ``DeleteCompanies``."""
    set_moment(work, "company", command.company_ids, "deleted_at", command.deleted)
