"""The products of one portion of an import: which are here already, and writing the others.

Used by ``portions`` for the rows of price sheets. A product is known by its number in the other
program, else by its SKU, else by its name. One that is here keeps what it has and gets what it
lacks; only its prices become those of the file, for that is what price sheets are for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.data.importing.deal_lines import minor_of, price_note
from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planning import UNCHANGED, Key, Planned, Values, absorb
from crm_desktop.features.data.importing.product_prices import PriceLists, merged, told_prices
from crm_desktop.features.products.queries import find_by_source, find_keys, own_currency
from crm_desktop.features.products.records import PRODUCT
from crm_desktop.store.loading import load_by_rid
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.types import parse_instant

# What a product that is here takes from a row, if it lacks it.
_FILLED = ("sku", "unit", "vat", "custom")
_NOT_KEPT = ("price", "prices", "archived")


@dataclass
class ProductSession:
    """What an import remembers of its products from portion to portion; ``priced`` are those
    whose price this file has told already."""

    _fates: dict[str, str] = field(default_factory=dict)
    _priced: set[str] = field(default_factory=set)
    _known: dict[Key, Planned] = field(default_factory=dict)
    _lists: PriceLists = field(default_factory=PriceLists)

    @property
    def counts(self) -> Counts:
        """What became of products so far."""
        return Counts(**Counter(self._fates.values()))

    def plan(
        self, reader: HasConnection, rows: Sequence[IncomingRow], *, remembering: bool
    ) -> list[Planned]:
        """Decide for each product of the rows, without writing. ``remembering`` (a dry run):
        those of earlier rows are kept instead of looked up."""
        told = [row.product for row in rows if row.product]
        if not told:
            return []
        known = self._known if remembering else {}
        _meet(reader, known, told)
        currency = own_currency(reader)
        self._lists.read(reader, told, remembering=remembering)
        priced = set(self._priced)
        planned: dict[str, Planned] = {}
        for incoming in told:
            product = _match(known, incoming)
            values = _stored(incoming.values, product, currency, self._lists)
            if product is None:
                product = Planned(str(new_id()), values, created_at=incoming.created_at)
            else:
                _take(product, values, self._lists, is_first=product.id not in priced)
            for key in incoming.keys:
                known.setdefault(key, product)
            planned[product.id] = product
            priced.add(product.id)
        return list(planned.values())

    def write(self, work: Work, products: Sequence[Planned]) -> None:
        """Write what was planned."""
        self._lists.write(work)
        new = [
            NewRecord(one.values, one.id, parse_instant(one.created_at) if one.created_at else None)
            for one in products
            if one.is_new
        ]
        work.unit.insert_many("product", new)
        changed = {one.rid: one for one in products if one.rid is not None and one.changes}
        loaded = work.unit.load_many("product", list(changed))
        work.unit.update_many("product", [(loaded[rid], changed[rid].changes) for rid in loaded])

    def count(self, products: Sequence[Planned]) -> None:
        """Remember what became of each product: once in an import, the most that happened."""
        for product in products:
            self._priced.add(product.id)
            if self._fates.setdefault(product.id, product.fate) == UNCHANGED:
                self._fates[product.id] = product.fate


def _meet(reader: HasConnection, known: dict[Key, Planned], told: Sequence[Incoming]) -> None:
    """Find the products of the workspace that rows speak of."""
    wanted = {key for incoming in told for key in incoming.keys if key not in known}
    skus = {key for kind, key in wanted if kind == "sku"}
    names = {key for kind, key in wanted if kind == "name"}
    found: list[tuple[Key, int]] = [*find_keys(reader, skus, names).items()]
    numbers = {key for kind, key in wanted if kind == "source"}
    found += [(("source", pair), rid) for pair, rid in find_by_source(reader, numbers)]
    met = {product.rid: product for product in known.values()}
    loaded = load_by_rid(reader.connection, PRODUCT, {rid for _key, rid in found} - set(met))
    for rid, here in loaded.items():
        if not here.state["deleted_at"]:
            met[rid] = Planned(here.id, dict(here.state), here.state, here.rid, here.version)
    for key, rid in found:
        if rid in met:
            known.setdefault(key, met[rid])


def _match(known: Mapping[Key, Planned], incoming: Incoming) -> Planned | None:
    """Two SKUs of one name are two products."""
    for key in incoming.keys:
        product = known.get(key)
        if product is None:
            continue
        if key[0] != "name" or _same_or_none(product.values.get("sku"), incoming.values.get("sku")):
            return product
    return None


def _same_or_none(one: str | None, other: str | None) -> bool:
    return not one or not other or sought(one) == sought(other)


def _stored(
    told: Mapping[str, Any], product: Planned | None, usual: str, lists: PriceLists
) -> Values:
    """The values as the workspace keeps them. Without a currency a price is in that of the
    product, else in the workspace's own."""
    values = {name: value for name, value in told.items() if name not in _NOT_KEPT}
    before = product.values["currency"] if product else usual
    values["currency"] = told.get("currency") or before
    lines = [told.get("description")]
    if told.get("price"):
        try:
            values["price_minor"] = minor_of(told["price"], values["currency"])
        except Invalid:
            lines.append(told["price"])
    values["prices"], others = told_prices(told, usual, lists)
    if described := list(filter(None, (*lines, *others))):
        values["description"] = "\n".join(described)
    if product is None:
        values.setdefault("is_service", False)
        if told.get("archived"):
            values["archived_at"] = iso(now())
    return values


def _take(product: Planned, values: Values, lists: PriceLists, *, is_first: bool) -> None:
    absorb(product, {name: values[name] for name in _FILLED if name in values})
    lines = [values.get("description")]
    if (minor := values.get("price_minor")) is not None:
        price = minor, values["currency"]
        if is_first or product.values.get("price_minor") is None:
            product.values |= {"price_minor": minor, "currency": values["currency"]}
        elif price != (product.values["price_minor"], product.values["currency"]):
            lines.append(price_note(*price))  # the same product once more at another price
    if values["prices"]:
        there_already = product.values["prices"]
        if not is_first:
            lines += lists.clashes(there_already, values["prices"])
        product.values["prices"] = merged(there_already, values["prices"], anew=is_first)
    description = product.values.get("description")
    there = (description or "").split("\n")
    more = [one for line in filter(None, lines) for one in line.split("\n") if one not in there]
    if more:
        product.values["description"] = "\n".join(filter(None, (description, *more)))
