"""What reads of people give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class ContactListRow:
    """A line of the list. ``tags`` are internal keys of tags; ``phone`` is E.164; absent
    texts are empty."""

    rid: int
    id: str
    name: str
    position: str
    company: str
    phone: str
    email: str
    tags: tuple[int, ...]
    owner: str
    owner_id: str | None
    blacklisted: bool
    archived: bool
    note: str


@dataclass(frozen=True)
class RelatedRow:
    """A person to whom another one is related by this ``kind``; ``is_theirs``: only they keep
    it, by its inverse."""

    id: str
    name: str
    kind: str
    is_theirs: bool
    position: str
    company: str
    blacklisted: bool
    archived: bool


@dataclass(frozen=True)
class EmployerRow:
    """A company that a person works for, and how many people of it are known."""

    id: str
    name: str
    industry: str
    position: str
    primary: bool
    blacklisted: bool
    people: int


@dataclass(frozen=True)
class ColleagueRow:
    """A person of a company; ``position`` is the one there."""

    id: str
    name: str
    position: str
    blacklisted: bool
    archived: bool
