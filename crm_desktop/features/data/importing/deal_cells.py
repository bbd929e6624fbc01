"""Cells of a deal's own columns: amounts, dates, outcomes and the products on the row.

``cells`` takes a handler from here for each such column; they run in worker processes. Numbers
are read as people of any of our languages write them and kept as decimal texts, because which
currency they are in may only be known when they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial

from crm_desktop.core.errors import Invalid
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.dates import is_blank_date
from crm_desktop.core.values.money import LARGEST_MINOR, currency_digits, is_currency
from crm_desktop.core.values.numbers import MINUS
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.deal_headers import outcome_in
from crm_desktop.features.data.importing.headers import is_phrase
from crm_desktop.features.data.importing.moments import day_or_moment, in_zone_of
from crm_desktop.features.data.importing.price_columns import LIST_PRICE, list_currency, list_name
from crm_desktop.features.data.importing.rowparts import Handler, RowParts, one_line

CURRENCIES = frozenset(("deal.currency", "product.currency"))
"""Columns that are read before amounts: the currency says how many decimals these have."""

_LARGEST = Decimal(10) ** 15
_NUMBER = re.compile(r"[-+\u2212]?(?:(?<!\w)[.,])?\d[\d .,'’\u00a0\u202f]*")
_ONE_THOUSAND = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_NUMERIC_CELL = re.compile(r"-?\d+\.\d*[1-9]")  # as the reader of workbooks writes a fraction
_SIGNS = {"₽": "RUB", "руб": "RUB", "р": "RUB", "$": "USD", "€": "EUR", "zł": "PLN", "zl": "PLN"}
_SIGNS |= {"£": "GBP", "₸": "KZT", "₴": "UAH", "br": "BYN", "¥": "JPY", "rub": "RUB", "pln": "PLN"}
_STEMS = {"белорус": "BYN", "рубл": "RUB", "доллар": "USD", "евро": "EUR", "злот": "PLN"}
_STEMS |= {"тенге": "KZT", "гривн": "UAH", "ruble": "RUB", "dolar": "USD", "dollar": "USD"}
_STEMS |= {"euro": "EUR", "złot": "PLN", "zlot": "PLN", "pound": "GBP", "funt": "GBP"}
_SIGN_IN_NAME = re.compile(r"\w+|[₽$€£₸₴¥]")
_NOT_CLOSED = "не закрыт* | не указан* | not closed | open | nie zamknieto | brak"
_NO_VAT = "без ндс | нет | no | none | no vat | bez vat | zw | np"
_SERVICES = "услуг* | service* | uslug* | работ* | robocizna"
_GOODS = "товар* | product* | goods | produkt* | towar* | запас* | материал* | material* | item"
_GROUP = 3  # digits behind a thousands separator


@dataclass(frozen=True)
class Written:
    """How the cells of a column are written: whether dates begin with the day, whether numbers of
    a workbook with three decimals are among them, in what currency amounts are that name none,
    and what stands before decimals, if the person has said so."""

    day_first: bool
    thousandths: bool = False
    currency: str = ""
    decimal_mark: str | None = None


def deal_handler(field: str, name: str, written: Written) -> Handler | None:
    """The function that takes the cells of a column ``name`` with a deal's ``field``."""
    if field in _DATES:
        return partial(_day, code=field, name=name, day_first=written.day_first)
    if field in _NUMBERS:
        return partial(_NUMBERS[field], code=field, name=name, written=written)
    if field in _HANDLERS:
        return partial(_HANDLERS[field], code=field, name=name)
    return None


