"""Who a scrap of text is about: a signature of an e-mail, a line of a web page, an address.

Finds what a new contact can begin with. Called with what is on the clipboard; pure, any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from crm_desktop.core.errors import Invalid
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.links import check_url
from crm_desktop.core.values.phones import check_phone
from crm_desktop.core.values.tax_ids import recognise_tax_id

# A signature has a dozen lines; more is a letter, in which numbers and names are somebody else's.
_MOST_LETTERS, _MOST_LINES = 2_000, 20
_EMAIL = late_pattern(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.\w+")
_SITE = late_pattern(r"https?://[^\s<>\"]+", re.IGNORECASE)
_PHONE = late_pattern(r"\+?\d[\d\s()\u00a0.\u2010-\u2015-]{5,24}\d")
_PARTS = late_pattern(r"[,;|•·/]|\s[-\u2013\u2014]\s|\t")
_WORD = late_pattern(r"[^\W\d_]+(?:[-'\u2019.][^\W\d_]*)*")
_WORDS_OF_NAME = range(2, 5)


@dataclass(frozen=True)
class PersonText:
    """What was found; phones as E.164 numbers, the first of each is the main one; ``sites`` are
    addresses of web pages."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phones or self.emails or self.name or self.sites)


def parse_person(text: str, region: str | None) -> PersonText:
    """What the text says of a person; nothing for a text that is too long to be about one.
    ``region``: whose phone numbers may stand without the code of the country."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(text) > _MOST_LETTERS or len(lines) > _MOST_LINES:
        return PersonText()
    rest = "\n".join(lines)
    sites = _checked(_SITE.findall(rest), check_url)
    rest = _SITE.sub(" ", rest)
    emails = _checked(_EMAIL.findall(rest), _email)
    rest = _EMAIL.sub(" ", rest)
    numbers = (found for found in _PHONE.findall(rest) if not _is_tax_number(found))
    phones = _checked(numbers, lambda found: check_phone(found, region).value)
    rest = _PHONE.sub(" ", rest)
    return PersonText(_name(rest), phones, emails, sites)


def _is_tax_number(found: str) -> bool:
    return not found.startswith("+") and recognise_tax_id(found) is not None


def _email(found: str) -> str:
    return check_email(found.rstrip("."))


def _checked(found: Iterable[str], check: Callable[[str], str]) -> tuple[str, ...]:
    values: dict[str, None] = {}
    for one in found:
        try:
            values[check(one)] = None
        except Invalid:
            continue  # a tax number, an account
    return tuple(values)


def _name(text: str) -> str:
    """The first part that looks like one: two to four words, each with a capital."""
    for line in text.splitlines():
        for part in _PARTS.split(line):
            words = part.strip().split()
            if len(words) in _WORDS_OF_NAME and all(map(_is_name, words)):
                return " ".join(words)
    return ""


def _is_name(word: str) -> bool:
    return word[:1].isupper() and _WORD.fullmatch(word) is not None
