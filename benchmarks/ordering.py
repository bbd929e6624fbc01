"""The first page of the list of people in every order: by each built-in column and by custom
fields of each type, both ways, of everybody and of those that a filter leaves.

Everybody has a value in each of the custom fields: the driver writes them into a copy. What an
index orders is judged like an indexed filter, the rest like any.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.measuring import Action, Figure, Sample, quiet_memory, timed
from benchmarks.pages import PAGE
from benchmarks.plain import Plain
from benchmarks.world import SMALL, World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.columns import added_to
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.common.tables import custom_keys
from crm_desktop.features.contacts.columns import SORTS, find_order
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.binding import bind

# Issue 4, 'Figures': the first page of a million.
_ANY = 0.5
_PORTION = 10_000
_WORDS = ("самшит", "берёза", "рябина", "калина", "осина", "черёмуха", "жасмин", "орешник")
_DAY = date(2000, 1, 1)
_COLUMNS = ("contact_rid", "ordinal", "field_rid", "value", "key", "number")

_Make = Callable[[Random], Any]


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        fields = _fill(backend, plain)
        orders = {name: name for name in (*SORTS, *added_to("contact").sorts)}
        orders |= {f"own field, {kind}": f"custom:{field}" for kind, field in fields.items()}
        filters = {
            "": None,
            ", name contains": Condition("display_name", Operator.CONTAINS, "ова"),
            ", name contains what nobody is called": Condition(
                "display_name", Operator.CONTAINS, "ыщщъ"
            ),
        }
        is_small = world.scale == SMALL  # where it only counts that they run
        return [
            _figure(world, backend, f"{name}{way}{told}", sort, root, descending=bool(way))
            for name, sort in orders.items()
            for way in ("", " downwards")
            for told, root in filters.items()
            if not is_small or not (way or told)
        ]


def _figure(
    world: World,
    backend: Backend,
    name: str,
    sort: str,
    root: Condition | None,
    *,
    descending: bool,
) -> Figure:
    def asked(reader: Reader) -> ListOrder:
        order = ListOrder(sort=sort, descending=descending)
        if root is None:
            return order
        bound = bind(root, "contact", catalogues_of(reader))
        return ListOrder(order.shelf, sort, descending, bound, context_of(reader))

    page: Action = partial(backend.ask, find_order, backend.ask(asked), PAGE)
    page()
    with quiet_memory():
        sample = Sample.of([timed(page) for _time in range(3)])
    return Figure("order, first page", name, world.engine, "ms", sample, limit=_ANY)


def _fill(backend: Backend, plain: Plain) -> dict[str, str]:
    """Ids of a field of each type by its name; everybody has a value in each."""
    companies = [key for (key,) in plain.rows("SELECT id FROM company LIMIT 1000")]
    makers: Mapping[str, tuple[Mapping[str, Any], _Make]] = {
        "text": ({}, lambda chance: f"{chance.choice(_WORDS)} {chance.randrange(10_000)}"),
        "number": ({}, lambda chance: chance.randrange(100_000) / 10),
        "money": ({"currency": "RUB"}, _amount),
        "date": ({}, lambda chance: (_DAY + timedelta(chance.randrange(9_000))).isoformat()),
        "choice": ({"choices": ["A", "B", "C"]}, lambda chance: f"c{chance.randrange(1, 4)}"),
        "yes_no": ({}, lambda chance: chance.random() < 0.3),
        "record": ({"target": "company"}, lambda chance: _id(chance.choice(companies))),
    }
    fields = {}
    for kind, (options, _make) in makers.items():
        values = {"entity": "contact", "label": kind, "type": kind, **options}
        fields[kind] = str(backend.execute(CreateCustomField(values)).result)
    names: dict[str, int] = dict(plain.rows("SELECT name, rid FROM custom_field"))
    rids = [rid for (rid,) in plain.rows("SELECT rid FROM contact")]
    chance = Random(5)
    for start in range(0, len(rids), _PORTION):
        portion = rids[start : start + _PORTION]
        with plain.transaction():
            for place, (kind, (_options, make)) in enumerate(makers.items()):
                rows = [*_rows(portion, 1_000 + place, names[kind], partial(make, chance))]
                plain.insert("contact_custom", _COLUMNS, rows)
    if plain.is_postgresql:  # which does so by itself; SQLite does not here
        plain.run("ANALYZE")
    return fields


def _rows(
    rids: Sequence[int], ordinal: int, field: int, make: Callable[[], Any]
) -> Iterator[tuple[Any, ...]]:
    for rid in rids:
        value = make()
        yield (rid, ordinal, field, json.dumps(value, ensure_ascii=False), *custom_keys(value))


def _amount(chance: Random) -> dict[str, Any]:
    return {"minor": chance.randrange(10_000_000), "currency": "RUB"}


def _id(key: Any) -> str:
    return str(key if isinstance(key, UUID) else UUID(bytes=key))
