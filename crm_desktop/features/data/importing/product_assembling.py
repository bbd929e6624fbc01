"""The parts of a row of a price sheet into the draft of a product.

Used by ``assembling`` for each row of a sheet of products, in worker processes: what no field of a
product takes stands in its description. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.features.data.importing.price_columns import LIST_PRICE
from crm_desktop.features.data.importing.rowparts import RowParts
from crm_desktop.features.data.importing.shares import share
from crm_desktop.features.products.rules import PRODUCT_CHECKS

_PLAIN = ("name", "sku", "unit")
_HUNDRED_PERCENT = 100 * 100


def product_draft(
    number: int, row: RowParts, name_of: Callable[[str], str], totals: frozenset[str]
) -> RowDraft:
    """The product of row ``number``. ``name_of`` gives the name of a field's column, for its
    description; a row that is called as one of ``totals`` is none."""
    values = row.values
    product: Record = {}
    for field in _PLAIN:
        _take_line(row, product, field, name_of)
    name = product.get("name") or product.get("sku")
    if not name:
        return RowDraft(number, error=_nameless(number))
    if fold(name) in totals and "sku" not in product:
        return RowDraft(number, error=_total(number))
    product["name"] = name
    product["vat"] = share(values.pop("product.vat", None))
    _take_price(row, product, name_of)
    product["currency"] = values.pop("product.currency", None) or values.pop("deal.currency", None)
    for flag in ("is_service", "archived"):
        product[flag] = bool(values.pop(f"product.{flag}", None))
    product["created_at"] = values.pop("created_at", None)
    values.pop("updated_at", None)
    source_id = values.pop("source_id", None)
    product["prices"] = _list_prices(row)
    for code, value in values.items():
        row.move(name_of(code), value)
    product["custom"] = _custom(row)
    product["description"] = "\n".join((*row.notes, *row.moved))
    return RowDraft(
        number,
        product={field: value for field, value in product.items() if value or field == "vat"},
        product_source_id=source_id,
        moved=len(row.moved),
    )


def _take_line(row: RowParts, product: Record, field: str, name_of: Callable[[str], str]) -> None:
    code = f"product.{field}"
    value = row.values.pop(code, None)
    if not value:
        return
    try:
        product[field] = PRODUCT_CHECKS[field](value, None)
    except Invalid:
        row.move(name_of(code), value)


def _take_price(row: RowParts, product: Record, name_of: Callable[[str], str]) -> None:
    """Prices are kept with VAT; one without it gets the VAT of its row."""
    values = row.values
    price, net = values.pop("product.price", None), values.pop("product.net", None)
    if values.pop("product.vat_included", None) == "no" and price:
        price, net = None, price
    if price:
        product["price"] = price
        if net:
            row.move(name_of("product.net"), net)
    elif net:
        product["price"] = str(Decimal(net) * (_HUNDRED_PERCENT + (product["vat"] or 0)) / 10_000)


def _list_prices(row: RowParts) -> dict[str, tuple[str, str | None]]:
    """Amount and currency by the name of the price list."""
    codes = [code for code in row.values if code.startswith(f"{LIST_PRICE}:")]
    prices = {}
    for code in codes:
        amount, _space, currency = row.values.pop(code).partition(" ")
        prices[code.removeprefix(f"{LIST_PRICE}:")] = amount, currency or None
    return prices


def _custom(row: RowParts) -> list[Record]:
    items = []
    for key, (of, name, text, value) in row.custom.items():
        if of == "product":
            items.append({"value": value, "field": key})
        else:
            row.move(name, " ".join(text.split()))
    return items


def _nameless(number: int) -> Message:
    return msg(
        "Row {row} has no name or SKU of a product, so it was left out. Add one of them and "
        "import the row again.",
        row=number,
    )


def _total(number: int) -> Message:
    return msg("Row {row} is a total, not a product, so it was left out.", row=number)
