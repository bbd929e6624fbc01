"""Tax and register numbers of Russia, Poland and the European Union, by their check digits.

Called by contact and company handlers and import on any thread. The rules are those of
``python-stdnum``; КПП has no check digit and is checked by its form (order of the Federal Tax
Service ММВ-7-6/435@), KRS has none either. The library is imported when it is asked: no start of
the program asks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line

TAX_ID_KINDS = ("inn", "kpp", "ogrn", "nip", "regon", "krs", "vat")

_KPP = late_pattern(r"\d{4}[0-9A-Z]{2}\d{3}")
_KRS = late_pattern(r"\d{10}")
_VAT = late_pattern(r"[A-Z]{2}[0-9A-Z+*]{2,13}")
_LABEL = late_pattern(
    r"(?:ИНН|КПП|ОГРНИП|ОГРН|NIP|REGON|KRS|VAT(?:[- ]?(?:ID|UE|No))?)[\s.:№#]*", re.I
)
_SPACES = late_pattern(r"[\s.\-–—]+")
_LONGEST = 40


def check_tax_id(kind: str, text: str) -> str:
    """The number of ``kind`` (one of ``TAX_ID_KINDS``) without separators, digits and capitals
    only. Raises ``Invalid`` saying what such a number looks like."""
    value = _compact(text)
    number = _CHECKS[kind](value) if len(value) <= _LONGEST and value.isascii() else None
    if number is None:
        raise Invalid(_refusal(kind, clean_line(text)[:_LONGEST]), field=f"tax_ids.{kind}")
    return number


def recognise_tax_id(text: str) -> str | None:
    """The likeliest kind of a number without a name, or None. A number that is right as
    several kinds is taken by its punctuation, then in the order of ``TAX_ID_KINDS``."""
    line = clean_line(text)
    value = _compact(line)
    if not value.isascii() or len(value) > _LONGEST:
        return None
    order: tuple[str, ...] = ("inn", "ogrn", "nip", "regon")
    if re.fullmatch(r"\d{3}-\d{2,3}-\d{2}-\d{2,3}", line):  # only Poles group ten digits so
        order = ("nip", *order)
    if value.startswith("0000"):
        order = ("krs", *order)
    if re.fullmatch(r"\d{4}(?:01|02|03|43|44|45|50)001", value):  # КПП of a head office or branch
        order = ("kpp", *order)
    if value[:2].isalpha():
        order = ("vat",)
    return next((kind for kind in order if _CHECKS[kind](value)), None)


def _compact(text: str) -> str:
    line = _LABEL.sub("", clean_line(text).lstrip("'"), count=1)
    line = re.sub(r"(?<=\d{8})\.0$", "", line)  # a number that a spreadsheet took for a decimal
    return _SPACES.sub("", line).upper()


def _by(validate: Callable[[str], str], *lengths: int) -> Callable[[str], str | None]:
    """A check by ``python-stdnum``. A number one digit short has lost its leading zero in a
    spreadsheet, if the check digits agree with a zero."""

    def check(value: str) -> str | None:
        from stdnum.exceptions import ValidationError

        if not value.isdigit() or not int(value):  # zeros fill in for a number nobody knew
            return None
        number = f"0{value}" if len(value) + 1 in lengths and len(value) not in lengths else value
        try:
            return validate(number) if len(number) in lengths else None
        except ValidationError:
            return None

    return check


def _inn(value: str) -> str:
    from stdnum.ru import inn

    return inn.validate(value)


def _nip(value: str) -> str:
    from stdnum.pl import nip

    return nip.validate(value)


def _regon(value: str) -> str:
    from stdnum.pl import regon

    return regon.validate(value)


def _ogrn(value: str) -> str:
    """As ``stdnum.ru.ogrn``, but the control digit of an entrepreneur's 15 digits is the last
    digit of the remainder (order of the Ministry of Finance 165n, item 7), also above 9."""
    if len(value) == 15 and value[0] == "3" and int(value[:-1]) % 13 % 10 == int(value[-1]):
        return value
    from stdnum.ru import ogrn

    return ogrn.validate(value)


def _kpp(value: str) -> str | None:
    number = value.zfill(9) if len(value) == 8 else value
    return number if _KPP.fullmatch(number) else None


def _krs(value: str) -> str | None:
    number = value.zfill(10) if 5 <= len(value) < 10 else value
    return number if _KRS.fullmatch(number) and int(number) else None


def _vat(value: str) -> str | None:
    if not _VAT.fullmatch(value):
        return None
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    try:
        number = vat.validate(value)
    except ValidationError:
        return None
    return number if number[:2].isalpha() else value[:2] + number


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "inn": _by(_inn, 10, 12),
    "kpp": _kpp,
    "ogrn": _by(_ogrn, 13, 15),
    "nip": _by(_nip, 10),
    "regon": _by(_regon, 9, 14),
    "krs": _krs,
    "vat": _vat,
}


def _refusal(kind: str, value: str) -> Message:
    sentences = {
        "inn": msg(
            "{value} is not an INN. It has 10 digits for a company, 12 for a person, and its "
            "last digits must agree with the others. Please check for a typing error.",
            value=value,
        ),
        "kpp": msg("{value} is not a KPP. It has 9 characters, such as 770701001.", value=value),
        "ogrn": msg(
            "{value} is not an OGRN. It has 13 digits for a company, 15 for an entrepreneur, and "
            "its last digit must agree with the others. Please check for a typing error.",
            value=value,
        ),
        "nip": msg(
            "{value} is not a NIP. It has 10 digits, and the last one must agree with the "
            "others. Please check for a typing error.",
            value=value,
        ),
        "regon": msg(
            "{value} is not a REGON. It has 9 or 14 digits, and the last one must agree with the "
            "others. Please check for a typing error.",
            value=value,
        ),
        "krs": msg("{value} is not a KRS number. It has 10 digits.", value=value),
        "vat": msg(
            "{value} is not a VAT number of the European Union. It starts with two letters of "
            "the country, such as PL5260250274. Please check for a typing error.",
            value=value,
        ),
    }
    return sentences[kind]
