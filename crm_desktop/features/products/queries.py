"""Reads of the catalogue, on reader threads."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import listing
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import WHOLE_LIST, HasConnection, ListOrder
from crm_desktop.features.pipelines.templates import CURRENCIES
from crm_desktop.features.products import vat
from crm_desktop.features.products.records import PRODUCT, VAT_RATES
from crm_desktop.features.products.rows import PriceListRow, ProductPrice, ProductRow, RateRow
from crm_desktop.features.products.tables import exchange_rate, price_list, product, product_price
from crm_desktop.store.identity import read_settings
from crm_desktop.store.loading import Loaded, load_by_id

_ROWS = sa.select(
    product.c.rid,
    product.c.id,
    product.c.version,
    product.c.name,
    product.c.sku,
    product.c.unit,
    product.c.is_service,
    product.c.vat,
    product.c.price_minor,
    product.c.currency,
    product.c.description,
    product.c.archived_at,
)

_PRICES = (
    sa.select(
        product_price.c.product_rid,
        price_list.c.id,
        price_list.c.name,
        product_price.c.minor,
        price_list.c.currency,
    )
    .join_from(product_price, price_list, price_list.c.rid == product_price.c.price_list_rid)
    .where(product_price.c.product_rid.in_(listing.RIDS), price_list.c.archived_at.is_(None))
    .order_by(product_price.c.product_rid, product_price.c.ordinal)
)


def own_currency(reader: HasConnection) -> str:
    """The currency that exchange rates are given in, ISO 4217."""
    settings = read_settings(reader.connection)
    usual = CURRENCIES.get(settings.get("language", "en"), CURRENCIES["en"])
    return settings.get("currency", usual)


def vat_rates(reader: HasConnection) -> tuple[int, ...]:
    """The rates of VAT that are offered, in hundredths of a percent, the highest first."""
    own = reader.connection.execute(sa.select(VAT_RATES.table.c.rates).limit(1)).scalar()
    region = read_settings(reader.connection).get("region", "")
    return vat.read(own or "") or vat.usual_rates(region)


# Products


def find_products(reader: HasConnection, text: str, limit: int = 8) -> list[ProductRow]:
    """Current products whose name or SKU holds every word of ``text``, in any case: first the one
    with this SKU, then those that begin so, then the rest by name."""
    key = sought(text) or ""
    words = {f"word{number}": f"%{word}%" for number, word in enumerate(key.split())}
    given = {**words, "key": key, "begun": f"{key}%"} if words else {}
    return _rows(reader, _found(tuple(words)), {**given, "most": limit})


def find_rids(reader: HasConnection, spelled: Iterable[str], limit: int) -> list[int]:
    """Internal keys of products, those of the archive too, by the first of the spellings by which
    there are any, in the order of ``find_products``.

    They are compared here: products are few, most searches find none, and a statement for nine
    spellings takes longer to be put together than all of this. That none holds a word, one look
    at all of them together tells."""
    keys = [key for text in spelled if (key := sought(text))]
    offered = reader.connection.execute(_OFFERED).all() if keys else []
    together = "\n".join([text for row in offered for text in row[1:]])
    for key in keys:
        words = key.split()
        if not all(word in together for word in words):
            continue
        holding = [row for row in offered if all(w in row[1] or w in row[2] for w in words)]
        if holding:
            holding.sort(key=lambda row: _rank_of(key, *row[1:]))
            return [rid for rid, _name, _sku in holding[:limit]]
    return []


def find_offered(reader: HasConnection) -> list[tuple[int, str]]:
    """Internal keys of all products that are not deleted, and name and SKU as they are sought."""
    rows = reader.connection.execute(_OFFERED)
    return [(rid, f"{name} {sku}") for rid, name, sku in rows]


def _rank_of(key: str, name: str, sku: str) -> int:
    """As ``_rank``."""
    return 0 if sku == key else 1 if sku.startswith(key) or name.startswith(key) else 2


_name, _sku = product.c.folded, sa.func.coalesce(product.c.sku_folded, "")
_MOST = sa.bindparam("most", type_=sa.Integer)


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=64)
def _found(words: tuple[str, ...]) -> sa.Select[Any]:
    """Current products that hold each of ``words``, which name parameters."""
    found = _ROWS.where(product.c.deleted_at.is_(None), product.c.archived_at.is_(None))
    if words:
        found = found.where(_hold(words))
        found = found.order_by(_rank("key", "begun"))
    return found.order_by(product.c.sort_key, product.c.rid).limit(_MOST)


_OFFERED = (
    sa.select(product.c.rid, _name, _sku)
    .where(product.c.deleted_at.is_(None))
    .order_by(product.c.sort_key, product.c.rid)
)


def _hold(words: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether name or SKU hold each of these parameters."""
    each = (_name.like(sa.bindparam(word)) | _sku.like(sa.bindparam(word)) for word in words)
    return sa.and_(*each)


def _rank(key: str, begun: str) -> sa.ColumnElement[int]:
    """First the one with this SKU, then those that begin so, then the rest."""
    beginning = sa.bindparam(begun, type_=sa.String)
    begins = _sku.like(beginning) | _name.like(beginning)
    return sa.case((_sku == sa.bindparam(key), 0), (begins, 1), else_=2)


