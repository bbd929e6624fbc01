"""The types of custom fields, each a small pure object: what it takes, shows and is asked by.

``KINDS`` has one for every code of ``rows.TYPES``. Values are JSON: texts, numbers, ``{"minor",
"currency"}``, ``2026-10-14``, moments in UTC, codes, lists of codes, ids. What people type is
taken in three languages. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, time, tzinfo
from decimal import Decimal
from typing import Any, TypeAlias

from crm_desktop.core.clock import UTC, iso
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, current_language, msg
from crm_desktop.core.id_texts import is_id
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import clean_line, clean_text, fold
from crm_desktop.core.values.clock_times import clock_time
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.links import check_url
from crm_desktop.core.values.money import (
    Money,
    check_currency,
    format_money,
    from_major,
    parse_money,
    plain_money,
)
from crm_desktop.core.values.numbers import LARGEST, parse_number, shown_decimal
from crm_desktop.core.values.phones import check_phone
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.common import checks
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.filters.catalogue import FieldKind
from crm_desktop.filters.values import is_date, is_moment, parse_moment

_LONGEST_LINK = 500
_MOST_CHOSEN = 200

YES = frozenset({"yes", "true", "1", "y", "x", "да", "истина", "есть", "tak", "prawda", "t", "v"})
NO = frozenset({"no", "false", "0", "n", "нет", "ложь", "nie", "fałsz", "falsz", "f"})
_SEPARATOR = re.compile(r"[;,\n|]")


@dataclass(frozen=True)
class Given:
    """What is known of whoever gives a value: the country of phones without one, the zone of times
    without one, and whether ``03/04/2026`` begins with the day."""

    region: str | None = None
    zone: tzinfo = UTC
    day_first: bool | None = None


@dataclass(frozen=True)
class Shown:
    """What is known when values are shown: names of the records they point at, by id."""

    names: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


Check: TypeAlias = Callable[[CustomFieldRow, Any, Given], Any]
Show: TypeAlias = Callable[[CustomFieldRow, Any, Shown], str]


@dataclass(frozen=True)
class Kind:
    """A type. ``check`` gives the stored value of what is given or typed, ``None`` for an empty
    one; ``Invalid`` for what does not fit. ``show`` gives the text for people, in the current
    language. ``filter_kind`` says what may be asked; ``by_number`` that the values are ordered
    by their number, not by their key."""

    code: str
    check: Check
    show: Show
    filter_kind: FieldKind
    by_number: bool = False


# Numbers


def _as_decimal(value: Any) -> Decimal:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return parse_number(repr(value))
    if isinstance(value, str):
        return parse_number(value)
    raise TypeError


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _check_number(asked: CustomFieldRow, value: Any, _given: Given) -> int | float:
    number = _as_decimal(value)
    if asked.decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-asked.decimals), "ROUND_HALF_UP")
    return _plain_number(number)


def _show_number(asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    return shown_decimal(value, asked.decimals)


def _check_money(asked: CustomFieldRow, value: Any, _given: Given) -> dict[str, Any]:
    currency = asked.currency or "RUB"
    if isinstance(value, Mapping):
        minor = value["minor"]
        if type(minor) is not int or abs(minor) > LARGEST:
            raise TypeError
        return {"minor": minor, "currency": check_currency(value["currency"])}
    if isinstance(value, str):
        money = parse_money(value, currency)
    else:
        money = from_major(_as_decimal(value), currency)
    return {"minor": money.minor, "currency": money.currency}


def _show_money(_asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    return format_money(Money(value["minor"], value["currency"]))


# Texts


def _check_text(_asked: CustomFieldRow, value: Any, given: Given) -> str | None:
    return checks.line(clean_line(str(value)), given.region)


def _check_long_text(_asked: CustomFieldRow, value: Any, given: Given) -> str | None:
    return checks.text(clean_text(str(value)), given.region)


def _check_link(_asked: CustomFieldRow, value: Any, _given: Given) -> str:
    address = check_url(value)
    if len(address) > _LONGEST_LINK:
        raise Invalid(
            msg("The address is too long: at most {limit} characters fit.", limit=_LONGEST_LINK)
        )
    return address


def _check_phone(_asked: CustomFieldRow, value: Any, given: Given) -> str:
    return check_phone(str(value), given.region).value


def _show_text(_asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    return str(value)


def _show_phone(_asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    return format_phone(value)


# Days and moments


def _is_exact(value: Any) -> bool:
    return is_moment(value) and not is_date(value)


def _check_date(_asked: CustomFieldRow, value: Any, given: Given) -> str:
    if _is_exact(value):
        return parse_moment(value).date().isoformat()
    return parse_date(value, day_first=given.day_first).isoformat()


def _check_moment(_asked: CustomFieldRow, value: Any, given: Given) -> str:
    """A moment with its offset, or a day and perhaps a time, in the person's zone unless another
    stands with it."""
    if _is_exact(value):
        return iso(parse_moment(value))
    day = parse_date(value, day_first=given.day_first)
    at, zone = clock_time(value) or (time(), None)
    if at is None:
        raise Invalid(
            msg("“{value}” is no time. Write it like 14.10.2026 15:30.", value=value[:60])
        )
    return iso(datetime.combine(day, at, zone or given.zone))


def _show_date(_asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    year, month, day = value.split("-")
    if current_language() != "en":
        return f"{day}.{month}.{year}"
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{int(day)} {months[int(month) - 1]} {year}"


def _show_moment(asked: CustomFieldRow, value: Any, shown: Shown) -> str:
    local = parse_moment(value).astimezone(shown.zone)
    return f"{_show_date(asked, local.date().isoformat(), shown)}, {local.hour}:{local:%M}"


# Choices


def _code_of(asked: CustomFieldRow, value: Any) -> str:
    """The code of a choice given by its code or by its label in any language."""
    if asked.choice(value):
        return str(value)
    wanted = fold(str(value))
    for choice in asked.choices:
        labels = [choice.label] if isinstance(choice.label, str) else choice.label.values()
        if any(fold(label) == wanted for label in labels):
            return choice.code
    offered = ", ".join(choice.name for choice in asked.choices if not choice.archived)
    raise Invalid(
        msg(
            "“{value}” is not among the choices of this field: {words}.",
            value=str(value)[:60],
            words=offered,
        )
    )


def _check_choice(asked: CustomFieldRow, value: Any, _given: Given) -> str:
    return _code_of(asked, value)


def _check_choices(asked: CustomFieldRow, value: Any, _given: Given) -> list[str] | None:
    given = _SEPARATOR.split(value) if isinstance(value, str) else list(value)
    codes = dict.fromkeys(_code_of(asked, v) for v in given if v and str(v).strip())
    if len(codes) > _MOST_CHOSEN:
        raise Invalid(msg("At most {limit} choices fit into one field.", limit=_MOST_CHOSEN))
    return list(codes) or None


def _show_choice(asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    choice = asked.choice(value)
    return choice.name if choice else str(value)


def _show_choices(asked: CustomFieldRow, value: Any, shown: Shown) -> str:
    return ", ".join(_show_choice(asked, code, shown) for code in value)


def _check_yes_no(_asked: CustomFieldRow, value: Any, _given: Given) -> bool:
    if isinstance(value, bool):
        return value
    word = clean_line(str(value)).lower()
    if word not in YES | NO:
        raise Invalid(msg("“{value}” is neither yes nor no.", value=str(value)[:60]))
    return word in YES


def _show_yes_no(_asked: CustomFieldRow, value: Any, _shown: Shown) -> str:
    return _("Yes") if value else _("No")


# What points at records


def _check_id(_asked: CustomFieldRow, value: Any, _given: Given) -> str:
    if not is_id(value):
        raise Invalid(msg("Choose a record for this field from the list."))
    return str(value)


def _show_name(_asked: CustomFieldRow, value: Any, shown: Shown) -> str:
    return shown.names.get(value, "")


def _check_formula(_asked: CustomFieldRow, _value: Any, _given: Given) -> Any:
    raise Invalid(msg("This field is worked out by the program. Change the fields it is made of."))


_ALL = (
    Kind("text", _check_text, _show_text, FieldKind.TEXT),
    Kind("long_text", _check_long_text, _show_text, FieldKind.TEXT),
    Kind("number", _check_number, _show_number, FieldKind.NUMBER, by_number=True),
    Kind("money", _check_money, _show_money, FieldKind.MONEY, by_number=True),
    Kind("date", _check_date, _show_date, FieldKind.DATE, by_number=True),
    Kind("datetime", _check_moment, _show_moment, FieldKind.INSTANT, by_number=True),
    Kind("choice", _check_choice, _show_choice, FieldKind.CHOICE),
    Kind("multi_choice", _check_choices, _show_choices, FieldKind.MULTI_CHOICE),
    Kind("yes_no", _check_yes_no, _show_yes_no, FieldKind.YES_NO),
    Kind("link", _check_link, _show_text, FieldKind.TEXT),
    Kind("phone", _check_phone, _show_phone, FieldKind.TEXT),
    Kind("user", _check_id, _show_name, FieldKind.REFERENCE),
    Kind("record", _check_id, _show_name, FieldKind.REFERENCE),
    Kind("file", _check_id, _show_name, FieldKind.REFERENCE),
    Kind("formula", _check_formula, _show_number, FieldKind.NUMBER, by_number=True),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _ALL}

DATED = {"date", "datetime"}
"""Types whose values are days and moments."""

POINTING = {"user", "record", "file"}
"""Types whose values are ids of records."""

TOLD_BY_NAME = {"user", "record"}
"""Those of them whose values people and files tell by a name."""

WITHOUT_DEFAULT = {"record", "file", "formula"}


def target_of(asked: CustomFieldRow) -> str:
    """The entity that the field's values point at; empty for other types."""
    if asked.type == "record":
        return asked.target
    return {"user": "user", "file": "attachment"}.get(asked.type, "")


