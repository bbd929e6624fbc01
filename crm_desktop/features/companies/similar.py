"""Companies that may be the one being entered: the same tax number, phone, e-mail or name.

Called by the window while somebody types, on reader threads. It never decides: a branch may
share its mother's phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, check_tax_id
from crm_desktop.features.common import similar
from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.features.companies.queries import find_list_rows
from crm_desktop.features.companies.records import COMPANY

_ENTITY = "company"
# Forms of business as they stand before or behind a name, folded.
_FORMS = (
    *("ооо", "оао", "зао", "пао", "ао", "ип", "ltd", "limited", "llc", "inc", "corp", "plc"),
    *("gmbh", "co", "sp z o o", "sp zoo", "spolka z o o", "sa", "s a", "sp j", "sp k"),
)
# A КПП is that of a tax office and its thousands of companies.
_SHARED_KINDS = frozenset(("kpp",))
_LONGEST_NAME = 200


@dataclass(frozen=True)
class CompanyDraft:
    """What is known so far of a company; numbers and addresses as they were typed.
    ``except_id`` is the company itself while it is being changed."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_ids: tuple[str, ...] = ()
    region: str | None = None
    except_id: str | None = None


def find_similar(reader: Reader, draft: CompanyDraft) -> list[Similar]:
    """At most ``MOST_SHOWN`` companies outside the recycle bin, the surest first."""
    candidates = list(_candidates(reader, draft))
    names = similar.names_outside_bin(reader, COMPANY, {rid for _reason, rid in candidates})
    names = similar.without_distinct(reader, COMPANY, names, draft.except_id)
    reasons = similar.surest(candidates, names)
    if not reasons:
        return []
    return [
        Similar(_ENTITY, row.id, row.name, "", reasons[row.rid], row.archived)
        for row in find_list_rows(reader, list(reasons))
    ]


def proper_name(name: str) -> str:
    """The folded name without its form of business; a name of nothing else stays whole."""
    folded = fold(name[:_LONGEST_NAME])
    for form in _FORMS:
        shorter = folded.removeprefix(f"{form} ").removesuffix(f" {form}")
        if shorter != folded:
            return shorter
    return folded


def _spellings(name: str) -> list[str]:
    """The keys of all names that differ only in their form of business."""
    proper = proper_name(name)
    if not proper or proper in _FORMS:
        return []
    return [proper, *(f"{form} {proper}" for form in _FORMS), *(f"{proper} {f}" for f in _FORMS)]


def _candidates(reader: Reader, draft: CompanyDraft) -> Iterator[tuple[Reason, int]]:
    numbers = {value for text in draft.tax_ids for value in _tax_numbers(text)}
    for rid in similar.rids_with_items(reader, COMPANY, "tax_ids", "value", sorted(numbers)):
        yield Reason.TAX_ID, rid
    yield from similar.reached_by(reader, COMPANY, draft.phones, draft.emails, draft.region)
    for rid in similar.rids_named(reader, COMPANY, _spellings(draft.name)):
        yield Reason.NAME, rid


def _tax_numbers(text: str) -> Iterator[str]:
    """What the number is as any kind it can be of: the person may not have said which."""
    for kind in TAX_ID_KINDS:
        if kind in _SHARED_KINDS or not fold(text):
            continue
        try:
            yield check_tax_id(kind, text)
        except Invalid:
            continue
