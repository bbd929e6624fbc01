"""What kind of value the cells of a column hold, whatever its header says.

``recognise`` asks for columns without a header and for those whose header may be wrong;
``cleaning`` asks whether a name is a company's. Pure functions, safe on every thread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.banking import check_iban
from crm_desktop.core.values.dates import is_blank_date, parse_date
from crm_desktop.core.values.emails import find_emails
from crm_desktop.core.values.links import check_url
from crm_desktop.core.values.names import is_given_name
from crm_desktop.core.values.phones import find_phones
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, recognise_tax_id
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.headers import is_phrase

ENOUGH = 0.6
"""Share of cells of one kind from which a column is of that kind."""

_LONGEST_NAME = 300  # characters; longer cells are texts, and remembering them costs memory
_LONGEST_WORD = 60

_FORM_BEFORE = "|".join(phrase.strip() for phrase in words.FORMS_BEFORE.split("|"))
_FORM_AFTER = "|".join(phrase.strip() for phrase in words.FORMS_AFTER.split("|"))
_COMPANY = re.compile(rf"(?:{_FORM_BEFORE}) .+|.+ (?:{_FORM_AFTER})")
_QUOTED = re.compile(r".*[«„“\"][^«»„“”\"]{2,}[»”“\"]")
_NAME = r"[^\W\d_](?:[^\W\d_]|[-'’.])*"
_PERSON = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T ].*)?")
_WEB = re.compile(
    r"(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:ru|рф|com|pl|net|org|eu|su|info|by|kz|ua|de|io|pro|biz|example)(?:/\S*)?)",
    re.I,
)
_CALLED = r"(?:мобильный|моб|телефоны|телефон|тел|сотовый|сот|т|phone|mobile|mob|tel|cell|kom)"
_PHONE_LABEL = re.compile(rf"[\s,;:(\[/–—-]*(?<![^\W\d_])(?:{_CALLED}[.:\s]*)*[)\]]*$", re.I)
_BANK = re.compile(r"[A-Z]{2}\d\d[\dA-Z ]{11,}|\d{2}(?: ?\d{4}){6}")


def is_company_name(text: str) -> bool:
    """Whether a name is a company's, by its legal form, kind or quotes (``ООО Вектор``). Behind
    a given name neither quotes nor two letters tell: ``Ivan "Vanya"``, ``Ana Sá``."""
    return len(text) <= _LONGEST_NAME and _is_company_name(text)


@lru_cache(maxsize=16_384)
def _is_company_name(text: str) -> bool:
    folded = fold(text)
    first, _space, rest = folded.partition(" ")
    if (len(rest) < 3 or '"' in text) and is_given_name(first):
        return False
    return _COMPANY.fullmatch(folded) is not None or _QUOTED.fullmatch(text) is not None


def is_person_name(text: str) -> bool:
    """Whether the text is shaped as a person's name: two to four capitalised words."""
    return (
        _PERSON.fullmatch(text) is not None
        and all(word[0].isupper() for word in text.split())
        and not is_company_name(text)
    )


def without_phone_label(text: str) -> str:
    """What stood beside a phone without ``тел.`` at its end."""
    return _PHONE_LABEL.sub("", text).strip(" ,;:")


def kinds_of_cell(text: str, region: str) -> set[str]:
    """Everything that the cell may be: ``email phone site date iban company person``, the kind
    of a tax id; an empty set for plain text."""
    if "@" in text:
        return _kinds_around_email(text)
    if _WEB.fullmatch(text):
        return {"site"} if _is_url(text) else set()
    if any(char.isdigit() for char in text):
        return _kinds_of_number(text, region)
    if is_company_name(text):
        return {"company"}
    return {"person"} if is_person_name(text) else set()


def _kinds_around_email(text: str) -> set[str]:
    """``Jan Nowak (jan@example.com)`` may be meant as a name as well as an e-mail."""
    found, rest = find_emails(text)
    kinds = {"email"} if found else set()
    if found and is_person_name(rest.strip(" ()<>")):
        kinds.add("person")
    return kinds


def _kinds_of_number(text: str, region: str) -> set[str]:
    if _DATE.fullmatch(text):
        return {"date"} if _is_date(text) else set()
    if _BANK.fullmatch(text) and _is_iban(text):
        return {"iban"}
    kinds = {tax_id} if (tax_id := recognise_tax_id(text)) else set()
    phones, rest = find_phones(text, region)
    if phones:
        kinds.add("phone")
        called = without_phone_label(rest) if rest else ""
        if is_given_name(called) or is_person_name(called):
            kinds.add("person")
    if is_company_name(text):
        kinds.add("company")
    return kinds


def kind_of_cells(samples: Sequence[str], region: str) -> tuple[str | None, float]:
    """The kind of at least ``ENOUGH`` of the cells, and its share. Check digits hold for every
    tenth phone by chance, so a tax id has to be right nearly everywhere."""
    shares = shares_of_kinds(samples, region)
    tax_id = max(sorted(shares.keys() & TAX_ID_KINDS), key=shares.__getitem__, default=None)
    if tax_id and shares[tax_id] >= 0.9 and len(samples) >= 3:
        return tax_id, shares[tax_id]
    plain = {kind: share for kind, share in shares.items() if kind not in TAX_ID_KINDS}
    best = max(plain, key=lambda kind: (plain[kind], kind != "person", kind), default=None)
    if best is None or plain[best] < ENOUGH:
        return None, 0.0
    return best, plain[best]


def shares_of_kinds(samples: Sequence[str], region: str) -> dict[str, float]:
    """Each kind with the share of the (non-empty) cells that may be it."""
    counts = Counter(kind for text in samples for kind in kinds_of_cell(text, region))
    return {kind: count / len(samples) for kind, count in counts.items()}


def kind_word(text: str) -> str | None:
    """``contact`` or ``company`` for the cells of a column that tells them apart."""
    return _kind_of_word(text) if len(text) <= _LONGEST_WORD else None


@lru_cache(maxsize=1024)
def _kind_of_word(text: str) -> str | None:
    folded = fold(text)
    if is_phrase(words.COMPANY_KINDS, folded):
        return "company"
    return "contact" if is_phrase(words.PERSON_KINDS, folded) else None


def status_word(text: str) -> str | None:
    """A record's status for another program's word (``Клиенты`` → ``client``), or ``None``."""
    return _status_of_word(text) if len(text) <= _LONGEST_WORD else None


@lru_cache(maxsize=1024)
def _status_of_word(text: str) -> str | None:
    folded = fold(text)
    found = (s for s, phrases in words.STATUSES.items() if is_phrase(phrases, folded))
    return next(found, None)


def _is_url(text: str) -> bool:
    try:
        return bool(check_url(text))
    except Invalid:
        return False


def _is_iban(text: str) -> bool:
    try:
        return bool(check_iban(text))
    except Invalid:
        return False


def _is_date(text: str) -> bool:
    try:
        return is_blank_date(text) or bool(parse_date(text))
    except Invalid:
        return False