def decimal_of(text: str, *, decimals: int = 2, mark: str | None = None) -> Decimal:
    """The number in a text such as ``1 180 000,50 ₽``, ``−$1,200`` or ``(1200)``, which is below
    zero. What could be thousands (``1,250``) is, unless such numbers have three ``decimals`` or
    more, as quantities and amounts in KWD do, or ``mark`` stands before decimals. Raises
    ``ValueError``."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        raise ValueError(text)
    written = re.sub(r"[ '’\u00a0\u202f]", "", found[0].rstrip(" .,'’\u00a0\u202f"))
    number = Decimal(_with_point(written.replace(MINUS, "-"), decimals, mark))
    before = text.partition(found[0])[0].strip()
    is_minus = before.startswith(("-", MINUS))  # before the sign of the currency
    is_in_brackets = before.startswith("(") and text.rstrip().endswith(")")
    return -abs(number) if is_minus or is_in_brackets else number


def may_be_thousands(text: str) -> str:
    """The number in the text as it is written, if only who wrote it knows whether its three last
    digits are decimals."""
    found = [one.strip() for one in _NUMBER.findall(text)]
    return found[0] if len(found) == 1 and _ONE_THOUSAND.fullmatch(found[0]) else ""


def _with_point(digits: str, decimals: int, mark: str | None) -> str:
    if mark is not None:
        digits = digits.replace("," if mark == "." else ".", "")
        return digits.replace(mark, "." if digits.count(mark) == 1 else "")
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits
    is_thousand = decimals < _GROUP and _ONE_THOUSAND.fullmatch(digits)
    if digits.count(digits[last]) > 1 or is_thousand:
        return digits.replace(",", "").replace(".", "")
    return digits[:last].replace(",", "").replace(".", "") + "." + digits[last + 1 :]


def currency_of(text: str) -> str | None:
    """The ISO 4217 code that a text names by code or sign, or ``None``."""
    left = _NUMBER.sub(" ", text).strip(f" .()-+{MINUS}").casefold()
    if left in _SIGNS:
        return _SIGNS[left]
    if is_currency(left.upper()):
        return left.upper()
    named = (code for stem, code in _STEMS.items() if stem in left)
    return next(named, None)


@lru_cache(maxsize=100)
def _currency_in_name(name: str) -> str | None:
    """The currency in the name of a column: ``Цена, руб.``"""
    codes = frozenset(_SIGNS.values())
    for word in _SIGN_IN_NAME.findall(name.casefold()):
        if word in _SIGNS or word.upper() in codes:
            return _SIGNS[word] if word in _SIGNS else word.upper()
    return None


def _amount(row: RowParts, text: str, *, code: str, name: str, written: Written) -> None:
    line = one_line(text)
    currency = currency_of(line) or _currency_in_name(name)
    number = _amount_of(row, line, currency, written)
    if number is None:
        row.move(name, line)
    else:
        _put(row, str(number), code, name, line)
    if currency:
        row.values.setdefault("deal.currency", currency)


def _list_price(row: RowParts, text: str, *, code: str, name: str, written: Written) -> None:
    """Kept by the name of its list, with its currency where the cell or the header tells it."""
    line = one_line(text)
    currency = currency_of(line) or list_currency(name) or _currency_in_name(name)
    number = _amount_of(row, line, currency, written)
    if number is None:
        row.move(name, line)
        return
    _put(row, f"{number} {currency or ''}".strip(), f"{code}:{list_name(name)}", name, line)


def _amount_of(row: RowParts, line: str, currency: str | None, written: Written) -> Decimal | None:
    """The amount, below zero too, in ``currency``, else that of the row, else the usual one;
    ``None`` where it is none or too large."""
    told = (currency, *(row.values.get(code) for code in sorted(CURRENCIES)), written.currency)
    decimals = digits = currency_digits(next(filter(None, told), ""))
    if written.thousandths and _NUMERIC_CELL.fullmatch(line):
        decimals = _GROUP
    try:
        number = decimal_of(line, decimals=decimals, mark=written.decimal_mark)
    except ValueError:
        return None
    return number if abs(number) <= Decimal(LARGEST_MINOR).scaleb(-digits) else None


def _currency(row: RowParts, text: str, *, code: str, name: str) -> None:
    line = one_line(text)
    if currency := currency_of(line):
        row.values[code] = currency
    else:
        row.move(name, line)


def _number(row: RowParts, text: str, *, code: str, name: str, written: Written) -> None:
    line = one_line(text)
    if code == "product.vat" and is_phrase(_NO_VAT, fold(line)):
        return
    try:
        number = decimal_of(line, decimals=_GROUP, mark=written.decimal_mark)
    except ValueError:
        row.move(name, line)
        return
    if not 0 <= number < _LARGEST or (code in _SHARES and number > 100):
        row.move(name, line)
        return
    if code == "deal.chance":
        number = _percent(number, line)
    _put(row, str(number), code, name, line)


def _percent(number: Decimal, line: str) -> Decimal:
    """Of what is written as a share of one (``0.2``, and ``1.0`` for what is won, as HubSpot does)
    the percents; a bare ``1`` is one of a hundred."""
    is_share = number < 1 or (number == 1 and not line.isdigit())
    return Decimal(round(number * 100 if is_share and "%" not in line else number))


def _vat_included(row: RowParts, text: str, *, code: str, name: str) -> None:
    row.values[code] = "no" if is_phrase(words.NO, fold(text)) else "yes"


def _service(row: RowParts, text: str, *, code: str, name: str) -> None:
    """Whether it says that the product is a service; a word of neither kind is kept."""
    folded = fold(text)
    if is_phrase(f"{_SERVICES} | {words.YES}", folded):
        row.values["product.is_service"] = "yes"
    elif not is_phrase(f"{_GOODS} | {words.NO}", folded):
        row.move(name, one_line(text))


def _archived(row: RowParts, text: str, *, code: str, name: str) -> None:
    """A product that is in the archive there, or not in use."""
    sleeping = words.NO if code == "product.active" else words.YES
    if is_phrase(sleeping, fold(text)):
        row.values["product.archived"] = "yes"


def _description(row: RowParts, text: str, *, code: str, name: str) -> None:
    row.notes.append(text)


def _status(row: RowParts, text: str, *, code: str, name: str) -> None:
    outcome = outcome_in(name, text)
    if outcome is None:
        row.move(name, one_line(text))
    elif outcome:
        row.values.setdefault(code, outcome)


def _day(row: RowParts, text: str, *, code: str, name: str, day_first: bool) -> None:
    line = one_line(text)
    if is_phrase(_NOT_CLOSED, fold(line)) or (
        not any(map(str.isalpha, line)) and is_blank_date(line)
    ):
        return
    try:
        is_day = code == "deal.expected_close"
        day = day_or_moment(in_zone_of(name, line), day_first=day_first, is_day=is_day)
    except Invalid:
        row.move(name, line)
    else:
        row.values.setdefault(code, day)  # won at, lost at: one of them is filled


def _text(row: RowParts, text: str, *, code: str, name: str) -> None:
    if row.values.setdefault(code, text) != text:
        row.move(name, one_line(text))


def _put(row: RowParts, value: str, code: str, name: str, line: str) -> None:
    if row.values.setdefault(code, value) != value:
        row.move(name, line)


_SHARES = frozenset(("deal.chance", "product.discount", "product.vat"))
_DATES = frozenset(("deal.expected_close", "deal.closed_at"))
_NUMBERS: dict[str, Callable[..., None]] = {
    "deal.amount": _amount,
    "product.price": _amount,
    "product.net": _amount,
    LIST_PRICE: _list_price,
    "deal.chance": _number,
    "product.quantity": _number,
    "product.discount": _number,
    "product.vat": _number,
}
AMOUNTS = frozenset(code for code, handle in _NUMBERS.items() if handle is not _number)
"""Columns with amounts of money."""
_HANDLERS: dict[str, Callable[..., None]] = {
    "product.currency": _currency,
    "product.vat_included": _vat_included,
    "product.kind": _service,
    "product.active": _archived,
    "product.archived": _archived,
    "product.description": _description,
    "deal.currency": _currency,
    "deal.status": _status,
    "deal.lost_comment": _text,
    "deal.roles": _text,
}
