"""One column's field, from its header and a sample of its cells.

``recognise`` asks for each column, then settles what only the whole table can tell. The header
leads; the cells decide where it names nobody in particular (``Клиент``), says nothing, or is
plainly wrong (``Телефон`` over e-mails). Pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.names import is_given_name
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.contents import (
    ENOUGH,
    is_company_name,
    is_person_name,
    kind_of_cells,
    kind_word,
    shares_of_kinds,
    status_word,
)
from crm_desktop.features.data.importing.fields import IGNORE, NOTE, group_of
from crm_desktop.features.data.importing.headers import (
    UNSURE,
    Meaning,
    has_phrase,
    is_decided_by_cells,
    is_nameless,
    meaning_of,
)

UNKNOWN = Meaning(NOTE, 0.0)

_FIELD_OF_KIND = {
    "email": "email.work",
    "phone": "phone.work",
    "site": "site",
    "date": NOTE,
    "iban": "company.iban",
    "company": "company.name",
    "person": "full_name",
    **{kind: f"company.{kind}" for kind in ("inn", "kpp", "ogrn", "nip", "regon", "krs", "vat")},
}
_EXPECTED_KIND = {
    "phone": "phone",
    "company.phone": "phone",
    "email": "email",
    "company.email": "email",
    "address": "address",
    "birthday": "date",
    "full_name": "person",
    "family_name": "person",
    "given_name": "person",
    "company.name": "company",
}
_UNMISTAKABLE = ("email", "phone")


def field_of(header: str, samples: Sequence[str], region: str) -> Meaning:
    """The field of a column with this header (``""``: none) and these non-empty cells."""
    if is_nameless(header):
        return _by_cells(header, samples, region)
    meaning = meaning_of(header)
    if meaning is None:
        return _of_unknown_header(header, samples, region)
    if not samples:
        return meaning
    if is_decided_by_cells(header):
        return _somebody(meaning, samples, region)
    return _checked(meaning, samples, region)


def _by_cells(header: str, samples: Sequence[str], region: str) -> Meaning:
    if header and list(samples) == [str(number) for number in range(1, len(samples) + 1)]:
        return Meaning(IGNORE, 0.9)  # '№': the line's number in this file, nothing of a person
    if _are_people_with_reaches(samples, region):
        return Meaning("full_name", 0.6)
    kind, share = kind_of_cells(samples, region)
    if kind is None or (kind == "person" and not _has_given_names(samples)):
        return UNKNOWN
    return Meaning(_FIELD_OF_KIND[kind], round(0.7 * share, 2) if kind != "date" else 0.0)


def _of_unknown_header(header: str, samples: Sequence[str], region: str) -> Meaning:
    """Only what can't be mistaken is taken by its cells when the header means something else."""
    folded = fold(header)
    if has_phrase(words.SOMEBODY_ELSES, folded) or has_phrase(words.ABOUT, folded):
        return UNKNOWN
    if _are_people_with_reaches(samples, region):
        return Meaning("full_name", UNSURE)
    kind, share = kind_of_cells(samples, region)
    if kind not in _UNMISTAKABLE:
        return UNKNOWN
    return Meaning(_FIELD_OF_KIND[kind], round(0.5 * share, 2))


def names_by_cells(header: str, samples: Sequence[str], region: str) -> str | None:
    """``person`` or ``company`` when the cells are plainly such names, whatever the header."""
    if not samples or has_phrase(words.SOMEBODY_ELSES, fold(header)):
        return None
    kind, _share_of_kind = kind_of_cells(samples, region)
    if kind == "person":
        return kind if _has_given_names(samples) else None
    return kind if kind == "company" else None


def _somebody(meaning: Meaning, samples: Sequence[str], region: str) -> Meaning:
    """A header such as ``Клиент`` or ``Name``: people, companies, or ways to reach them."""
    shares = shares_of_kinds(samples, region)
    for kind in _UNMISTAKABLE if shares.get("person", 0.0) < ENOUGH else ():
        if shares.get(kind, 0.0) >= ENOUGH:
            return Meaning(_FIELD_OF_KIND[kind], 0.75)
    companies = _share(is_company_name, samples)
    if meaning.field == "company.name":
        people = _share(is_person_name, samples)
        is_people = people >= ENOUGH and companies < 0.2 and _has_given_names(samples)
        return Meaning("full_name", 0.75) if is_people else meaning
    return Meaning("company.name", 0.75) if companies >= ENOUGH else meaning


def _checked(meaning: Meaning, samples: Sequence[str], region: str) -> Meaning:
    """The header's field, unless the cells say otherwise."""
    if meaning.field == "kind" and _share(kind_word, samples) < 0.8:
        return Meaning("status", 0.75) if _share(status_word, samples) >= ENOUGH else UNKNOWN
    if meaning.field == "company.account" and kind_of_cells(samples, region)[0] == "iban":
        return Meaning("company.iban", meaning.confidence)
    expected = _EXPECTED_KIND.get(meaning.field) or _EXPECTED_KIND.get(group_of(meaning.field))
    if expected is None:
        return meaning
    shares = shares_of_kinds(samples, region)
    others = [kind for kind in _UNMISTAKABLE if kind != expected]
    other = max(others, key=lambda kind: shares.get(kind, 0.0))
    if shares.get(other, 0.0) >= ENOUGH and shares.get(expected, 0.0) < 0.2:
        return Meaning(_FIELD_OF_KIND[other], 0.6)
    return meaning


def _are_people_with_reaches(samples: Sequence[str], region: str) -> bool:
    """Whether a name and a phone or an e-mail stand in each: both are told by a column of names."""
    shares = shares_of_kinds(samples, region) if samples else {}
    reached = max(shares.get(kind, 0.0) for kind in _UNMISTAKABLE)
    return min(reached, shares.get("person", 0.0)) >= ENOUGH and _has_given_names(samples)


def _share(holds: Callable[[str], object], samples: Sequence[str]) -> float:
    return sum(map(bool, map(holds, samples))) / len(samples) if samples else 0.0


def _has_given_names(samples: Sequence[str]) -> bool:
    """Whether at least half of the cells hold a common given name."""
    return _share(lambda text: any(map(is_given_name, text.split())), samples) >= 0.5
