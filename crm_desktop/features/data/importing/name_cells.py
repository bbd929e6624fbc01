"""Cells of names: what says that there is none, and a phone written behind one.

``handler_for`` of ``cells`` asks for each column of names. Pure, in worker processes.
"""

from __future__ import annotations

import re
from functools import partial

from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.phones import find_phones
from crm_desktop.features.data.importing.contents import without_phone_label
from crm_desktop.features.data.importing.rowparts import (
    FoundPhone,
    Handler,
    RowParts,
    one_line,
    put_single,
)

NAME_FIELDS = frozenset(
    ("full_name", "family_name", "given_name", "middle_name", "company.name", "company.legal_name")
)
_WHOLE = frozenset(("full_name", "company.name", "company.legal_name"))

# Folded. Bitrix24 calls everybody without a name “Без имени”.
_NO_NAME = frozenset(
    (
        *("без имени", "без названия", "без фамилии", "имя не указано", "название не указано"),
        *("не указано", "не указан", "не указана", "не известно", "неизвестно", "не заполнено"),
        *("не задано", "нет имени", "нет названия", "нет данных", "нет информации", "н д"),
        *("no name", "noname", "unknown", "n a", "not set", "not specified", "not provided"),
        *("no data", "not available", "unnamed", "untitled", "undefined", "unknown name"),
        *("nie podano", "brak danych", "brak nazwy", "brak imienia", "bez nazwy", "nieznane"),
    )
)
# Somebody may have such a family name.
_SELDOM_A_NAME = frozenset(("нет", "null", "none", "nan", "brak"))
_LONGEST = max(map(len, _NO_NAME)) + 4

# What stands in the place of the part that nobody knows: “Без фамилии Ольга”.
_NO_PART = re.compile(
    r"(?i)\W*\b(?:без (?:фамилии|имени|отчества)|no (?:last|first|family) ?name|no surname|"
    r"bez (?:nazwiska|imienia))\b\W*"
)

# What spreadsheet programs show for a formula that fails: ``#REF!``, ``#Н/Д``, ``#NAZWA?``.
_FAULT = re.compile(r"#(?:[^\W\d_]+(?:/[^\W\d_0]+|/0)?[!?]|[NН]/[AДD])")
_DIGITS = re.compile(r"(?:\d[^\d]*){7}")
# Ten digits in one go are a tax number as well, and so are twelve.
_BARE = re.compile(r"(?<![\d+])(?:\d{7,10}|\d{12,})(?!\d)")


def name_handler(field: str, name: str, region: str) -> Handler | None:
    """What takes the cells of a column of names, or ``None`` for any other; phones without a
    country are those of ``region``."""
    if field not in NAME_FIELDS:
        return None
    if field == "full_name":
        return partial(_full_name, name=name, region=region)
    return partial(_part, code=field, name=name)


def _full_name(row: RowParts, text: str, *, name: str, region: str) -> None:
    if _says_none(text, "full_name"):
        row.move(name, one_line(text))
        return
    if _DIGITS.search(text):
        text = _without_phones(row, text, region)
    if called := _NO_PART.sub(" ", text).strip():
        row.other_names.append((name, called))
    else:
        row.move(name, one_line(text))


def _part(row: RowParts, text: str, *, code: str, name: str) -> None:
    if _says_none(text, code):
        row.move(name, one_line(text))
    else:
        put_single(row, text, code=code, name=name)


def _says_none(text: str, code: str) -> bool:
    if len(text) > _LONGEST:
        return False
    if text[0] == "#" and _FAULT.fullmatch(text):
        return True
    folded = fold(text)
    return folded in _NO_NAME or (code in _WHOLE and folded in _SELDOM_A_NAME)


def _without_phones(row: RowParts, text: str, region: str) -> str:
    """``Ильин П. С., тел. 8 912 000-11-22`` without the phone, which the row gets; with it where
    the digits may be anything, or more than a name is left."""
    if "@" in text or _BARE.search(text):
        return text
    phones, rest = find_phones(text, region)
    called = without_phone_label(rest)
    if not phones or not any(map(str.isalpha, called)) or any(map(str.isdigit, called)):
        return text
    row.phones += [FoundPhone(phone, "work", False) for phone in phones]
    return called
