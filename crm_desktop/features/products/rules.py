"""What may stand in the catalogue: checks of what people and files give.

Called by the handlers on the writer's thread, and by imports; pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.money import HUNDRED_PERCENT, check_currency, require_amount
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check

_LONGEST_UNIT = 20
_LARGEST_RATE = Decimal(10) ** 9


def unit(value: Any, region: str | None = None) -> str | None:
    """A unit as people write it: pcs, m², hour."""
    found = checks.line(value, region)
    if found and len(found) > _LONGEST_UNIT:
        raise Invalid(
            msg(
                "A unit has at most {limit} characters. Nothing was saved; shorten it.",
                limit=_LONGEST_UNIT,
            )
        )
    return found


def vat(value: Any, _region: str | None = None) -> int | None:
    """Hundredths of a percent from 0 to 10 000; nothing for what is free of VAT."""
    if value is None:
        return None
    if type(value) is not int:
        raise TypeError
    if not 0 <= value <= HUNDRED_PERCENT:
        raise Invalid(msg("VAT is between 0 and 100 percent. Nothing was saved."))
    return value


def amount(value: Any, _region: str | None = None) -> int | None:
    """Minor units, or nothing."""
    if value is None:
        return None
    if type(value) is not int:
        raise TypeError
    return require_amount(value)


def flag(value: Any, _region: str | None = None) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def currency(value: Any, _region: str | None = None) -> str:
    """An ISO 4217 code."""
    return check_currency(value)


def prices(value: Any, _region: str | None = None) -> list[dict[str, Any]]:
    """One price for each price list, the last one given; those without an amount fall away."""
    given = {item["price_list"]: amount(item["minor"]) for item in value or ()}
    return [
        {"minor": minor, "price_list": key} for key, minor in given.items() if minor is not None
    ]


PRODUCT_CHECKS: Mapping[str, Check] = {
    "name": checks.required_line,
    "sku": checks.line,
    "unit": unit,
    "is_service": flag,
    "vat": vat,
    "price_minor": amount,
    "currency": currency,
    "prices": prices,
    "description": checks.text,
    "source_ids": checks.source_ids,
    "custom": checks.same,
}

PRICE_LIST_CHECKS: Mapping[str, Check] = {"name": checks.required_line, "currency": currency}


def rate_day(text: str) -> str:
    """``2026-10-14`` of a day in any writing."""
    return parse_date(text).isoformat()


def rate(text: str) -> str:
    """A decimal above zero, as text without needless zeros."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or not 0 < value < _LARGEST_RATE:
        raise Invalid(
            msg("“{value}” is not a rate. Write a number above zero, as 95.5.", value=text[:30]),
            "rate",
        )
    return f"{round(value, 12).normalize():f}"