def check_value(asked: CustomFieldRow, value: Any, given: Given) -> Any:
    """The stored value, ``None`` for an empty one. ``Invalid`` names the field."""
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return KINDS[asked.type].check(asked, value, given)
    except Invalid as error:
        raise Invalid(error.message, asked.key) from error
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise Invalid(
            msg("The value doesn’t fit the field “{field}”. Nothing was saved.", field=asked.name),
            asked.key,
        ) from error


_SHAPES: Mapping[str, Any] = {
    "yes_no": bool,
    "number": (int, float),
    "formula": (int, float),
    "money": Mapping,
    "multi_choice": (list, tuple),
}
"""How the values of a type are stored, texts aside. A bool is a number, too, so it comes first."""


_WRITTEN: Mapping[str, Callable[[Any], bool]] = {
    "date": is_date,
    "datetime": _is_exact,
    **dict.fromkeys(POINTING, is_id),
}
"""What the stored text of a type looks like, where not every text is one."""


def kind_by_shape(asked: CustomFieldRow, value: Any) -> Kind:
    """The field's, or where the value was kept while the field had another type, one like that."""
    shape = next((code for code, one in _SHAPES.items() if isinstance(value, one)), "choice")
    if _SHAPES.get(shape, str) != _SHAPES.get(asked.type, str):
        return KINDS[shape]
    looks = _WRITTEN.get(asked.type)
    if looks is None or looks(value):
        return KINDS[asked.type]
    days = (code for code in ("date", "datetime") if _WRITTEN[code](value))
    return KINDS[next(days, "choice")]


