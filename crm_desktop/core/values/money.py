"""Amounts of money: integer minor units with an ISO 4217 currency, never floats.

What they are called in three languages, how they are read from what people type, and how the
lines of a deal add up. Called by handlers, imports and the window; pure, any thread.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Protocol

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line
from crm_desktop.core.values.numbers import MINUS, NO_BREAK, parse_number, shown_decimal


@dataclass(frozen=True)
class Money:
    """``minor`` units of ``currency``: 1 050 PLN is 10.50 zł, 1 050 JPY is 1 050 yen."""

    minor: int
    currency: str


LARGEST_MINOR = 10**17
"""Minor units of the largest amount that is taken, in either direction."""

HUNDRED_PERCENT = 10_000
"""Discounts and VAT are in hundredths of a percent."""

# ISO 4217, column "Minor unit"; all others have two. CLDR's digits are those of cash.
_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}

# Only signs that mean one currency, or that people mean by them.
_SYMBOLS = {
    "RUB": "₽",
    "PLN": "zł",
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "UAH": "₴",
    "KZT": "₸",
    "BYN": "Br",
    "TRY": "₺",
    "CZK": "Kč",
    "JPY": "¥",
    "INR": "₹",
    "GEL": "₾",
    "AMD": "֏",
    "AZN": "₼",
}
_WORDS = {
    **{symbol.casefold(): code for code, symbol in _SYMBOLS.items()},
    **dict.fromkeys(("р", "руб", "рублей", "рубля", "рубль", "rub", "rubles", "roubles"), "RUB"),
    **dict.fromkeys(("zl", "złotych", "złote", "złoty", "злотых"), "PLN"),
    **dict.fromkeys(("евро", "euro", "euros"), "EUR"),
    **dict.fromkeys(("долл", "долларов", "доллара", "dollars", "dolarów", "us$"), "USD"),
    **dict.fromkeys(("тенге", "тг"), "KZT"),
    **dict.fromkeys(("грн",), "UAH"),
}
_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9
_MULTIPLES = {
    **dict.fromkeys(("тыс", "тысяч", "к", "k", "tys", "tysięcy", "thousand"), _THOUSAND),
    **dict.fromkeys(("млн", "миллионов", "миллиона", "m", "mln", "million"), _MILLION),
    **dict.fromkeys(("млрд", "миллиардов", "bn", "b", "mld", "billion"), _BILLION),
}
_SHORTENED = 10_000  # from here on amounts are told in thousands where there is little room
_AMOUNT = late_pattern(
    "(?P<before>\\D*?)(?P<number>[+\\-\u2212]?[.,]?\\d[\\d\\s.,'\u2019]*)(?P<after>\\D*)"
)


def currency_digits(currency: str) -> int:
    """How many decimals an amount of ``currency`` has: 2 for RUB, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def currency_symbol(currency: str) -> str:
    """``₽``, ``zł``, ``€``; the code itself where no sign is plain enough."""
    return _SYMBOLS.get(currency, currency)


