"""The lines of a deal's products in words: shown, read from what people type, pasted.

Called by the products table on the GUI thread; pure but for the language.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.money import (
    HUNDRED_PERCENT,
    Money,
    format_money,
    parse_money,
)
from crm_desktop.core.values.numbers import parse_number, shown_decimal
from crm_desktop.features.common.keys import sought
from crm_desktop.features.deals.checks import quantity as checked_quantity
from crm_desktop.features.deals.rows import DealLine
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.gui.pages.deals.pricing import Pricing, price_of

HANDLE, NAME, QUANTITY, UNIT, PRICE, DISCOUNT, SUM, REMOVE = range(8)
EDITABLE = (NAME, QUANTITY, UNIT, PRICE, DISCOUNT)
NUMBERS = (QUANTITY, PRICE, DISCOUNT)
EMPTY = DealLine(None, "", "", Decimal(1), "", 0, 0, None)
"""A line that is about to be typed."""

_PERCENT_SIGNS = " %\u00a0\u202f"
_LONGEST_UNIT = 20
_HUNDRED = 100


# Showing


def percent_words(hundredths: int) -> str:
    """``5 %``, ``7,5 %``."""
    return _("{number}%").format(number=shown_decimal(Decimal(hundredths) / _HUNDRED))


def typed_words(line: DealLine, column: int, currency: str) -> str:
    """A cell as its editor begins: without signs."""
    if column == NAME:
        return line.name
    if column == QUANTITY:
        return shown_decimal(line.quantity)
    if column == UNIT:
        return line.unit
    if column == DISCOUNT:
        return shown_decimal(Decimal(line.discount) / _HUNDRED)
    return format_money(Money(line.price_minor, currency))


# Reading


def changed_line(line: DealLine, column: int, text: str, currency: str) -> DealLine:
    """The line with a cell as typed. ``Invalid`` for what does not fit there."""
    if column == NAME:
        name = clean_line(text)
        return line if name == line.name else replace(line, name=name, sku="", product_id=None)
    if column == UNIT:
        return replace(line, unit=clean_line(text)[:_LONGEST_UNIT])
    if column == QUANTITY:
        number = parse_number(text) if text.strip() else Decimal(1)
        return replace(line, quantity=Decimal(checked_quantity(number)))
    if column == DISCOUNT:
        return replace(line, discount=read_percent(text))
    return replace(line, price_minor=_price(text, currency))


def read_percent(text: str) -> int:
    """Hundredths of a percent of ``5``, ``5 %``, ``7,5%``; nothing is 0."""
    bare = text.strip(_PERCENT_SIGNS)
    number = parse_number(bare) * _HUNDRED if bare else Decimal(0)
    if not 0 <= number <= HUNDRED_PERCENT:
        raise Invalid(
            msg("“{value}” is not a discount. Write a number from 0 to 100.", value=text[:20])
        )
    return int(number.quantize(Decimal(1)))


def _price(text: str, currency: str) -> int:
    if not text.strip():
        return 0
    money = parse_money(text, currency)
    if money.currency != currency:
        raise Invalid(
            msg(
                "This deal is in {currency}. Write the price in it, or change the deal’s currency.",
                currency=currency,
            )
        )
    return money.minor


# The catalogue


def line_of(product: ProductRow, pricing: Pricing) -> DealLine:
    """One of this product."""
    return with_product(EMPTY, product, pricing)


def with_product(line: DealLine, product: ProductRow, pricing: Pricing) -> DealLine:
    """The line with what the catalogue knows; a price that stands there stays."""
    return replace(
        line,
        product_id=product.id,
        name=product.name,
        sku=product.sku,
        unit=line.unit or product.unit,
        price_minor=line.price_minor or price_of(product, pricing) or 0,
        vat=product.vat,
    )


def product_words(product: ProductRow, pricing: Pricing) -> str:
    """What stands beside a product among suggestions: SKU and price; its own where no rate is
    known, which the line can not begin with."""
    price = price_of(product, pricing)
    shown = ""
    if price is not None:
        shown = format_money(Money(price, pricing.currency))
    elif product.minor is not None:
        shown = format_money(Money(product.minor, product.currency))
    return " · ".join(filter(None, (product.sku, shown)))


def command_lines(lines: Iterable[DealLine]) -> list[dict[str, Any]]:
    """Lines as ``UpdateDeal`` takes them; what has no name yet is left out."""
    return [
        {
            "product": line.product_id,
            "name": line.name,
            "sku": line.sku or None,
            "quantity": str(line.quantity),
            "unit": line.unit or None,
            "price_minor": line.price_minor,
            "discount": line.discount,
            "vat": line.vat,
        }
        for line in lines
        if line.name
    ]


def copied(lines: Iterable[DealLine], currency: str) -> str:
    """Lines as a table for spreadsheets, which ``pasted`` reads again."""
    written = StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    for line in lines:
        price = format_money(Money(line.price_minor, currency))
        count = shown_decimal(line.quantity)
        writer.writerow(
            (line.name, line.sku, count, line.unit, price, percent_words(line.discount))
        )
    return written.getvalue()


# Pasting

_SKU = "sku"
_HEADS: Mapping[Any, str] = {
    NAME: "товар | товар или услуга | наименование | название | номенклатура | услуга | name | "
    "product | product or service | item | description | nazwa | produkt | towar | usluga | "
    "produkt lub usluga",
    _SKU: "артикул | код | sku | code | article | indeks | kod",
    QUANTITY: "кол во | количество | колво | qty | quantity | amount | ilosc | ile",
    UNIT: "ед | ед изм | единица | unit | units | jm | j m | jedn | jednostka",
    PRICE: "цена | price | unit price | cena | cena jedn",
    DISCOUNT: "скидка | discount | rabat | znizka",
    SUM: "сумма | итого | total | sum | suma | razem | wartosc",
}
_COLUMN_OF = {fold(words): column for column, text in _HEADS.items() for words in text.split(" | ")}


def read_block(text: str) -> list[list[str]]:
    """The cells of a block as spreadsheets put it on the clipboard."""
    rows = csv.reader(StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    return [cells for cells in ([clean_line(cell) for cell in row] for row in rows) if any(cells)]


def is_numbers(rows: Sequence[Sequence[str]], currency: str) -> bool:
    """Whether a block holds nothing but numbers, to be filled into lines that are there."""
    return all(_number(cell, currency) is not None for row in rows for cell in row if cell)


def filled(
    lines: Sequence[DealLine], column: int, rows: Sequence[Sequence[str]], currency: str
) -> list[DealLine]:
    """The lines with a block of numbers written over them, from ``column`` to the right."""
    columns = [one for one in NUMBERS if one >= column] or [QUANTITY]
    written = []
    for line, row in zip(lines, rows, strict=False):
        for place, cell in zip(columns, row, strict=False):
            if cell:
                line = changed_line(line, place, cell, currency)  # noqa: PLW2901
        written.append(line)
    return written


def pasted(rows: Sequence[Sequence[str]], currency: str) -> list[DealLine]:
    """New lines of a block. A head says what stands where; without one the first text is the
    name, numbers are quantity, price and discount in this order, and a sum behind them is
    reckoned anew. ``Invalid`` names the row that can't be read."""
    head = [_COLUMN_OF.get(fold(cell)) for cell in rows[0]]
    has_head = any(column in (NAME, _SKU) for column in head)
    lines = []
    for number, row in enumerate(rows[1:] if has_head else rows, start=1 + has_head):
        cells = dict(zip(head, row, strict=False)) if has_head else _guessed(row, currency)
        try:
            lines.append(_line(cells, currency))
        except Invalid as error:
            raise Invalid(
                msg(
                    "Row {number} can’t be read: {reason} Nothing was pasted.",
                    number=number,
                    reason=error.message,
                )
            ) from error
    return [line for line in lines if line.name]


