"""What a search gives."""

from __future__ import annotations

from datetime import datetime

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money

CONTACT, COMPANY, DEAL, PRODUCT = "contact", "company", "deal", "product"
ACTIVITY, FILE = "activity", "file"
ENTRY = "list_entry"
"""The entries of all custom lists; a hit is of the entity of its own list."""
KINDS = (CONTACT, COMPANY, DEAL, PRODUCT, ENTRY)
"""What has a name."""
TEXT_KINDS = (ACTIVITY, FILE)
"""What hangs on those, and is found by its words."""
ALL_KINDS = (*KINDS, *TEXT_KINDS)
STORED = {ACTIVITY: "activity", FILE: "attachment"}
"""What texts belong to, as the store calls it."""


@dataclass(frozen=True)
class SearchHit:
    """A record found. ``kind`` is its entity, ``file`` for a file; ``match`` the value in which
    the search stands, as people write it, or empty when that is the title itself. ``host`` is
    (entity, id) of what an activity or a file hangs on, whose names are its ``subtitle``; ``sort``
    says of which kind an activity is and what one entry of a custom list is called, ``author`` who
    wrote or attached it; ``amount`` is what a deal comes to or a product costs; ``detail`` is a
    phone or an e-mail of a person or company, as people write it."""

    kind: str
    id: str
    title: str
    subtitle: str
    match: str
    archived: bool = False
    blacklisted: bool = False
    host: tuple[str, str] | None = None
    sort: str = ""
    author: str = ""
    created_at: datetime | None = None
    amount: Money | None = None
    detail: str = ""
