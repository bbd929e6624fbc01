"""Stored phone numbers as people read them.

Called by lists and cards, on any thread. ``phonenumbers`` groups the digits; the commonest numbers
are grouped here as it does, because the first page of a window doesn't wait for the library, which
is imported when it is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crm_desktop.core.i18n import _

# How the library groups the commonest stored numbers. A template of ``re`` would be read anew for
# each number.
_GROUPED = (
    (re.compile(r"\+7([349]\d\d|8[02-7]\d|81[1-8])(\d{3})(\d\d)(\d\d)"), "+7 {} {}-{}-{}"),
    (re.compile(r"\+48((?:5[0137]|6[069]|7[2389]|88)\d)(\d{3})(\d{3})"), "+48 {} {} {}"),
    (re.compile(r"\+1([2-9]\d\d)([2-9]\d\d)(\d{4})"), "+1 {}-{}-{}"),
)


def format_phone(value: str, extension: str | None = None) -> str:
    """A stored number as people read it (``+7 900 555-01-14``), grouped by its country."""
    shown = _international(value)
    if not extension:
        return shown
    return _("{phone} ext. {extension}").format(phone=shown, extension=extension)


def _international(value: str) -> str:
    if not value:
        return value
    for form, grouped in _GROUPED:
        if match := form.fullmatch(value):
            return grouped.format(*match.groups())
    return _by_library(value)


# To ask it takes fifty times as long as to group the commonest, for the same numbers again
# with each line of a list.
@lru_cache(maxsize=16_384)
def _by_library(value: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
