"""The first page of a list in any order is the beginning of the whole, however it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.text.sorting import beginning_key, sort_key
from crm_desktop.features.activities.columns import added_to
from crm_desktop.features.common import listing, orders
from crm_desktop.features.common.listing import ListOrder, Shelf, ids_of
from crm_desktop.features.contacts.columns import SORTS, find_order
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.binding import bind
from crm_desktop.store.ready import NewRecord
from tests.store.test_statement_counts import counted
from tests.store.workshop import Write

PAGE = 7
TEXTS = ("Ель 2", "ель 10", "Ёлка", "Łąka", "lato", "№ 5", "5 звёзд", "ясень", "Ясень-2", "Я")
NO_ADDRESS = dict.fromkeys(("country", "region", "street", "postal_code", "text"))
FIELDS = ("text", "number", "yes_no", "choice", "date")


@pytest.fixture
def fields(client: Backend) -> list[str]:
    """A field of each of these types, on people of whom some have values in some of them."""
    ids = []
    for kind in FIELDS:
        more = {"choices": ["One", "Two", "Three"]} if kind == "choice" else {}
        values = {"entity": "contact", "label": kind, "type": kind, **more}
        ids.append(str(client.execute(CreateCustomField(values)).result))
    chance = Random(1)
    people = [_person(chance, number, ids) for number in range(90)]
    client.execute(Write(lambda unit: unit.insert_many("contact", people)))
    return [f"custom:{key}" for key in ids]


def _person(chance: Random, number: int, ids: list[str]) -> NewRecord:
    def maybe(value: Any) -> Any:
        return value if chance.random() < 0.8 else None

    values = (
        chance.choice(TEXTS),
        chance.randrange(4),
        chance.random() < 0.5,
        f"c{chance.randrange(1, 4)}",
        f"2020-01-{chance.randrange(1, 29):02}",
    )
    numbers = [f"+4851200{chance.randrange(100):04}" for _phone in range(chance.randrange(3))]
    return NewRecord(
        {
            "family_name": f"Name {chance.randrange(30)}",
            "position": maybe(chance.choice(TEXTS)),
            "status": maybe(chance.choice(("client", "partner"))),
            "source": maybe(chance.choice(TEXTS)),
            "birthday": maybe(f"19{number:02}-03-{chance.randrange(1, 20):02}"),
            "phones": [
                {"value": value, "extension": None, "type": "mobile", "primary": not place}
                for place, value in enumerate(dict.fromkeys(numbers))
            ],
            "addresses": [
                {**NO_ADDRESS, "type": "work", "city": city}
                for city in chance.sample(TEXTS, chance.randrange(3))
            ],
            "custom": [
                {"value": value, "field": field}
                for value, field in zip(values, ids, strict=True)
                if maybe(1)
            ],
        }
    )


def _small(patch: pytest.MonkeyPatch) -> None:
    """A hundred people are many."""
    patch.setattr(orders, "_MANY", 9)
    patch.setattr(orders, "_DIFFERENT", 3)
    patch.setattr(listing, "_BEGINNING", 20)
    patch.setattr(listing, "is_common", lambda *_asked: True)


def _asked(reader: Reader, sort: str, descending: bool, root: Condition | None) -> ListOrder:
    if root is None:
        return ListOrder(sort=sort, descending=descending)
    bound = bind(root, "contact", catalogues_of(reader))
    return ListOrder(sort=sort, descending=descending, filter=bound, context=context_of(reader))


@pytest.mark.parametrize("root", [None, Condition("display_name", Operator.CONTAINS, "1")])
def test_a_first_page_is_the_beginning_of_the_whole_order(
    client: Backend,
    fields: list[str],
    monkeypatch: pytest.MonkeyPatch,
    root: Condition | None,
) -> None:
    _small(monkeypatch)
    for sort in (*SORTS, *fields):
        for descending in (False, True):
            order = client.ask(_asked, sort, descending, root)
            whole = client.ask(find_order, order)
            for limit in (PAGE, len(whole) + 1):
                assert client.ask(find_order, order, limit) == whole[:limit], (sort, descending)


def test_the_orders_of_an_index_are_not_worked_out_for_a_page(
    client: Backend, fields: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "_worked_out", lambda *_asked: pytest.fail("looked at everybody"))
    added = added_to("contact").sorts
    for sort in (*(name for name, rule in SORTS.items() if rule.rows), *fields, *added):
        assert len(client.ask(find_order, ListOrder(sort=sort), PAGE)) == PAGE, sort


@pytest.fixture
def busy(client: Backend, fields: list[str]) -> tuple[str, ...]:
    """Of those people most have something planned, by the day or by the minute, or have done it;
    the orders that this gives."""
    chance, days = Random(2), [f"2026-{month:02}-1{day}" for month in (1, 7) for day in range(6)]
    people = client.ask(lambda reader: ids_of(reader, "contact", range(1, 91)))
    planned = [
        NewRecord(
            {
                "kind": "task",
                "title": "Call",
                "contacts": chance.sample(people, chance.randrange(3)),
                "important": False,
                "pinned": False,
                **chance.choice(_MOMENTS)(chance.choice(days), chance.randrange(24)),
            }
        )
        for _step in range(120)
    ]
    client.execute(Write(lambda unit: unit.insert_many("activity", planned)))
    return tuple(added_to("contact").sorts)


_MOMENTS: tuple[Callable[[str, int], dict[str, str]], ...] = (
    lambda day, _hour: {"due_on": day},
    lambda day, hour: {"due_at": f"{day}T{hour:02}:15:00.000Z"},
    lambda day, hour: {"due_on": day, "done_at": f"{day}T{hour:02}:00:00.000Z"},
    lambda _day, _hour: {},
)


def test_a_first_page_by_what_is_done_and_planned_is_the_beginning_of_the_whole_order(
    client: Backend, busy: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch)
    monkeypatch.setattr(orders, "_FEW", 9)
    root = Condition("display_name", Operator.CONTAINS, "1")
    for sort, descending, narrowed in product(busy, (False, True), (None, root)):
        order = client.ask(_asked, sort, descending, narrowed)
        worked_out = client.ask(_worked_out, order, sort)
        assert client.ask(find_order, order) == worked_out, (sort, descending)
        for limit in (PAGE, 4 * PAGE, len(worked_out) + 1):
            page = client.ask(find_order, order, limit)
            assert page == worked_out[:limit], (sort, descending, narrowed)


def _worked_out(reader: Reader, order: ListOrder, sort: str) -> Sequence[int]:
    rule = added_to("contact").sorts[sort]
    return orders._worked_out(reader, contact, order, None, rule)


# PostgreSQL's planner knows how many lie there.
@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_the_archive_in_another_order_is_read_from_its_shelf_alone(client: Backend) -> None:
    def plan(reader: Reader) -> str:
        with counted() as statements:
            find_order(reader, ListOrder(Shelf.ARCHIVE, "changed"), PAGE)
        asked = statements[-1]
        values = tuple(1 for _mark in range(asked.count("?")))
        rows = reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)
        return str(rows.all()[0][3])

    assert client.ask(plan).startswith("SEARCH contact USING INDEX ix_contact_list")


@given(st.lists(st.text(max_size=7), min_size=2, max_size=30), st.integers(1, 5))
def test_beginnings_of_texts_stand_in_the_order_of_the_texts(texts: list[str], cut: int) -> None:
    def opened(text: str) -> bytes:
        return beginning_key(text[:cut], is_cut=len(text) >= cut)

    ranked = sorted(texts, key=sort_key)
    for earlier, later in pairwise(ranked):
        first, second = opened(earlier), opened(later)
        assert first <= second or first.startswith(second), (earlier, later)
