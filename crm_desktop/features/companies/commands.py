"""What can be done with companies. Values are JSON-shaped, as in command-line.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreateCompany:
    """A new company; ``values`` needs a name. Gives the new id."""

    values: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class UpdateCompany:
    """Change fields of a company that was read at ``base_version``."""

    company_id: str
    base_version: int
    changes: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class SetCompanyLogo:
    """Give a company a logo (PNG, JPEG or WebP, at most 5 MB), or take it away with ``None``."""

    company_id: str
    base_version: int
    picture: bytes | None


@dataclass(frozen=True)
class ArchiveCompanies:
    """Hide companies from lists, or show them again."""

    company_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class ArchiveManyCompanies:
    """Hide any number of companies from lists, or show them again, portion by portion."""

    company_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeleteCompanies:
    """Put companies into the recycle bin, or take them out."""

    company_ids: tuple[str, ...]
    deleted: bool = True
