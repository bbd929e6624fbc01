"""What the window says of deals: amounts, lengths of stays, days ahead.

Called by the card, the gate and the dialog of lost deals, on any thread; pure but for the
language and today.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.money import (
    Money,
    currency_digits,
    format_money,
    format_short_money,
    major,
    parse_money,
)
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.board.model import HeadSums
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number, shown_percent

Forms = tuple[str, Callable[[int], str]]
"""What is said of a deal by its name (``{deal}``), and of so many (``{number}``)."""

_WEEK = 7
_HOUR = 3600
_DAY = 24 * _HOUR


def today() -> date:
    """The day in the person's zone."""
    return clock.now().astimezone(clock.LOCAL_ZONE).date()


def money_words(amount: Money | None) -> str:
    """``1 180 000 ₽``; nothing for no amount."""
    return format_money(amount) if amount is not None else ""


def estimate_words(amount: Money) -> str:
    """``382 571 ₽`` of 382 570.80: what comes by a chance is a guess, so without minor units. A
    sum may be larger than any one deal."""
    whole = major(amount).quantize(Decimal(1), ROUND_HALF_UP)
    return format_money(Money(int(whole.scaleb(currency_digits(amount.currency))), amount.currency))


def sums_words(sums: Sequence[Money]) -> str:
    """Sums of several currencies side by side; they are never added (section 22)."""
    return " + ".join(money_words(one) for one in sums)


def estimates_words(sums: Sequence[Money]) -> str:
    """What may come, by chances or cycles, of several currencies side by side."""
    return " + ".join(estimate_words(one) for one in sums)


def shorter_sums(sums: Sequence[Money], weighted: Sequence[Money] = ()) -> tuple[HeadSums, ...]:
    """What a column comes to, for heads without room for all of it: without minor units, then in
    thousands and millions."""
    short, likely = (" + ".join(map(format_short_money, some)) for some in (sums, weighted))
    whole = HeadSums(estimates_words(sums), estimates_words(weighted))
    return whole, HeadSums(short, likely)


def amount_of(text: str, currency: str) -> Money | None:
    """The amount of a text as people write it, in ``currency`` where none stands there; ``None``
    for an empty text. ``Invalid`` for what is no amount."""
    return parse_money(text, currency) if text.strip() else None


def counted_deals(number: int) -> str:
    """``3 deals``."""
    words = ngettext("{number} deal", "{number} deals", number)
    return words.format(number=shown_number(number))


def words_of_gone(
    shown: PipelineRow | None, there: Sequence[PipelineRow], now: PipelineRow | None
) -> str:
    """What is said when the pipeline that was ``shown`` is not among those that are ``there`` and
    another is shown in its place; nothing otherwise."""
    if shown is None or now is None or any(one.id == shown.id for one in there):
        return ""
    words = _("“{pipeline}” is no longer among your pipelines. “{other}” is shown now.")
    return words.format(pipeline=shown.name, other=now.name)


def in_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def ahead_words(here: date, there: date) -> str:
    """``in 3 months``, ``in 2 weeks``, ``in 10 days`` from ``here``; nothing for the past."""
    days = (there - here).days
    if days <= 0:
        return ""
    months = (there.year - here.year) * 12 + there.month - here.month
    if months and in_months(here, months) == there:
        words = ngettext("in {number} month", "in {number} months", months)
        return words.format(number=shown_number(months))
    if days % _WEEK == 0:
        weeks = days // _WEEK
        words = ngettext("in {number} week", "in {number} weeks", weeks)
        return words.format(number=shown_number(weeks))
    words = ngettext("in {number} day", "in {number} days", days)
    return words.format(number=shown_number(days))


def days_between(begin: datetime, end: datetime) -> int:
    """Whole days that lie between two moments."""
    return max(0, int((end - begin).total_seconds()) // _DAY)


def short_length(begin: datetime, end: datetime) -> str:
    """``2d``; on the first day ``3h`` (interaction.md, 22), and ``<1h`` in its first hour."""
    seconds = max(0, int((end - begin).total_seconds()))
    if seconds < _HOUR:
        return _("<{number}h").format(number=shown_number(1))
    if seconds < _DAY:
        return _("{number}h").format(number=shown_number(seconds // _HOUR))
    days = seconds // _DAY
    return ngettext("{number}d", "{number}d", days).format(number=shown_number(days))


def spoken_days(number: int) -> str:
    """``2 days``, for the ear."""
    words = ngettext("{number} day", "{number} days", number)
    return words.format(number=shown_number(number))


def shown_chance(deal: DealRow) -> str:
    """``70%``; nothing of what is decided."""
    return "" if deal.chance is None else shown_percent(deal.chance)


def weighted(deal: DealRow) -> Money | None:
    """The amount by the chance, rounded half up to the minor unit; nothing of what is decided."""
    if deal.amount is None or deal.chance is None:
        return None
    minor = Decimal(deal.amount.minor * deal.chance) / 100
    return Money(int(minor.quantize(Decimal(1), ROUND_HALF_UP)), deal.amount.currency)


def long_day(day: date) -> str:
    """``30 October``; of another year with it."""
    if day.year == today().year:
        return values.birthday(f"--{day:%m-%d}")
    return values.day(day.isoformat())


def replaced_amount_words(before: DealRow, after: DealRow) -> str:
    """That what the first products come to took the place of an amount that somebody typed;
    nothing where none went."""
    is_first = bool(after.lines) and not before.lines
    if (
        not is_first
        or not before.amount
        or not before.amount.minor
        or before.amount == after.amount
    ):
        return ""
    return _("The amount is now what the products come to: {amount} instead of {before}.").format(
        amount=money_words(after.amount), before=money_words(before.amount)
    )


def barred() -> str:
    """Why no deal is begun with a client on the blacklist."""
    return _("No new deals: the client is on the blacklist.")
