"""Values of deals, checked and normalised by their meaning before anything is written. Pure;
called by the handlers on the writer's thread, and by the import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.values.money import HUNDRED_PERCENT, LARGEST_MINOR, require_amount
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.deals.rules import line_total
from crm_desktop.features.pipelines.rules import currency, percent

MOST_LINES = 10_000
_MOST_QUANTITY = Decimal(10) ** 12
_PLACES = 3


def minor(value: Any, _region: str | None = None) -> int | None:
    """An amount in minor units, or nothing."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return require_amount(value)


def day(value: Any, _region: str | None = None) -> str | None:
    """A day as ``2026-10-30``."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(msg("{value} is no date. Nothing was saved.", value=value)) from None


def contacts(value: Any, region: str | None = None) -> list[dict[str, Any]]:
    """Who takes part, each once, one of them primary."""
    people = {
        item["contact"]: {
            "contact": item["contact"],
            "role": checks.line(item.get("role"), region),
            "primary": bool(item.get("primary")),
        }
        for item in value or ()
    }
    if len(people) > MOST_LINES:
        raise Invalid(msg("More than {limit} values don’t fit into one field.", limit=MOST_LINES))
    return checks.with_one_primary(list(people.values()))


def lines(value: Any, region: str | None = None) -> list[dict[str, Any]]:
    """What the client buys."""
    if len(value or ()) > MOST_LINES:
        raise Invalid(
            msg(
                "A deal has at most {limit} lines of products. Nothing was saved; split the deal "
                "or join lines.",
                limit=MOST_LINES,
            )
        )
    return [_line(item, region) for item in value or ()]


def _line(item: Mapping[str, Any], region: str | None) -> dict[str, Any]:
    clean: dict[str, Any] = {
        "product": item.get("product") or None,
        "name": checks.required_line(item.get("name"), region),
        "sku": checks.line(item.get("sku"), region),
        "quantity": quantity(item.get("quantity", "1")),
        "unit": checks.line(item.get("unit"), region),
        "price_minor": minor(item.get("price_minor")) or 0,
        "discount": _share(item.get("discount")) or 0,
        "vat": _share(item.get("vat")),
    }
    if abs(Decimal(clean["quantity"]) * clean["price_minor"]) > LARGEST_MINOR * HUNDRED_PERCENT:
        require_amount(LARGEST_MINOR + 1)  # more digits than are reckoned with
    require_amount(line_total(clean))
    return clean


def quantity(value: Any) -> str:
    """A decimal number with up to three places, without needless zeros."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= _MOST_QUANTITY:
        raise Invalid(msg("{value} is not a quantity. Nothing was saved.", value=str(value)[:40]))
    if number != round(number, _PLACES):
        raise Invalid(
            msg(
                "A quantity has at most {places} decimal places. {value} was not saved.",
                places=_PLACES,
                value=value,
            )
        )
    plain = f"{number:.{_PLACES}f}"
    return plain.rstrip("0").rstrip(".")


def _share(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    if not 0 <= value <= HUNDRED_PERCENT:
        raise Invalid(msg("Discount and VAT lie between 0 and 100 percent. Nothing was saved."))
    return value


def _chance(value: Any, region: str | None) -> int | None:
    return None if value is None else percent(value, region)


CHECKS: Mapping[str, Check] = {
    "title": checks.required_line,
    "amount_minor": minor,
    "currency": currency,
    "chance": _chance,
    "expected_close": day,
    "company": checks.same,
    "contacts": contacts,
    "owner": checks.same,
    "source": checks.line,
    "note": checks.text,
    "tags": checks.ids,
    "lines": lines,
    "custom": checks.same,
    "source_ids": checks.source_ids,
}
"""The fields that people fill in."""

LOSS_CHECKS: Mapping[str, Check] = {
    "lost_reason": checks.same,
    "lost_detail": checks.line,
    "lost_comment": checks.text,
}
"""Why a deal was lost."""
