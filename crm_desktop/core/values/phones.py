"""Phone numbers: E.164 with an extension from any way of writing; ``shown_phones`` shows them.

Called by contact handlers (one number in a field) and import (cells with several numbers and
words between them), on any thread. ``phonenumbers`` decides what is a number; the common Russian,
Polish and American writings take a shorter way to the same answer, because an import reads
hundreds of thousands of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line, clean_text, only_digits

_SHORTEST = 7  # digits; below that only service numbers live
_LONGEST_WRITING = 80  # characters of one number with its spaces and words

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_EXTENSION = late_pattern(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|wewn?(?:ętrzny)?|ext(?:ension|n)?|x|#)"
    r"[.:=\s]*(?P<digits>\d{1,7})(?!\d)\)?",
    re.IGNORECASE,
)
_EMPTY_LABEL = late_pattern(r"(?:tel|тел|phone|телефон|telefon|т)?[.:*'()\s+-]*", re.IGNORECASE)
_FLOAT = late_pattern(r"(\d{7,15})[.,]0+")
_EXPONENT = late_pattern(r"\d(?:[.,](\d+))?[eE](\+?)(\d{1,2})")
_SEPARATOR = late_pattern(r":::|[;,/|\n]")
_RUN = late_pattern(r"(?:\+[ (]*)?\(?(?<!\d)\d(?:[ ().-]*\d){6,}")
_DATE = late_pattern(r"\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}-\d\d-\d\d")
_LETTER = late_pattern(r"[^\W\d_]")

# A writing with only these signs around its digits goes the short way.
_PLAIN = late_pattern(r"'?(\+|00)?([\d ().-]+)")
_NATIONAL = {
    # region: country code, the national number behind an optional trunk prefix
    "RU": ("7", late_pattern(r"[78]?([3489]\d{9})")),
    "PL": ("48", late_pattern(r"(?:48)?([1-9]\d{8})")),
    "US": ("1", late_pattern(r"1?([2-9]\d{2}[2-9]\d{6})")),
}
# Where no number ever began with a zero: one that does is another country's.
_WITHOUT_TRUNK_ZERO = frozenset(("US", "CA"))
# Country code → digits of a whole number, where the library takes one without its area code.
_LEAST = {48: 9}
_INTERNATIONAL = late_pattern(r"7[3489]\d{9}|48[1-9]\d{8}|1[2-9]\d{2}[2-9]\d{6}")


@dataclass(frozen=True)
class Phone:
    """A number in E.164 (``+79128312021``) and the digits to dial after it, if any."""

    value: str
    extension: str | None = None


def check_phone(text: str, region: str | None) -> Phone:
    """The one number that ``text`` is; ``region`` (``RU``, ``PL`` …) is where a number without
    a country code is dialled. Raises ``Invalid`` for anything else."""
    writing = _plain_signs(clean_line(text))
    number, extension = _split_extension(writing[:_LONGEST_WRITING])
    value = _e164(number, region) if len(writing) <= _LONGEST_WRITING else None
    if value is None:
        raise Invalid(_refusal(writing), field="phones")
    return Phone(value, extension)


def find_phones(text: str, region: str | None) -> tuple[list[Phone], str]:
    """Every number in a cell and the words that are none, nothing lost: ``8 (903) 003-53-33
    доб. 12; спросить Олю`` gives one phone and ``спросить Олю``."""
    cell = _plain_signs(clean_text(text))
    if "\n" not in cell and (value := _e164(cell, region)):
        return [Phone(value)], ""
    found: dict[Phone, None] = {}
    rest: list[str] = []
    read_to = 0
    for match in _RUN.finditer(cell):
        numbers = _numbers_of_run(match[0], region)
        if match.start() < read_to or not numbers or cell[match.end() : match.end() + 1] == "@":
            continue
        rest.append(cell[read_to : match.start()])
        extension = _EXTENSION.match(cell, match.end())
        read_to = extension.end() if extension else match.end()
        found.update((Phone(number), None) for number in numbers[:-1])
        found[Phone(numbers[-1], extension["digits"] if extension else None)] = None
    if not found:
        return [], "" if _EMPTY_LABEL.fullmatch(cell) else cell
    rest.append(cell[read_to:])
    return list(found), ", ".join(_meaningful(rest))


def _meaningful(rest: list[str]) -> Iterator[str]:
    for text in rest:
        for piece in _SEPARATOR.split(text):
            if not _EMPTY_LABEL.fullmatch(piece):
                yield piece.strip()


def _numbers_of_run(run: str, region: str | None) -> list[str]:
    """The numbers in one run of digits: one, or several with only spaces between them."""
    if _DATE.match(run):
        return []
    whole = _e164(run, region)
    if whole is not None:
        return [whole]
    if not 2 * _SHORTEST <= len(only_digits(run)) <= 60:
        return []
    for space in re.finditer(" ", run):
        first = _e164(run[: space.start()], region)
        if first is not None and _is_given_out(first):
            others = _numbers_of_run(run[space.end() :], region)
            if others:
                return [first, *others]
    return []


def _is_given_out(value: str) -> bool:
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(value))


def _plain_signs(text: str) -> str:
    """The text with ASCII digits and one kind of dash."""
    if text.isascii():
        return text
    text = text.translate(_DASHES)
    return re.sub(r"(?![0-9])\d", lambda match: str(unicodedata.decimal(match[0])), text)


def _split_extension(writing: str) -> tuple[str, str | None]:
    for match in _EXTENSION.finditer(writing):
        number = writing[: match.start()]
        if match.end() == len(writing) and len(only_digits(number)) >= _SHORTEST:
            return number, match["digits"]
    return writing, None


def _e164(writing: str, region: str | None) -> str | None:
    return _e164_quickly(writing, region) or _e164_by_library(writing, region)


def _e164_quickly(writing: str, region: str | None) -> str | None:
    """The answer for the commonest writings; None means 'ask the library', not 'no phone'."""
    plain = _PLAIN.fullmatch(writing)
    if plain is None:
        return None
    digits = only_digits(plain[2])
    if plain[1]:
        return f"+{digits}" if _INTERNATIONAL.fullmatch(digits) else None
    code, national = _NATIONAL.get(region or "", (None, None))
    match = national.fullmatch(digits) if national else None
    return f"+{code}{match[1]}" if match else None


def _e164_by_library(writing: str, region: str | None) -> str | None:
    if len(writing) > _LONGEST_WRITING:
        return None
    number = _readable(writing)
    if number is None:
        return None
    value = _possible(number, region)
    if number.startswith("0") and region not in _WITHOUT_TRUNK_ZERO:
        # A trunk prefix from before a country gave it up (Poland's 022…) leads to no number.
        value = _possible(number[1:], region, certain=True) or value
    if value is None and re.fullmatch(r"[1-9][\d\s().\-]+", number):
        value = _with_code(number)
    return value


def _with_code(number: str) -> str | None:
    """A full international number whose plus was lost; only an existing range may claim so, and
    none as it is dialled within Russia: ``8 (495) 123-45-67`` is nobody's in Vietnam (+84)."""
    digits = only_digits(number)
    if digits[0] == "8" and len(digits) == 11 and _possible(f"+7{digits[1:]}", None, certain=True):
        return None
    return _possible(f"+{number}", None, certain=True)


