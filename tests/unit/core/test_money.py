"""Amounts: read from what people type, shown as each language writes them, added to the unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import i18n
from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.money import (
    LARGEST_MINOR,
    DealTotals,
    LineSum,
    Money,
    check_currency,
    convert,
    currency_digits,
    deal_totals,
    format_money,
    format_short_money,
    line_total,
    parse_money,
    plain_money,
)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    before = i18n.current_language()
    yield
    i18n.set_language(before)


@pytest.mark.parametrize(
    ("language", "money", "shown"),
    [
        ("ru", Money(118_000_000, "RUB"), "1 180 000 ₽"),
        ("ru", Money(21_278_689, "RUB"), "212 786,89 ₽"),
        ("ru", Money(-1_428_000, "RUB"), "−14 280 ₽"),
        ("en", Money(118_000_000, "RUB"), "₽1,180,000"),
        ("en", Money(118_050, "EUR"), "€1,180.50"),
        ("en", Money(-1_428_000, "RUB"), "−₽14,280"),
        ("en", Money(500, "CHF"), "5 CHF"),
        ("pl", Money(21_240_000, "PLN"), "212 400 zł"),
        ("pl", Money(118_050, "PLN"), "1180,50 zł"),
        ("pl", Money(-1_428_000, "PLN"), "−14 280 zł"),
        ("en", Money(1050, "JPY"), "¥1,050"),
        ("en", Money(1050, "KWD"), "1.050 KWD"),
        ("ru", Money(0, "RUB"), "0 ₽"),
        ("ru", Money(LARGEST_MINOR, "RUB"), "1 000 000 000 000 000 ₽"),
    ],
)
def test_each_language_writes_amounts_its_own_way(language: str, money: Money, shown: str) -> None:
    i18n.set_language(language)
    assert format_money(money).replace("\u00a0", " ") == shown
    assert " " not in format_money(money)


@pytest.mark.parametrize(
    ("language", "minor", "shown"),
    [
        ("ru", 280_000_000, "2,8 млн ₽"),
        ("ru", 64_000_000, "640 тыс. ₽"),
        ("en", 280_000_000, "₽2.8M"),
        ("en", 64_000_000, "₽640K"),
        ("pl", -64_000_000, "−640 tys. ₽"),
        ("ru", 999_949, "9 999 ₽"),
        ("ru", 99, "1 ₽"),
    ],
)
def test_where_there_is_little_room_amounts_are_told_in_thousands_and_millions(
    language: str, minor: int, shown: str
) -> None:
    i18n.set_language(language)
    words = format_short_money(Money(minor, "RUB"))
    assert words.replace("\u00a0", " ") == shown
    assert " " not in words


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1 180 000,50 руб", Money(118_000_050, "RUB")),
        ("1 180 000 ₽", Money(118_000_000, "RUB")),
        ("1180000 р.", Money(118_000_000, "RUB")),
        ("2,8 млн", Money(280_000_000, "RUB")),
        ("12 тыс. руб.", Money(1_200_000, "RUB")),
        ("€1,180.50", Money(118_050, "EUR")),
        ("1.180.000,50 zł", Money(118_000_050, "PLN")),
        ("640 tys. zł", Money(64_000_000, "PLN")),
        ("-5", Money(-500, "RUB")),
        ("−14 280 ₽", Money(-1_428_000, "RUB")),
        ("−$14.50", Money(-1450, "USD")),
        ("0,005", Money(1, "RUB")),
        ("500 JPY", Money(500, "JPY")),
        ("1,5 kwd", Money(1500, "KWD")),
        ("THB 7", Money(700, "THB")),
    ],
)
def test_people_may_write_an_amount_in_any_way(text: str, money: Money) -> None:
    i18n.set_language("ru")
    assert parse_money(text, "RUB") == money


@pytest.mark.parametrize("text", ["10000000000000000", "2" + 18 * "0", "1" + 40 * "0" + " EUR"])
def test_an_amount_with_too_many_zeros_is_said_to_be_too_large(text: str) -> None:
    with pytest.raises(Invalid, match="too large"):
        parse_money(text, "RUB")


@pytest.mark.parametrize(
    ("language", "text", "minor"),
    [
        ("ru", "1.180", 118_000),
        ("ru", "1,180", 118),
        ("pl", "1.180", 118_000),
        ("en", "1,180", 118_000),
        ("en", "1.180", 118),
    ],
)
def test_the_language_decides_what_one_sign_before_three_digits_is(
    language: str, text: str, minor: int
) -> None:
    i18n.set_language(language)
    assert parse_money(text, "EUR").minor == minor


def test_three_letters_that_are_no_currency_are_none_but_for_that_which_is_there() -> None:
    with pytest.raises(Invalid):
        parse_money("1000 pcs", "RUB")
    assert parse_money("1000 bhd", "RUB") == Money(1_000_000, "BHD")
    assert parse_money("1000 PTS", "PTS") == Money(100_000, "PTS")


@pytest.mark.parametrize(
    "text", ["", "abc", "1 2x3", "5 попугаев", "12 foo bar", "1000000000000001", "9e9", "--"]
)
def test_what_is_no_amount_is_refused_with_words(text: str) -> None:
    with pytest.raises(Invalid):
        parse_money(text, "RUB")


@given(
    st.sampled_from(["ru", "en", "pl"]),
    st.integers(-(10**15), 10**15),
    st.sampled_from(["RUB", "PLN", "EUR", "JPY", "KWD", "CHF"]),
)
def test_what_is_shown_is_read_back(language: str, minor: int, currency: str) -> None:
    i18n.set_language(language)
    assert parse_money(format_money(Money(minor, currency)), "USD") == Money(minor, currency)


@pytest.mark.parametrize(("code", "digits"), [("RUB", 2), ("JPY", 0), ("KWD", 3), ("RSD", 2)])
def test_digits_are_those_of_iso_4217(code: str, digits: int) -> None:
    assert currency_digits(code) == digits


def test_a_currency_is_known_by_code_and_by_sign() -> None:
    assert [check_currency(text) for text in ("pln", " zł", "₽", "chf")] == [
        "PLN",
        "PLN",
        "RUB",
        "CHF",
    ]


@pytest.mark.parametrize("text", ["money", "ZZZ", "pcs", ""])
def test_letters_that_are_no_currency_of_iso_4217_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        check_currency(text)


def test_files_get_amounts_without_a_language() -> None:
    assert plain_money(Money(-118_050, "PLN")) == "-1180.50"


# Sums


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    price_minor: int
    discount: int = 0
    vat: int | None = 2200

    @property
    def total(self) -> LineSum:
        return line_total(self.quantity, self.price_minor, self.discount, self.vat)


def totals_of(lines: Iterable[Line]) -> DealTotals:
    return deal_totals((line.total, line.vat) for line in lines)


def test_the_deal_of_the_picture_adds_up() -> None:
    totals = totals_of(
        [
            Line(Decimal(220), 215_000),
            Line(Decimal(84), 340_000, 500),
            Line(Decimal(42), 126_000),
            Line(Decimal(18), 490_000),
            Line(Decimal(1), 8_500_000),
            Line(Decimal(338), 62_000),
        ]
    )
    assert (totals.full, totals.discount, totals.gross) == (119_428_000, 1_428_000, 118_000_000)
    assert totals.vat == {2200: 21_278_689}


def test_each_line_is_rounded_half_up_on_its_own() -> None:
    assert line_total(Decimal("0.5"), 1, 0, None).gross == 1
    assert line_total(Decimal("-0.5"), 1, 0, None).gross == -1
    assert totals_of([Line(Decimal("0.5"), 1, vat=None)] * 2).gross == 2


def test_no_vat_and_a_rate_of_nothing_are_two_things() -> None:
    totals = totals_of([Line(Decimal(1), 100, vat=None), Line(Decimal(1), 100, vat=0)])
    assert totals.vat == {0: 0}


_LINES = st.lists(
    st.builds(
        Line,
        st.decimals(0, 10**6, places=3),
        st.integers(-(10**9), 10**9),
        st.integers(0, 10_000),
        st.none() | st.sampled_from([0, 500, 800, 1000, 2000, 2200, 2300]),
    ),
    max_size=30,
)


@given(_LINES)
def test_a_total_is_the_sum_of_its_lines_to_the_minor_unit(lines: list[Line]) -> None:
    sums = [line.total for line in lines]
    totals = totals_of(lines)
    assert totals.gross == sum(one.gross for one in sums)
    assert totals.full - totals.discount == totals.gross
    assert sum(totals.vat.values()) == sum(one.vat for one in sums)
    assert all(one.net + one.vat == one.gross for one in sums)


@given(_LINES)
def test_the_order_of_lines_changes_no_total(lines: list[Line]) -> None:
    assert totals_of(lines) == totals_of(reversed(lines))


@given(_LINES)
def test_vat_and_discount_stay_inside(lines: list[Line]) -> None:
    for line in lines:
        total = line.total
        assert abs(total.vat) <= abs(total.gross) <= abs(total.full)


# Rates


@dataclass(frozen=True)
class KnownRate:
    currency: str
    day: date
    rate: Decimal


_RATES = [
    KnownRate("EUR", date(2026, 10, 1), Decimal("95.5")),
    KnownRate("EUR", date(2026, 10, 10), Decimal(100)),
    KnownRate("PLN", date(2026, 10, 1), Decimal(25)),
]


@pytest.mark.parametrize(
    ("money", "currency", "day", "expected"),
    [
        (Money(100, "EUR"), "RUB", date(2026, 10, 9), Money(9550, "RUB")),
        (Money(100, "EUR"), "RUB", date(2026, 10, 10), Money(10_000, "RUB")),
        (Money(100, "EUR"), "PLN", date(2026, 11, 1), Money(400, "PLN")),
        (Money(100, "EUR"), "RUB", date(2026, 9, 30), None),
        (Money(100, "USD"), "RUB", date(2026, 10, 9), None),
        (Money(100, "USD"), "USD", date(2026, 10, 9), Money(100, "USD")),
    ],
)
def test_the_latest_rate_that_was_known_that_day_counts(
    money: Money, currency: str, day: date, expected: Money | None
) -> None:
    assert convert(money, currency, day, _RATES, "RUB") == expected
