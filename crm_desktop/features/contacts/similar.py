"""People who may be the one being entered: the same phone, e-mail or name, in any writing.

Called by the window while somebody types, on reader threads. It never decides: namesakes exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crm_desktop.backend.work import Reader
from crm_desktop.core.values.names import split_full_name
from crm_desktop.features.common import similar
from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.contacts.queries import find_list_rows
from crm_desktop.features.contacts.records import CONTACT

_ENTITY = "contact"
# No more of the colleagues whose names share a part with the one sought are looked at.
_COLLEAGUES = 500


@dataclass(frozen=True)
class ContactDraft:
    """What is known so far of a person; phones and e-mails as they were typed. ``except_id`` is
    the person itself while it is being changed; ``region`` as for commands."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    company_id: str | None = None
    region: str | None = None
    except_id: str | None = None


def find_similar(reader: Reader, draft: ContactDraft) -> list[Similar]:
    """At most ``MOST_SHOWN`` people outside the recycle bin, the surest first."""
    candidates = list(_candidates(reader, draft))
    names = similar.names_outside_bin(reader, CONTACT, {rid for _reason, rid in candidates})
    names = similar.without_distinct(reader, CONTACT, names, draft.except_id)
    sought = similar.name_words(draft.name)
    fitting = [
        (reason, rid)
        for reason, rid in candidates
        if rid in names and _fits(reason, sought, names[rid][1])
    ]
    reasons = similar.surest(fitting, names)
    if not reasons:
        return []
    return [
        Similar(_ENTITY, row.id, row.name, row.company, reasons[row.rid], row.archived)
        for row in find_list_rows(reader, list(reasons))
    ]


def _fits(reason: Reason, sought: frozenset[str], there: frozenset[str]) -> bool:
    """Numbers and addresses speak for themselves; words were found anywhere in the document."""
    if reason is Reason.NAME:
        return similar.same_name(sought, there)
    if reason is Reason.SAME_COMPANY:
        return similar.shares_a_word(sought, there)
    return True


def _candidates(reader: Reader, draft: ContactDraft) -> Iterator[tuple[Reason, int]]:
    yield from similar.reached_by(reader, CONTACT, draft.phones, draft.emails, draft.region)
    sought = similar.name_words(draft.name)
    for rid in similar.rids_with_words(reader, _ENTITY, sorted(_certain_words(draft.name))):
        yield Reason.NAME, rid
    if sought and draft.company_id:
        for rid in _colleagues(reader, draft.company_id, sought):
            yield Reason.SAME_COMPANY, rid


def _certain_words(name: str) -> frozenset[str]:
    """Given and family name: the middle name is often left out of one of two records."""
    parts = split_full_name(name, "ru")
    return similar.name_words(parts.given, parts.family) or similar.name_words(name)


def _colleagues(reader: Reader, company_id: str, sought: frozenset[str]) -> list[int]:
    """Of all who work there; whether whole words are the same is seen by ``_fits``."""
    rids = list(companies.rids_by_id(reader, [company_id]).values())
    return similar.rids_named_among(
        reader, CONTACT, ("companies", "company_rid"), rids, sought, limit=_COLLEAGUES
    )
