"""What a column's header means: a field code and how sure that is.

``recognise`` asks once for every header cell. The words stand in ``words``; here is the grammar:
a whole header that is a known phrase (``Дата рождения``), else a kind of value with its context
(``Tel. kom. 2``, ``Улица (раб. адрес)``, ``Company phone``), else a phrase within a longer one.
Pure functions, safe on every thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.fields import IGNORE, NOTE

SURE = 0.97
LIKELY = 0.9
POSSIBLE = 0.75
UNSURE = 0.4

_PREFIXED = re.compile(r"(?P<whose>.+?)\s+[-–—]\s+(?P<what>.+)")
_NAMES = frozenset(("full_name", "family_name", "given_name", "middle_name"))
_HUMP = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])")


@dataclass(frozen=True)
class Meaning:
    """A field code and a confidence from 0 to 1."""

    field: str
    confidence: float


def _phrase(text: str) -> str:
    return r"\w*".join(map(re.escape, " ".join(text.split()).split("*")))


def _alternatives(phrases: str) -> str:
    return "|".join(_phrase(phrase) for phrase in phrases.split("|"))


@cache
def _whole(phrases: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives(phrases)})")


@cache
def _within(phrases: str) -> re.Pattern[str]:
    return re.compile(f"(?:^| )(?:{_alternatives(phrases)})(?= |$)")


def is_phrase(phrases: str, folded: str) -> bool:
    """Whether the whole folded text is one of the phrases of ``words``."""
    return _whole(phrases).fullmatch(folded) is not None


def has_phrase(phrases: str, folded: str) -> bool:
    """Whether one of the phrases of ``words`` stands in the folded text."""
    return _within(phrases).search(folded) is not None


_MONEY = frozenset(
    ("руб", "р", "рубли", "рублей", "рублях", "грн", "тг", "долл", "rub", "pln", "zl", "zloty")
) | {"usd", "eur", "gbp", "byn", "kzt", "uah"}
_FILLERS = frozenset(" ".join(words.FILLERS.split("|")).split())


def _without_numbers(header: str) -> str:
    return " ".join(word for word in fold(header).split() if not word.isdigit())


def _without_fillers(text: str) -> str:
    return " ".join(word for word in text.split() if word not in _FILLERS)


@lru_cache(maxsize=4096)
def meaning_of(header: str) -> Meaning | None:
    """The field that a header names, or ``None`` when it names none that we know."""
    prefixed = _PREFIXED.fullmatch(header)
    if prefixed:
        whose, what = fold(prefixed["whose"]), prefixed["what"]
        if is_phrase(words.PERSON_PREFIXES, whose):
            return _of_header(what)
        if is_phrase(words.ORGANIZATION_PREFIXES, whose):
            return _of_organization(what, header)
    return _of_header(header)


def _of_organization(what: str, header: str) -> Meaning | None:
    """Where the header says that a value is an organization's, which may need that word."""
    if is_phrase(words.NAMES_OF_COMPANIES, _without_numbers(what)):
        return Meaning("company.name", SURE)
    found = _of_header(what)
    if found is None or found.field in _NAMES:
        return None
    if found.field == "source_id":
        return Meaning("company.source_id", SURE)
    has_own = found.field.startswith(("phone.", "email.", "address.")) or found.field == "site"
    return _of_header(header) if has_own else found


def _of_header(header: str) -> Meaning | None:
    return _meaning(_without_numbers(header)) or _meaning(_without_numbers(_HUMP.sub(" ", header)))


def _meaning(text: str) -> Meaning | None:
    core = _without_fillers(text)
    return (
        _technical(text)
        or _whole_header(text, SURE)
        or (_whole_header(core, LIKELY) if core else None)
        or (None if has_phrase(words.SOMEBODY_ELSES, text) else _kind_of_value(text))
        or (None if has_phrase(words.SOMEBODY_ELSES, text) else _phrase_within(text))
    )


def _technical(text: str) -> Meaning | None:
    everything = (header for header, values in words.TECHNICAL.items() if values == "*")
    return Meaning(IGNORE, LIKELY) if any(is_phrase(h, text) for h in everything) else None


def _whole_header(text: str, confidence: float) -> Meaning | None:
    return _first(words.WHOLE.items(), text, confidence, is_phrase)


def _phrase_within(text: str) -> Meaning | None:
    return _first(words.CONTAINED.items(), text, POSSIBLE, has_phrase)


def _first(
    fields: Iterable[tuple[str, str]],
    text: str,
    confidence: float,
    matches: Callable[[str, str], bool],
) -> Meaning | None:
    found = (field for field, phrases in fields if matches(phrases, text))
    field = next(found, None)
    return Meaning(field, confidence) if field else None


