"""The list of people with custom fields of their own: a page with five of them as columns, the
list filtered and ordered by one, and the type-ahead among words of two text fields.

Saves and imports are measured by ``many_fields``, the rest on a copy of the workspace in which most
people have values; the floor reads the same lines of the one table of values by the driver.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Any

from benchmarks import many_fields
from benchmarks.measuring import Action, Figure, Sample, alternating, quiet_memory, timed
from benchmarks.pages import PAGE
from benchmarks.plain import Plain, marks
from benchmarks.world import World, chosen_people, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.columns import find_more, find_order
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.search.queries import search
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import Condition, Node, Operator
from crm_desktop.filters.binding import bind
from crm_desktop.store import operations
from crm_desktop.store.engine import Connection
from crm_desktop.store.unit_of_work import UnitOfWork

# A page of the list itself may take 5 ms (quality.md); its values may take as long again.
_PAGE_LIMIT, _INDEXED, _ANY = 0.010, 0.1, 0.5
# quality.md, 'Speed and memory': a query of any length, and of one to three letters.
_TYPED = {"sqlite": (0.015, 0.005), "postgresql": (0.050, 0.050)}
_MOST_PEOPLE = 100_000
_PORTION = 1_000
_WARM_UP = 3
_WORDS = ("самшит", "берёза", "рябина", "калина", "осина", "черёмуха", "жасмин", "орешник")
_FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Дерево", "text", {}),
    ("Участок", "text", {}),
    ("Площадь", "number", {}),
    ("Замер", "date", {}),
    ("Сегмент", "choice", {"choices": ["Малый", "Средний", "Крупный"]}),
)


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        fields = [_field(backend, *field) for field in _FIELDS]
        people = plain.value("SELECT count(*) FROM contact")
        count = min(people, _MOST_PEOPLE)
        rids = [rid for (rid,) in plain.rows(f"SELECT rid FROM contact LIMIT {count}")]
        chance = Random(3)
        for start in range(0, count, _PORTION):
            portion = rids[start : start + _PORTION]
            backend.write(partial(_fill, backend, fields, chance, portion))
        if plain.is_postgresql:  # which does so by itself; a file is never looked through so
            plain.run("ANALYZE")
        figures = [
            _page(world, backend, plain, fields),
            *_filters(world, backend, fields),
            *_orders(world, backend, fields),
            *_searches(world, backend),
        ]
    return [*figures, *many_fields.measure(world)]


def _field(backend: Backend, label: str, kind: str, values: dict[str, Any]) -> str:
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return str(backend.execute(CreateCustomField(whole)).result)


def _fill(
    backend: Backend,
    fields: Sequence[str],
    chance: Random,
    rids: Sequence[int],
    connection: Connection,
) -> None:
    begun = operations.begin(connection, new_id(), label="Fields", actor_rid=backend.actor.rid)
    unit = UnitOfWork(connection, backend.registry, begun.rid)
    loaded = unit.load_many("contact", rids)
    unit.update_many("contact", [(one, _values(fields, chance)) for one in loaded.values()])


def _values(fields: Sequence[str], chance: Random) -> dict[str, Any]:
    values = (
        chance.choice(_WORDS),
        f"{chance.choice(_WORDS)} {chance.randrange(10_000)}",
        chance.randrange(100_000) / 10,
        f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        f"c{chance.randrange(1, 4)}",
    )
    pairs = zip(fields, values, strict=True)
    return {"custom": [{"value": value, "field": field} for field, value in pairs]}


def _page(world: World, backend: Backend, plain: Plain, fields: Sequence[str]) -> Figure:
    names = [f"custom:{field}" for field in fields]
    chance = Random(4)
    pages = [chosen_people(plain, PAGE, chance) for _time in range(world.repetitions)]

    def page(reader: Reader, rids: Sequence[int]) -> None:
        contacts.find_list_rows(reader, rids)
        find_more(reader, rids, names)

    def floor(rids: Sequence[int]) -> None:
        own = f"rid IN ({marks(len(rids))})"
        plain.rows(f"SELECT rid, id, display_name FROM contact WHERE {own}", rids)
        of = f"contact_rid IN ({marks(len(rids))})"
        plain.rows(f"SELECT contact_rid, field_rid, value FROM contact_custom WHERE {of}", rids)

    ours: list[Action] = [partial(backend.ask, page, rids) for rids in pages]
    sample = alternating(ours, [partial(floor, rids) for rids in pages])
    return _figure(world, "page with 5 columns", sample, _PAGE_LIMIT)


def _filters(world: World, backend: Backend, fields: Sequence[str]) -> list[Figure]:
    tree, _plot, area, _day, segment = (f"custom:{field}" for field in fields)
    questions: tuple[tuple[str, Node, float], ...] = (
        ("choice is one of three", Condition(segment, Operator.ANY_OF, ("c2",)), _INDEXED),
        ("text is", Condition(tree, Operator.IS, "осина"), _INDEXED),
        ("number below 1 in 100", Condition(area, Operator.LESS, 100), _INDEXED),
        ("text contains", Condition(tree, Operator.CONTAINS, "рём"), _ANY),
    )
    figures = []
    for name, root, limit in questions:
        order = backend.ask(_filtered, root)
        page: Action = partial(backend.ask, find_order, order, PAGE)
        number: Action = partial(backend.ask, contacts.count, order)
        figures.append(_figure(world, f"filter, {name}: page", _alone(world, page), limit))
        figures.append(_figure(world, f"filter, {name}: count", _alone(world, number), None))
    return figures


def _filtered(reader: Reader, root: Node) -> ListOrder:
    bound = bind(root, "contact", catalogues_of(reader))
    return ListOrder(filter=bound, context=context_of(reader))


def _orders(world: World, backend: Backend, fields: Sequence[str]) -> list[Figure]:
    figures = []
    for (label, kind, _values), field in zip(_FIELDS, fields, strict=True):
        first: Action = partial(backend.ask, find_order, ListOrder(sort=f"custom:{field}"), PAGE)
        name = f"order by {kind}, {label}: page"
        figures.append(_figure(world, name, _alone(world, first), _ANY))
    return figures


def _searches(world: World, backend: Backend) -> list[Figure]:
    def ask(text: str) -> Sample:
        return _alone(world, partial(backend.ask, search, text))

    long, short = _TYPED[world.engine]
    return [
        _figure(world, f"type-ahead, “{text}”", ask(text), short if len(text) <= 3 else long)
        for text in ("сам", "жасмин", "орешник 12")
    ]


def _alone(world: World, action: Action) -> Sample:
    for _time in range(_WARM_UP):
        action()
    with quiet_memory():
        return Sample.of([timed(action) for _time in range(max(2, world.repetitions // 5))])


def _figure(
    world: World, name: str, sample: Sample | tuple[Sample, Sample], limit: float | None
) -> Figure:
    ours, floor = sample if isinstance(sample, tuple) else (sample, None)
    return Figure("custom fields", name, world.engine, "ms", ours, floor, limit)