def find_list_rows(reader: HasConnection, rids: Sequence[int]) -> list[ProductRow]:
    """These products in the order of ``rids``; those that are gone are left out."""
    statement = _ROWS.where(product.c.rid.in_(listing.RIDS))
    found = {row.rid: row for row in _rows(reader, statement, {"rids": list(rids)})}
    return [found[rid] for rid in rids if rid in found]


def get_product(reader: HasConnection, product_id: str) -> ProductRow | None:
    """The product, or ``None``."""
    return get_products(reader, [product_id]).get(product_id)


def get_products(reader: HasConnection, ids: Collection[str]) -> dict[str, ProductRow]:
    """These products by id, wherever they lie."""
    return {row.id: row for row in _rows(reader, _ROWS.where(product.c.id.in_(sorted(ids))))}


def get_state(reader: Reader, product_id: str) -> Loaded | None:
    """The whole record with its custom values, or ``None``."""
    return load_by_id(reader.connection, PRODUCT, [product_id]).get(product_id)


def find_by_key(
    reader: HasConnection, skus: Collection[str] = (), names: Collection[str] = ()
) -> dict[tuple[str, str], ProductRow]:
    """As ``find_keys``, with the products themselves."""
    keys = find_keys(reader, skus, names)
    rows = {row.rid: row for row in find_list_rows(reader, sorted(set(keys.values())))}
    return {key: rows[rid] for key, rid in keys.items() if rid in rows}


def find_keys(
    reader: HasConnection, skus: Collection[str] = (), names: Collection[str] = ()
) -> dict[tuple[str, str], int]:
    """The oldest product outside the bin with each of these keys, by (``sku``|``name``, key):
    what ``common.keys.sought`` gives of SKUs and names. For imports."""
    found: dict[tuple[str, str], int] = {}
    for kind, column, keys in (
        ("sku", product.c.sku_folded, skus),
        ("name", product.c.folded, names),
    ):
        if keys:
            oldest = sa.select(column, sa.func.min(product.c.rid)).where(
                column.in_(sorted(keys)), product.c.deleted_at.is_(None)
            )
            rows = reader.connection.execute(oldest.group_by(column))
            found |= {(kind, key): rid for key, rid in rows}
    return found


def find_by_source(
    reader: HasConnection, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """((system, id there), internal key) of the products that came in with these numbers, or
    whose own ids these are."""
    return listing.rids_known_as(reader, PRODUCT, ids)


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of products in the list's order."""
    return listing.find_order(reader, product, order, limit)


def count(reader: Reader, order: ListOrder = WHOLE_LIST) -> int:
    """How many products the list has."""
    return listing.count(reader, product, order)


# Keys are letters, digits and spaces: no sign of a pattern is among them.


def _rows(
    reader: HasConnection, statement: sa.Select[Any], values: Mapping[str, Any] | None = None
) -> list[ProductRow]:
    rows = reader.connection.execute(statement, values or {}).all()
    prices = _prices(reader, [row.rid for row in rows])
    return [_row(row, prices) for row in rows]


def _row(row: sa.Row[Any], prices: Mapping[int, list[ProductPrice]]) -> ProductRow:
    return ProductRow(
        row.rid,
        str(row.id),
        row.version,
        row.name,
        row.sku or "",
        row.unit or "",
        row.is_service,
        row.vat,
        row.price_minor,
        row.currency,
        tuple(prices.get(row.rid, ())),
        row.description or "",
        row.archived_at is not None,
    )


def _prices(reader: HasConnection, rids: Sequence[int]) -> dict[int, list[ProductPrice]]:
    found: dict[int, list[ProductPrice]] = defaultdict(list)
    if rids:
        for rid, key, name, minor, currency in reader.connection.execute(_PRICES, {"rids": rids}):
            found[rid].append(ProductPrice(str(key), name, minor, currency))
    return found


# Price lists and rates


def find_price_lists(reader: HasConnection, *, archived: bool = False) -> list[PriceListRow]:
    """Price lists by name: those that are offered, or those in the archive."""
    placed = price_list.c.archived_at
    rows = reader.connection.execute(
        sa.select(
            price_list.c.rid,
            price_list.c.id,
            price_list.c.version,
            price_list.c.name,
            price_list.c.currency,
            placed.is_not(None),
        )
        .where(placed.is_not(None) if archived else placed.is_(None))
        .order_by(price_list.c.folded, price_list.c.rid)
    )
    return [PriceListRow(rid, str(key), *rest) for rid, key, *rest in rows]


def used_price_lists(reader: HasConnection) -> set[int]:
    """The internal keys of the price lists by which anything is priced."""
    used = sa.select(product_price.c.price_list_rid).distinct()
    return set(reader.connection.execute(used).scalars())


def find_rates(reader: HasConnection) -> list[RateRow]:
    """All rates: by currency, the latest first."""
    rows = reader.connection.execute(
        sa.select(
            exchange_rate.c.rid,
            exchange_rate.c.id,
            exchange_rate.c.version,
            exchange_rate.c.currency,
            exchange_rate.c.day,
            exchange_rate.c.rate,
        ).order_by(exchange_rate.c.currency, exchange_rate.c.day.desc())
    )
    return [
        RateRow(
            row.rid,
            str(row.id),
            row.version,
            row.currency,
            date.fromisoformat(row.day),
            Decimal(row.rate),
        )
        for row in rows
    ]