def _kind_of_value(text: str) -> Meaning | None:
    """Phone, e-mail, site, messenger and address headers, by their kind and context."""
    if has_phrase(words.ABOUT, text):
        return None
    field = _messenger(text) or _reachable(text) or _address(text)
    return Meaning(field, SURE if len(text.split()) <= 3 else LIKELY) if field else None


def _messenger(text: str) -> str | None:
    services = (s for s, phrases in words.MESSENGERS.items() if has_phrase(phrases, text))
    service = next(services, None)
    return f"messenger.{service}" if service else None


def _reachable(text: str) -> str | None:
    company = has_phrase(words.COMPANY, text)
    if has_phrase(words.EMAIL, text):
        return "company.email" if company else f"email.{_type(text, 'work', mobile=False)}"
    if has_phrase(words.SITE, text):
        return "company.site" if company else "site"
    if has_phrase(words.FAX, text):
        return "phone.fax"
    if has_phrase(words.PHONE, text):
        return "company.phone" if company else f"phone.{_type(text, 'work')}"
    return None


_ADDRESS_PARTS = (
    ("postal_code", words.POSTAL_CODE),
    ("country", words.COUNTRY),
    ("city", words.CITY),
    ("region", words.REGION),
    ("street", words.STREET),
    ("text", words.ADDRESS),
)


def _address(text: str) -> str | None:
    part = next((part for part, phrases in _ADDRESS_PARTS if has_phrase(phrases, text)), None)
    if part is None:
        return None
    if has_phrase(words.COMPANY, text):
        return f"company.address.{part}"
    return f"address.{_type(text, 'work', mobile=False)}.{part}"


def _type(text: str, default: str, *, mobile: bool = True) -> str:
    """``mobile``, ``home``, ``work`` or ``other``, by the words around the kind of value.

    A bare ``Телефон`` or ``E-mail`` counts as work: a CRM keeps business contacts, and the
    programs that export an untyped value (amoCRM, Bitrix24, HubSpot) mean that as well.
    """
    if mobile and has_phrase(words.MOBILE_CONTEXT, text):
        return "mobile"
    if has_phrase(words.HOME_CONTEXT, text):
        return "home"
    if has_phrase(words.OTHER_CONTEXT, text):
        return "other"
    return "work" if has_phrase(words.WORK_CONTEXT, text) else default


def type_of_label(label: str, group: str) -> str | None:
    """The type that a label cell gives (``* Work`` → ``work``, ``Mobile``, ``Work Fax``), within
    ``group`` ``phone``, ``email`` or ``address``; ``None`` when the label is no type."""
    text = _without_numbers(label)
    if not text:
        return None
    if group == "phone" and has_phrase(words.FAX, text):
        return "fax"
    return _type(text, "", mobile=group == "phone") or None


def service_of_label(label: str) -> str | None:
    """The messenger that a label cell names, or ``None``."""
    field = _messenger(fold(label))
    return field.split(".")[1] if field else None


def plain_name(header: str) -> str:
    """The words of a header, folded, without numbers and currencies (``Цена, руб.``)."""
    names = (word for word in fold(header).split() if not word.isdigit())
    return without_money(" ".join(names))


def without_money(folded: str) -> str:
    """A folded name without the words that say in what currency amounts are."""
    return " ".join(word for word in folded.split() if word not in _MONEY)


def is_nameless(header: str) -> bool:
    """Whether the header says nothing: empty, a sign, or made up (``Столбец1``, ``Unnamed: 3``)."""
    text = fold(header).rstrip("0123456789 ")
    return not text or is_phrase(words.NAMELESS, text)


def is_decided_by_cells(header: str) -> bool:
    """Whether the header may name a person as well as a company (``Клиент``, ``Name``)."""
    text = _without_numbers(header)
    return is_phrase(words.BY_CONTENT, text)


def is_note(header: str) -> bool:
    """Whether the column is a note of its own, so that its cells need no ``Column:`` before."""
    meaning = meaning_of(header)
    return meaning is not None and meaning.field in {NOTE, "company.note"}


def address_type_of_company(header: str) -> str:
    """``legal``, ``other`` or (also without any word) ``actual``."""
    text = _without_numbers(header)
    if has_phrase(words.LEGAL_ADDRESS, text):
        return "legal"
    return "other" if has_phrase(words.OTHER_ADDRESS, text) else "actual"


def default_values(header: str) -> str | None:
    """The phrases that a program fills in for everybody in this column, if it is such a one."""
    text = _without_numbers(header)
    found = (values for names, values in words.TECHNICAL.items() if is_phrase(names, text))
    return next(found, None)