def _line(cells: Mapping[Any, str], currency: str) -> DealLine:
    sku = cells.get(_SKU, "")
    line = replace(EMPTY, name=cells.get(NAME) or sku, sku=sku)
    for column in (QUANTITY, UNIT, PRICE, DISCOUNT):
        if text := cells.get(column, ""):
            line = changed_line(line, column, text, currency)
    return line


def _guessed(row: Sequence[str], currency: str) -> dict[Any, str]:
    numbers = [n for n, cell in enumerate(row) if _number(cell, currency) is not None]
    first = numbers[0] if numbers else len(row)
    texts = [n for n, cell in enumerate(row) if cell and n not in numbers]
    before = [row[n] for n in texts if n < first]
    after = [row[n] for n in texts if n > first]
    cells: dict[Any, str] = dict(zip((QUANTITY, PRICE), (row[n] for n in numbers), strict=False))
    shares = [row[n] for n in numbers if row[n].rstrip().endswith("%")]
    if shares:
        cells[DISCOUNT] = shares[0]
    cells[UNIT] = after[0] if after else ""
    if before and len(before) > 1 and _is_sku(before[0]) and not _is_sku(before[1]):
        before[:2] = before[1::-1]
    cells[NAME] = before[0] if before else cells[UNIT]
    cells[_SKU] = before[1] if len(before) > 1 else ""
    return cells


def _is_sku(text: str) -> bool:
    return " " not in text and any(sign.isdigit() for sign in text)


def _number(text: str, currency: str) -> Decimal | None:
    """What a cell is worth as a number, an amount or a share."""
    if text:
        with suppress(Invalid):
            return parse_number(text.strip(_PERCENT_SIGNS))
        with suppress(Invalid):
            return Decimal(parse_money(text, currency).minor)
    return None


def keys_of(lines: Iterable[DealLine]) -> tuple[list[str], list[str]]:
    """By what pasted lines are looked for in the catalogue: keys of SKUs, and of names."""
    known = list(lines)
    skus = {key for line in known if line.sku and (key := sought(line.sku))}
    names = {key for line in known if (key := sought(line.name))}
    return sorted(skus), sorted(names)


def known_lines(
    lines: Iterable[DealLine], found: Mapping[tuple[str, str], ProductRow], pricing: Pricing
) -> list[DealLine]:
    """The lines with what the catalogue knows of those it has (``queries.find_by_key``)."""
    return [
        with_product(line, product, pricing)
        if (
            product := found.get(("sku", sought(line.sku) or ""))
            or found.get(("name", sought(line.name) or ""))
        )
        else line
        for line in lines
    ]
