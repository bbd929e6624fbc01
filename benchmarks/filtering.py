"""Filtered lists of people: their first page and their number, by conditions with an index, by
conditions that have to look at everybody, by those who are related, and by several at once.

The floor asks the driver the same of the same tables, as plainly as it can be said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.measuring import Action, Figure, alternating
from benchmarks.pages import PAGE
from benchmarks.plain import Plain
from benchmarks.world import World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import (
    EVERYTHING,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import bind

# Issue 4, 'Figures': the first page of a million.
_INDEXED, _ANY = 0.1, 0.5
_LISTED = "deleted_at IS NULL AND archived_at IS NULL"


@dataclass(frozen=True)
class _Question:
    """A filter, and the same as the end of a plain statement with its value, if it has one."""

    name: str
    root: Node
    plain: str
    limit: float
    value: tuple[str, ...] = ()


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    figures = []
    with opened(world.workspace) as (backend, plain):
        city = plain.value(
            "SELECT city FROM contact_address WHERE city IS NOT NULL "
            "GROUP BY city ORDER BY count(*) DESC LIMIT 1"
        )
        for question in _questions(city):
            figures += _figures(world, backend, plain, question)
    return figures


def _questions(city: str) -> list[_Question]:
    touched = (
        "rid {} (SELECT contact_rid FROM activity_contact "
        "WHERE deleted_at IS NULL AND done_at IS {} NULL)"
    )
    return [
        _Question(
            "city", Condition("city", Operator.HAS_ANY, (city,)),
            "rid IN (SELECT contact_rid FROM contact_address WHERE city_folded = ?)",
            _INDEXED, (fold(city),),
        ),
        _Question(
            "without a next step", Related("next_steps", Quantifier.NONE, EVERYTHING),
            touched.format("NOT IN", ""), _INDEXED,
        ),
        _Question(
            "no contact for 30 days", Not(Condition("touched", Operator.IN_LAST_DAYS, 30)),
            touched.format("NOT IN", "NOT"), _INDEXED,
        ),
        _Question(
            "name contains", Condition("display_name", Operator.CONTAINS, "ова"),
            "folded LIKE ?", _ANY, ("%ова%",),
        ),
        _Question(
            "name contains what nobody is called",
            Condition("display_name", Operator.CONTAINS, "ыщщъ"),
            "folded LIKE ?", _ANY, ("%ыщщъ%",),
        ),
        *_relations(),
        *_groups(city),
    ]  # fmt: skip


def _relations() -> Iterator[_Question]:
    """By those who are related: the floor finds these first, or their links, whichever are
    fewer."""
    called = "SELECT rid FROM {} WHERE folded LIKE ?"
    related = "rid IN (SELECT contact_rid FROM contact_relation AS link WHERE EXISTS ({}))"
    person = "SELECT 1 FROM contact AS other WHERE other.rid = link.other_rid AND folded LIKE ?"
    employed = f"rid IN (SELECT contact_rid FROM contact_company WHERE company_rid IN ({called}))"
    for what, text in (("", "ова"), (" what nobody is called", "ыщщъ")):
        name = Condition("display_name", Operator.CONTAINS, text)
        firm = Condition("name", Operator.CONTAINS, text)
        told = f"name contains{what}"
        yield _Question(
            f"related person whose {told}",
            Related("people", Quantifier.ANY, name),
            related.format(person),
            _ANY,
            (f"%{text}%",),
        )
        yield _Question(
            f"company whose {told}",
            Related("companies", Quantifier.ANY, firm),
            employed.format("company"),
            _ANY,
            (f"%{text}%",),
        )
        yield _Question(
            f"no company whose {told}", Related("companies", Quantifier.NONE, firm),
            f"NOT {employed.format('company')}", _ANY, (f"%{text}%",),
        )  # fmt: skip


def _groups(city: str) -> Iterator[_Question]:
    """Several conditions, of which one at least has no index."""
    name = Condition("display_name", Operator.CONTAINS, "ова")
    place = Condition("city", Operator.HAS_ANY, (city,))
    status = Condition("status", Operator.IS, "client")
    lives = "rid IN (SELECT contact_rid FROM contact_address WHERE city_folded = ?)"
    values = ("%ова%", fold(city), "client")
    for word, root in (("and", And((name, place, status))), ("or", Or((name, place, status)))):
        plain = f"(folded LIKE ? {word} {lives} {word} coalesce(status, '') = ?)"
        yield _Question(f"three conditions, {word}", root, plain, _ANY, values)
        yield _Question(f"not: three conditions, {word}", Not(root), f"NOT {plain}", _ANY, values)


def _figures(world: World, backend: Backend, plain: Plain, question: _Question) -> list[Figure]:
    order = backend.ask(_order, question.root)
    where = f"{_LISTED} AND {question.plain}"
    page = f"SELECT rid FROM contact WHERE {where} ORDER BY sort_key, rid LIMIT {PAGE}"
    number = f"SELECT count(*) FROM contact WHERE {where}"
    times = max(2, world.repetitions // 5)
    pages: list[Action] = [partial(backend.ask, contacts.find_order, order, PAGE)] * times
    counts: list[Action] = [partial(backend.ask, contacts.count, order)] * times
    first = alternating(pages, [partial(plain.rows, page, question.value)] * times)
    whole = alternating(counts, [partial(plain.rows, number, question.value)] * times)
    family = "filtered list"
    return [
        Figure(family, f"{question.name}: page", world.engine, "ms", *first, question.limit),
        Figure(family, f"{question.name}: count", world.engine, "ms", *whole),
    ]


def _order(reader: Reader, root: Node) -> ListOrder:
    bound = bind(root, "contact", catalogues_of(reader))
    return ListOrder(filter=bound, context=context_of(reader))