def _readable(writing: str) -> str | None:
    """The writing without a spreadsheet's traces and with ``+`` for ``00``."""
    number = writing.lstrip("'*").strip().removeprefix("tel:").strip()
    if match := _FLOAT.fullmatch(number):
        return match[1]
    if match := _EXPONENT.fullmatch(number):
        digits = len(match[1] or "") + 1
        return _from_exponent(number, digits, int(match[3]), is_shown=bool(match[2]))
    if only_digits(number[:2]) == "00":
        number = f"+{number[2:]}"
    return number


def _from_exponent(number: str, digits: int, exponent: int, *, is_shown: bool) -> str | None:
    """``7.9128312021E10`` in full; None where the spreadsheet has rounded digits away. With a plus
    (``is_shown``) it is what a cell showed, and digits that aren't there are unknown; programs
    that write no plus leave out zeros alone."""
    least = exponent + 1 if is_shown else exponent - 1
    if exponent > 15 or not least <= digits <= exponent + 1:
        return None
    from decimal import Decimal

    return str(int(Decimal(number.replace(",", "."))))


def _possible(writing: str, region: str | None, *, certain: bool = False) -> str | None:
    if _LETTER.search(writing):
        return None  # vanity letters are more often words of somebody's note
    import phonenumbers

    try:
        number = phonenumbers.parse(writing, region)
    except phonenumbers.NumberParseException:
        return None
    reason = phonenumbers.is_possible_number_with_reason(number)
    # Local-only numbers lack their area code: there is no E.164 for them. An extension that the
    # library alone understood would be lost, so its writing is left to _EXTENSION.
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE or number.extension:
        return None
    is_short = len(str(number.national_number)) < _LEAST.get(number.country_code or 0, 0)
    if (certain or is_short) and not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _refusal(writing: str) -> Message:
    digits = len(only_digits(writing))
    if _EXPONENT.fullmatch(writing):
        return msg(
            "The spreadsheet shortened the phone number {value}. Format the column as text and "
            "save it again.",
            value=writing,
        )
    if not digits:
        return msg("“{value}” has no digits of a phone number.", value=writing[:60])
    if digits <= _SHORTEST + 2:
        return msg(
            "The phone number {value} is too short. Add the country or area code.",
            value=writing[:60],
        )
    return msg(
        "“{value}” is not a complete phone number. Write it with the country code, for example "
        "+48 600 555 114.",
        value=writing[:60],
    )