def check_currency(value: str) -> str:
    """The ISO 4217 code in a text such as ``pln`` or ``zł``; ``Invalid`` for what is none."""
    word = clean_line(value).casefold().strip(" .")
    code = _WORDS.get(word, word.upper())
    if not is_currency(code):
        raise Invalid(
            msg("“{value}” is not a currency. Write its three letters, as EUR.", value=value[:20])
        )
    return code


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has, or had, this code: ``ZZZ`` is none, and ``1000 pcs`` is no amount of a
    currency PCS."""
    return code in _SYMBOLS or code in _known_codes()


@cache
def _known_codes() -> Container[str]:
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


def major(money: Money) -> Decimal:
    """The amount in whole units: 10.50 for 1 050 PLN."""
    return Decimal(money.minor).scaleb(-currency_digits(money.currency))


def from_major(value: Decimal, currency: str) -> Money:
    """So many whole units, rounded half up to minor ones. ``Invalid`` for more than is taken."""
    minor = int(value.scaleb(currency_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))
    return Money(require_amount(minor), currency)


def require_amount(minor: int) -> int:
    """``minor``, if it is not more than the workspace can count; else ``Invalid``."""
    if abs(minor) > LARGEST_MINOR:
        raise Invalid(
            msg(
                "The amount is too large: at most {limit} fit here. Nothing was saved; check the "
                "number of zeros.",
                limit=shown_decimal(Decimal(LARGEST_MINOR // 100)),
            )
        )
    return minor


# Reading


def parse_money(text: str, currency: str) -> Money:
    """The amount in a text as people write it: ``1 180 000,50 руб``, ``€1,180.50``, ``2,8 млн``;
    in ``currency`` where the text names none. ``Invalid`` for anything else."""
    found = _AMOUNT.fullmatch(clean_line(text))
    if found is None:
        raise _no_amount(text)
    words = f"{found['before']} {found['after']}".casefold().replace(".", " ").split()
    # A minus may stand before the sign of the currency: −₽14,280.
    is_minus = any(word[0] in "-" + MINUS for word in words)
    plain = [word for word in (word.strip("-" + MINUS) for word in words) if word]
    times = _MULTIPLES.get(plain[0], 1) if plain else 1
    names = plain[1:] if times > 1 else plain
    if len(names) > 1:
        raise _no_amount(text)
    named = _named(names[0], currency, text) if names else currency
    number = parse_number(found["number"], is_money=currency_digits(named) <= 2) * times
    return from_major(-number if is_minus else number, named)


def _named(word: str, currency: str, text: str) -> str:
    code = _WORDS.get(word) or word.upper()
    if code != currency and not is_currency(code):
        raise _no_amount(text)
    return code


def _no_amount(text: str) -> Invalid:
    return Invalid(
        msg("“{value}” is not an amount. Write it like 1250 or 12.50 EUR.", value=text[:60])
    )


# Showing


def format_money(money: Money) -> str:
    """``1 180 000 ₽``, ``€1,180.50``, ``1180,50 zł``: as the current language writes amounts;
    minor units only if there are any."""
    value = major(money)
    digits = 0 if value == value.to_integral_value() else currency_digits(money.currency)
    return _with_symbol(shown_decimal(abs(value), digits), money)


def _with_symbol(shown: str, money: Money) -> str:
    sign = MINUS if money.minor < 0 else ""
    symbol = currency_symbol(money.currency)
    if current_language() == "en" and len(symbol) == 1:
        return f"{sign}{symbol}{shown}"
    return f"{sign}{shown}{NO_BREAK}{symbol}"


def format_short_money(money: Money) -> str:
    """``2,8 млн ₽``, ``₽640K``: from ten thousand on so many thousands, millions, where there is
    little room; less than that without minor units."""
    from babel.numbers import format_compact_decimal

    value = abs(major(money))
    if value < _SHORTENED:
        return _with_symbol(shown_decimal(value, 0), money)
    language = current_language()
    return _with_symbol(format_compact_decimal(value, locale=language, fraction_digits=1), money)


def plain_money(money: Money) -> str:
    """``1180.50``: for files and other programs."""
    return f"{major(money):.{currency_digits(money.currency)}f}"


# Sums


@dataclass(frozen=True)
class LineSum:
    """What a line comes to, in minor units: ``full`` before the discount, ``gross`` after it,
    of which ``vat`` is VAT and ``net`` the rest. ``full - discount == gross == net + vat``."""

    full: int
    discount: int
    gross: int
    vat: int
    net: int


@dataclass(frozen=True)
class DealTotals:
    """What lines come to together, in minor units. ``vat`` is by rate, rates descending, with
    those rates only that occur."""

    full: int
    discount: int
    gross: int
    vat: Mapping[int, int]


def line_total(quantity: Decimal, price_minor: int, discount: int, vat: int | None) -> LineSum:
    """The sum of a line. Everything is rounded half up to the minor unit line by line, so that a
    total is exactly what its lines show; VAT is inside (price × rate ÷ (100 % + rate), as the
    Russian Tax Code, article 164.4, and the Polish VAT act, article 106e.7, reckon it)."""
    whole = quantity * price_minor
    full = _rounded(whole)
    gross = _rounded(whole * (HUNDRED_PERCENT - discount) / HUNDRED_PERCENT)
    inside = _rounded(Decimal(gross) * vat / (HUNDRED_PERCENT + vat)) if vat else 0
    return LineSum(full, full - gross, gross, inside, gross - inside)


def deal_totals(lines: Iterable[tuple[LineSum, int | None]]) -> DealTotals:
    """The sums of lines that are all in one currency, each with its rate of VAT (``None``: it
    bears none)."""
    full = gross = 0
    vat: dict[int, int] = {}
    for line, rate in lines:
        full += line.full
        gross += line.gross
        if rate is not None:
            vat[rate] = vat.get(rate, 0) + line.vat
    return DealTotals(full, full - gross, gross, dict(sorted(vat.items(), reverse=True)))


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


# Exchange


class Rate(Protocol):
    """One unit of ``currency`` is worth ``rate`` units of the workspace's own, from ``day`` on."""

    @property
    def currency(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def rate(self) -> Decimal: ...


def convert(
    money: Money, currency: str, day: date, rates: Sequence[Rate], own: str
) -> Money | None:
    """``money`` in ``currency`` by the rates of ``day``: for each currency the latest that is no
    later. ``own`` is the workspace's currency. ``None`` where a rate is missing: sums are never
    added without one."""
    if money.currency == currency:
        return money
    given, wanted = (_rate(one, day, rates, own) for one in (money.currency, currency))
    if given is None or wanted is None:
        return None
    return from_major(major(money) * given / wanted, currency)


def _rate(currency: str, day: date, rates: Sequence[Rate], own: str) -> Decimal | None:
    if currency == own:
        return Decimal(1)
    known = [rate for rate in rates if rate.currency == currency and rate.day <= day]
    return max(known, key=lambda rate: rate.day).rate if known else None