def show_value(asked: CustomFieldRow, value: Any, shown: Shown) -> str:
    """The value as text; empty for nothing. The history of a field that had another type before
    holds values of that: they are told as they were."""
    if value is None:
        return ""
    try:
        return kind_by_shape(asked, value).show(asked, value, shown)
    except (AttributeError, KeyError, TypeError, ValueError):
        return value if isinstance(value, str) else ""


def plain_text(asked: CustomFieldRow, value: Any, shown: Shown) -> str:
    """The value as text from which the same value can be read again, in files and in fields of
    other types: no language writes its numbers and days."""
    if asked.type in {"number", "formula"}:
        return f"{value:.15g}"
    if asked.type == "money":
        money = Money(value["minor"], value["currency"])
        return f"{plain_money(money)} {money.currency}"
    if asked.type in {"date", "datetime", "phone"}:
        return str(value)
    if asked.type == "multi_choice":
        return "; ".join(_show_choice(asked, code, shown) for code in value)
    return show_value(asked, value, shown)


def told_value(asked: CustomFieldRow, value: Any, shown: Shown) -> Any:
    """The value as JSON for other programs: names instead of codes and ids."""
    if asked.type == "multi_choice":
        return [_show_choice(asked, code, shown) for code in value]
    if asked.type == "choice" or asked.type in POINTING:
        return show_value(asked, value, shown)
    return value
