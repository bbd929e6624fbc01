"""What reads of companies give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CompanyListRow:
    """A line of the list. ``tags`` are internal keys of tags; absent texts are empty."""

    rid: int
    id: str
    name: str
    industry: str
    phone: str
    email: str
    tags: tuple[int, ...]
    owner: str
    owner_id: str | None
    blacklisted: bool
    archived: bool
    note: str


@dataclass(frozen=True)
class RelatedCompanyRow:
    """The parent of a company, or a daughter of it (``is_parent`` tells which)."""

    id: str
    name: str
    industry: str
    is_parent: bool
    blacklisted: bool
    archived: bool
