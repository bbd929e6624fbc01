"""What reads of people give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from dataclasses import dataclass


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
    blacklisted: bool
    archived: bool
    note: str
