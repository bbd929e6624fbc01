"""Who is related to whom is kept with both people, and taken back from both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.catalog import timeline
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts import handlers
from crm_desktop.features.contacts.columns import find_more
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import find_list_rows, find_order, get_contact
from crm_desktop.features.contacts.relations import INVERSE, tell_others
from crm_desktop.features.data.exporting.queries import told_contact
from crm_desktop.features.timeline.queries import find_timeline
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import Condition, Operator, Quantifier, Related
from crm_desktop.filters.binding import bind

Tie = dict[str, str]


def person(client: Backend, name: str, *ties: Tie) -> str:
    return str(client.execute(CreateContact({"given_name": name, "relations": ties})).result)


def ties_of(client: Backend, key: str) -> list[Tie]:
    loaded = client.ask(lambda reader: get_contact(reader, key))
    assert loaded is not None
    ties: list[Tie] = loaded.state["relations"]
    return ties


def relate(client: Backend, key: str, *ties: Tie, base: int | None = None) -> None:
    loaded = client.ask(lambda reader: get_contact(reader, key))
    assert loaded is not None
    version = loaded.version if base is None else base
    client.execute(UpdateContact(key, version, {"relations": list(ties)}))


def tie(kind: str, other: str) -> Tie:
    return {"kind": kind, "contact": other}


@pytest.fixture
def pair(client: Backend) -> tuple[str, str]:
    """Marina, and Vera, her assistant."""
    boss = person(client, "Marina")
    return boss, person(client, "Vera", tie("assistant_of", boss))


def test_the_inverse_of_the_inverse_is_the_relation() -> None:
    assert all(INVERSE[INVERSE[kind]] == kind for kind in INVERSE)


def test_a_relation_of_a_new_person_stands_at_the_other_one_by_its_inverse(
    client: Backend, pair: tuple[str, str]
) -> None:
    boss, helper = pair
    assert ties_of(client, helper) == [tie("assistant_of", boss)]
    assert ties_of(client, boss) == [tie("has_assistant", helper)]


def test_what_is_changed_on_one_side_is_changed_on_the_other_and_undone_on_both(
    client: Backend, pair: tuple[str, str]
) -> None:
    boss, helper = pair
    relate(client, boss, tie("managed_by", helper))
    assert ties_of(client, helper) == [tie("manager_of", boss)]
    client.execute(UndoOperation())
    assert ties_of(client, boss) == [tie("has_assistant", helper)]
    assert ties_of(client, helper) == [tie("assistant_of", boss)]
    client.execute(RedoOperation())
    assert ties_of(client, boss) == [tie("managed_by", helper)]
    assert ties_of(client, helper) == [tie("manager_of", boss)]


def test_the_birth_of_who_came_with_a_relation_is_undone_on_both_sides(
    client: Backend, pair: tuple[str, str]
) -> None:
    boss, helper = pair
    client.execute(UndoOperation())
    assert ties_of(client, boss) == []
    client.execute(RedoOperation())
    assert ties_of(client, boss) == [tie("has_assistant", helper)]


def test_two_who_relate_one_person_at_the_same_time_conflict_with_nobody(
    client: Backend, pair: tuple[str, str]
) -> None:
    boss, helper = pair
    third = person(client, "Oleg", tie("spouse", boss))
    relate(client, boss, tie("has_assistant", helper), tie("colleague", helper), base=2)
    expected = [tie("spouse", third), tie("has_assistant", helper), tie("colleague", helper)]
    assert sorted(ties_of(client, boss), key=str) == sorted(expected, key=str)
    assert ties_of(client, helper) == [tie("assistant_of", boss), tie("colleague", boss)]
    assert ties_of(client, third) == [tie("spouse", boss)]


def test_two_who_relate_the_same_two_people_do_not_wait_for_each_other(
    client: Backend, another_client: Callable[[], Backend], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = person(client, "Marina"), person(client, "Vera")
    second, both_write = another_client(), threading.Barrier(2)

    def tell_together(*given: Any) -> None:
        """As if both had written their own person before either goes on to the other one."""
        with suppress(threading.BrokenBarrierError):
            both_write.wait(timeout=0.5)
        tell_others(*given)

    monkeypatch.setattr(handlers, "tell_others", tell_together)
    with ThreadPoolExecutor(2) as pool:
        for future in (
            pool.submit(relate, client, one, tie("colleague", other)),
            pool.submit(relate, second, other, tie("spouse", one)),
        ):
            future.result(timeout=60)
    kinds = [sorted(here["kind"] for here in ties_of(client, key)) for key in (one, other)]
    assert kinds == [["colleague", "spouse"], ["colleague", "spouse"]]


def test_both_timelines_tell_of_it(client: Backend, pair: tuple[str, str]) -> None:
    boss, helper = pair
    relate(client, helper, tie("spouse", boss))

    def told(reader: Reader, key: str) -> Any:
        newest, *_older = find_timeline(reader, timeline(), TimelineQuery("contact", key))
        return [(one.field, one.old, one.new) for one in newest.payload.fields]

    assert client.ask(told, boss) == [
        ("relations", [tie("has_assistant", "Vera")], [tie("spouse", "Vera")])
    ]
    assert client.ask(told, helper) == [
        ("relations", [tie("assistant_of", "Marina")], [tie("spouse", "Marina")])
    ]


def test_filters_find_it_from_both_sides(client: Backend, pair: tuple[str, str]) -> None:
    person(client, "Nobody")

    def found(reader: Reader, name: str) -> list[str]:
        root = Related("people", Quantifier.ANY, Condition("given_name", Operator.IS, name))
        bound = bind(root, "contact", catalogues_of(reader))
        order = ListOrder(filter=bound, context=context_of(reader), entity="contact")
        return [row.name for row in find_list_rows(reader, find_order(reader, order))]

    assert client.ask(found, "Marina") == ["Vera"]
    assert client.ask(found, "Vera") == ["Marina"]


def test_the_list_shows_it_of_both(client: Backend, pair: tuple[str, str]) -> None:
    person(client, "Nobody")

    def shown(reader: Reader) -> dict[str, list[str]]:
        rows = find_list_rows(reader, find_order(reader, ListOrder(entity="contact")))
        more = find_more(reader, [row.rid for row in rows], ["related"])
        return {row.name: more[row.rid]["related"] for row in rows}

    assert client.ask(shown) == {"Marina": ["Vera"], "Vera": ["Marina"], "Nobody": []}


def test_the_export_tells_it_of_both(client: Backend, pair: tuple[str, str]) -> None:
    boss, helper = pair
    told = client.ask(told_contact, boss)
    assert told is not None
    assert told["relations"] == [{"kind": "has_assistant", "id": helper, "name": "Vera"}]
