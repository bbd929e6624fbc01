"""Prices by price lists in one portion of an import: the lists that rows name, those that are
made for them, and the prices of a product beside those that it has.

Used by ``product_portions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.ids import new_id
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.data.importing.deal_lines import minor_of
from crm_desktop.features.data.importing.incoming import Incoming
from crm_desktop.features.products.handlers import add_price_list
from crm_desktop.features.products.queries import find_price_lists

_LISTS = "products:price_list:write"


@dataclass(frozen=True)
class _List:
    """A price list: its id and name, and in what currency its prices are."""

    id: str
    name: str
    currency: str

    def words(self, minor: int) -> str:
        """A price of the list."""
        return f"{self.name}: {format_money(Money(minor, self.currency))}"


@dataclass
class PriceLists:
    """The lists of the workspace by the keys of their names, and those that a portion makes."""

    _there: dict[str, _List] = field(default_factory=dict)
    _made: list[_List] = field(default_factory=list)

    def read(self, reader: HasConnection, told: Sequence[Incoming], *, remembering: bool) -> None:
        """Begin a portion. ``remembering`` (a dry run): lists of earlier ones count as made."""
        if not remembering:
            self._there.clear()
        self._made = []
        if not any(incoming.values.get("prices") for incoming in told):
            return
        for archived in (True, False):
            for row in find_price_lists(reader, archived=archived):
                self._there[sought(row.name) or ""] = _List(row.id, row.name, row.currency)

    def named(self, name: str, currency: str) -> _List:
        """The list of this name, in any case of letters; a new one is in ``currency``."""
        key = sought(name) or ""
        if key not in self._there:
            self._there[key] = _List(str(new_id()), name, currency)
            self._made.append(self._there[key])
        return self._there[key]

    def clashes(
        self, there: Sequence[Mapping[str, Any]], told: Sequence[Mapping[str, Any]]
    ) -> list[str]:
        """In words the prices that a product has otherwise already."""
        present = {item["price_list"]: item["minor"] for item in there}
        lists = {one.id: one for one in self._there.values()}
        return [
            lists[key].words(item["minor"])
            for item in told
            if present.get(key := item["price_list"], item["minor"]) != item["minor"]
        ]

    def write(self, work: Work) -> None:
        """Make the lists that are missing; who may not make any imports nothing."""
        for one in self._made:
            work.actor.require(_LISTS)
            add_price_list(work, {"name": one.name, "currency": one.currency}, one.id)


def told_prices(
    told: Mapping[str, Any], usual: str, lists: PriceLists
) -> tuple[list[dict[str, Any]], list[str]]:
    """The prices as a product keeps them, and in words those that can't be kept: a list has one
    currency. A price without a currency is in that of its row, else of its list."""
    kept: list[dict[str, Any]] = []
    others: list[str] = []
    for name, (amount, of_price) in told.get("prices", {}).items():
        wanted = of_price or told.get("currency")
        into = lists.named(name, wanted or usual)
        currency = wanted or into.currency
        try:
            minor = minor_of(amount, currency)
        except Invalid:
            others.append(f"{name}: {amount}")
            continue
        if currency == into.currency:
            kept.append({"minor": minor, "price_list": into.id})
        else:
            others.append(f"{name}: {format_money(Money(minor, currency))}")
    return kept, others


def merged(
    there: Sequence[Mapping[str, Any]], told: Sequence[Mapping[str, Any]], *, anew: bool
) -> list[dict[str, Any]]:
    """The prices of a product with those of a row: ``anew`` they take the place of what is there,
    else they only add what is missing."""
    known = {item["price_list"]: item for item in told}
    return list(_merged(there, known, anew=anew))


def _merged(
    there: Sequence[Mapping[str, Any]], known: dict[str, Mapping[str, Any]], *, anew: bool
) -> Iterator[dict[str, Any]]:
    for item in there:
        new = known.pop(item["price_list"], item)
        yield dict(new if anew else item)
    yield from map(dict, known.values())
