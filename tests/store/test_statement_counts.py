"""What is done at every key press and every save asks the database few questions.

Each statement costs a tenth of a millisecond to prepare and, on a server, a way there and back:
the figures of quality.md, 'Speed and memory', hang on their number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common import listing
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import find_list_rows, find_order
from crm_desktop.features.deals.queries import find_gate
from crm_desktop.features.pipelines.commands import UpdateStage
from crm_desktop.features.search.queries import search
from crm_desktop.features.views.queries import context_of, find_views
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.binding import bind
from crm_desktop.store.loading import load_by_rid
from tests.store.dealing import desk, there


@pytest.fixture
def person(client: Backend) -> str:
    """Somebody with a list of nearly every kind."""
    company = client.execute(CreateCompany({"name": "Вектор"}, "RU")).result
    values = {
        "given_name": "Марина",
        "family_name": "Ким",
        "phones": [{"value": "8 912 831-20-21"}, {"value": "8 912 831-20-22", "primary": True}],
        "emails": [{"value": "kim@vektor.example"}],
        "sites": ["vektor.example"],
        "companies": [{"company": company, "position": "Директор"}],
    }
    return str(client.execute(CreateContact(values, "RU")).result)


@contextmanager
def counted(*, here: bool = False) -> Iterator[list[str]]:
    """The statements that SQLAlchemy runs meanwhile, on any thread or only ``here``, where the
    test is: what fills a server's index works on a thread of its own."""
    found: list[str] = []
    thread = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not here or threading.get_ident() == thread:
            found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def _page(reader: Reader) -> None:
    (row,) = find_list_rows(reader, find_order(reader, ListOrder(), 50))
    assert (row.company, row.position) == ("Вектор", "Директор")
    assert row.phone == "+79128312022"


def _whole_record(reader: Reader) -> None:
    (rid,) = find_order(reader, ListOrder(), 50)
    loaded = load_by_rid(reader.connection, reader.registry["contact"], [rid])[rid]
    assert [phone["primary"] for phone in loaded.state["phones"]] == [False, True]
    assert loaded.state["sites"] == ["vektor.example"]
    assert loaded.state["tags"] == []


def _filtered_page(reader: Reader) -> None:
    """Two for the keys: where few match, the beginning of the list is looked at first."""
    marina = Condition("given_name", Operator.IS, "Марина")
    bound = bind(marina, "contact", reader.catalogues)
    order = ListOrder(filter=bound, context=context_of(reader))
    assert len(find_list_rows(reader, find_order(reader, order, 50))) == 1


def _views(reader: Reader) -> None:
    assert find_views(reader, "contact")


def _nothing_found(reader: Reader) -> None:
    """Tags, products by all spellings, and all products for one wrong letter; the rest is asked of
    the driver itself."""
    assert not search(reader, "ghbdtn")


@pytest.mark.parametrize(
    ("query", "most"),
    [(_page, 2), (_whole_record, 3), (_filtered_page, 3), (_views, 3), (_nothing_found, 3)],
)
def test_a_read_takes_few_statements(
    client: Backend, person: str, query: Callable[[Reader], None], most: int
) -> None:
    client.ask(query)
    with counted() as statements:
        client.ask(query)
    own = [statement for statement in statements if statement != "BEGIN"]
    assert len(own) <= most, own


def test_a_gate_asks_only_for_what_stands_on_its_way(client: Backend, person: str) -> None:
    """Pipelines and their stages; where the deal stands; what it has; what its contact has."""
    trial = desk(client)
    deal = trial.deal(contacts=[{"contact": person}])
    for most, fields in ((3, []), (6, ["phones", "emails"])):
        offer = there(trial.row().stage(trial.stages["Offer"]))
        required = [{"entity": "contact", "field": field} for field in fields]
        client.execute(UpdateStage(offer.id, offer.version, {"required": required}))
        with counted() as statements:
            assert client.ask(find_gate, (deal,), offer.id).is_open
        own = [statement for statement in statements if statement != "BEGIN"]
        assert len(own) <= most, own


def test_a_filtered_page_is_looked_for_as_far_as_its_first_matches_tell(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        position = "Директор" if number % 3 else "Мастер"
        client.execute(CreateContact({"given_name": f"A{number:02}", "position": position}, "RU"))
    monkeypatch.setattr(listing, "_BEGINNING", 4)

    def masters(reader: Reader, limit: int | None) -> list[int]:
        bound = bind(Condition("position", Operator.IS, "Мастер"), "contact", reader.catalogues)
        order = ListOrder(filter=bound, context=context_of(reader))
        return [*find_order(reader, order, limit)]

    with counted() as statements:
        page = client.ask(masters, 3)
    assert page == client.ask(masters, None)[:3]
    own = [statement for statement in statements if statement != "BEGIN"]
    assert len(own) == 2, own  # among the first four, then among the first eight


@pytest.mark.parametrize(
    ("position", "where"),
    [("Мастер", ["beginning", "sample", "beginning"]), ("Юнга", ["beginning", "sample", "whole"])],
)
def test_a_filter_that_many_match_is_looked_for_behind_a_beginning_without_any(
    client: Backend, monkeypatch: pytest.MonkeyPatch, position: str, where: list[str]
) -> None:
    for number in range(12):
        given = {"given_name": f"A{number:02}", "position": "Директор" if number < 4 else "Мастер"}
        client.execute(CreateContact(given, "RU"))
    for name, value in {"_BEGINNING": 4, "_DEEPEST": 10, "_FAR": 1, "_SAMPLE": 6}.items():
        monkeypatch.setattr(listing, name, value)

    def found(reader: Reader, limit: int | None) -> list[int]:
        bound = bind(Condition("position", Operator.IS, position), "contact", reader.catalogues)
        order = ListOrder(filter=bound, context=context_of(reader))
        return [*find_order(reader, order, limit)]

    with counted() as statements:
        page = client.ask(found, 3)
    assert page == client.ask(found, None)[:3]
    own = [one for one in statements if one != "BEGIN" and "max(" not in one]
    assert [_where(one) for one in own] == where


def _where(statement: str) -> str:
    """Where a statement looks for a page: by its pieces in either engine."""
    if "count(" in statement:
        return "sample"
    return "beginning" if statement.count("SELECT") > 1 else "whole"


def test_a_save_of_one_person_takes_few_statements(client: Backend, person: str) -> None:
    with counted() as statements:
        client.execute(UpdateContact(person, 1, {"position": "Директор"}, "RU"))
    own = [statement for statement in statements if statement != "BEGIN"]
    assert len(own) <= 9, own


def test_reading_the_whole_order_leaves_the_connection_as_it_was(
    client: Backend, person: str
) -> None:
    def options(reader: Reader) -> Any:
        find_order(reader, ListOrder())
        return reader.connection.get_execution_options()

    assert "yield_per" not in client.ask(options)
