"""Filters, orders and columns of custom fields answer alike in memory and on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.fields import as_filtered
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.columns import find_more, find_order
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.custom_fields.fields import custom_catalogues, without_field
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.filters.ast import (
    PERIODS,
    WITH_DAYS,
    Amount,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
)
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.catalogue import Field, FieldKind
from crm_desktop.filters.compile_sql import compile_filter
from crm_desktop.filters.context import Context
from crm_desktop.filters.evaluate import predicate
from crm_desktop.store.loading import load_by_rid
from tests.factories.filter_world import TEXTS, ZONES
from tests.factories.postgresql import create_database, drop_database
from tests.store.workshop import create_contact, open_client

TODAY = now().date()
DAYS = [str(TODAY - timedelta(days)) for days in (-3, 0, 1, 40)]
MOMENTS = [iso(now() - timedelta(hours=hours)) for hours in (0, 5, 30, 800)]
VALUES: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "text": ({}, [*TEXTS, "2026-10-14", "+48512000114", "!"]),
    "long_text": ({}, [*TEXTS, "x\ny"]),
    "number": ({}, [0, 1, -2.5, 10]),
    "money": ({"currency": "PLN"}, ["10", "10 EUR", "-3.50", "1000"]),
    "date": ({}, DAYS),
    "datetime": ({}, MOMENTS),
    "choice": ({"choices": ["A", "B"]}, ["A", "B"]),
    "multi_choice": ({"choices": ["A", "B", "C"]}, [["A"], ["A", "B"], ["C", "B"]]),
    "yes_no": ({}, [True, False]),
    "link": ({}, ["vektor.example/Цены", "https://Vektor.example"]),
    "phone": ({}, ["+48512000114", "+48512000115"]),
    "user": ({}, []),
    "record": ({"target": "company"}, []),
    "file": ({}, []),
    "formula": ({"formula": "{number} * 2"}, []),
}
ASKED: dict[str, list[Any]] = {
    "text": [*(text for text in TEXTS if fold(text)), "2026-10-14", "10-14", "+48512000114"],
    "number": [0, 1, 5.5],
    "formula": [0, 2, 20],
    "money": [Amount(1000, "PLN"), Amount(1000, "EUR"), Amount(-350, "PLN")],
    "date": DAYS,
    "datetime": [*MOMENTS, *DAYS],
    "choice": ["c1", "c2"],
    "multi_choice": ["c1", "c2", "c3"],
    "yes_no": [True, False],
    "link": ["vektor.example", "цены"],
    "phone": ["512 000", "+48 512-000-114"],
}
_WITHOUT = {"empty", "not_empty", *(one.value for one in PERIODS)}
_SEVERAL = {"any_of", "none_of", "has_any", "has_all", "has_none"}


class World:
    """A workspace whose people have values of every type."""

    def __init__(self, url: str) -> None:
        self.client = open_client(url)
        self.keys: dict[str, str] = {}
        for kind, (options, _values) in VALUES.items():
            whole = {"entity": "contact", "label": kind, "type": kind, **options}
            self.keys[kind] = str(self.client.execute(CreateCustomField(whole)).result)
        self.ids = {
            "user": [self.client.actor.id],
            "record": [self._company("Alfa"), self._company("Beta")],
            "file": self._files("offer.pdf", "plan.pdf"),
        }
        for number in range(45):
            custom = {
                self.keys[kind]: values[number * step % len(values)]
                for step, (kind, (_options, values)) in enumerate(VALUES.items(), start=1)
                if values and (number + step) % 3
            }
            for kind, ids in self.ids.items():
                if number % 4 == 0:
                    custom[self.keys[kind]] = ids[number // 4 % len(ids)]
            create_contact(self.client, given_name=f"N{number:02}", custom=custom)
        self.context = Context(now(), ZONES[0])

    def _company(self, name: str) -> str:
        return str(self.client.execute(CreateCompany({"name": name})).result)

    def _files(self, *names: str) -> list[str]:
        """Ids of files of these names."""
        holder = create_contact(self.client, given_name="Holder")
        with TemporaryDirectory() as folder:
            paths = tuple(Path(folder) / name for name in names)
            for path in paths:
                path.write_text(path.name)
            attach = AttachFiles(paths, {"contacts": (holder,)})
            return list(self.client.execute(attach).result.ids)

    def bound(self, node: Node) -> BoundFilter:
        """The filter over people, custom fields among the rest."""
        return self.client.ask(
            lambda reader: bind(node, "contact", custom_catalogues(reader, reader.catalogues))
        )

    def field(self, kind: str) -> Field:
        """What may be asked of the field of that type."""
        return self.client.ask(
            lambda reader: custom_catalogues(reader, reader.catalogues)["contact"].field(
                f"custom:{self.keys[kind]}"
            )
        )

    def both(self, node: Node) -> tuple[set[str], set[str]]:
        """What the database finds, and what matches in memory."""
        bound = self.bound(node)

        def query(reader: Reader) -> tuple[set[str], set[str]]:
            record = reader.registry["contact"]
            mapping = sql_mapping("contact", bound.catalogues, reader.registry)
            matching = sa.select(record.table.c.id).where(
                compile_filter(bound, mapping, self.context)
            )
            found = set(map(str, reader.connection.execute(matching).scalars()))
            rids = reader.connection.execute(sa.select(record.table.c.rid)).scalars().all()
            test = predicate(bound, self.context)
            expected = {
                one.id
                for one in load_by_rid(reader.connection, record, rids).values()
                if test(as_filtered(record, bound.catalogue, one))
            }
            return found, expected

        return self.client.ask(query)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Once on each engine, in a place of its own."""
    server = ""
    if request.param == "sqlite":
        url = str(tmp_path_factory.mktemp("custom") / "workspace.db")
    else:
        server = request.getfixturevalue("postgresql_server")
        url = create_database(server)
    made = World(url)
    yield made
    made.client.close()
    if server:
        drop_database(server, url)


def _conditions(asked: Field, samples: list[Any]) -> Iterator[Condition]:
    for operator in asked.operators:
        if operator.value in _WITHOUT:
            yield Condition(asked.name, operator)
        elif operator in WITH_DAYS:
            yield from (Condition(asked.name, operator, days) for days in (0, 2, 60))
        elif operator.value in _SEVERAL:
            yield from (Condition(asked.name, operator, (a, b)) for a, b in pairwise(samples))
        elif operator is Operator.BETWEEN:
            ordered = _ordered(asked, samples)
            yield from (Condition(asked.name, operator, (a, b)) for a, b in pairwise(ordered))
        else:
            yield from (Condition(asked.name, operator, value) for value in samples)


def _ordered(asked: Field, samples: list[Any]) -> list[Any]:
    if asked.kind is FieldKind.MONEY:
        return sorted((one for one in samples if one.currency == "PLN"), key=lambda a: a.minor)
    return sorted(one for one in samples if asked.kind is not FieldKind.INSTANT or len(one) > 10)


@pytest.mark.parametrize("kind", VALUES)
def test_every_question_is_answered_alike(world: World, kind: str) -> None:
    samples = ASKED.get(kind, world.ids.get(kind, []))
    conditions = list(_conditions(world.field(kind), samples))
    assert conditions
    some = False
    for condition in conditions:
        found, expected = world.both(condition)
        assert found == expected, condition
        some = some or 0 < len(found) < 46
    assert some


def test_conditions_on_several_fields_join(world: World) -> None:
    text = Condition(f"custom:{world.keys['text']}", Operator.NOT_EMPTY)
    number = Condition(f"custom:{world.keys['number']}", Operator.MORE, 0)
    for node in (And((text, number)), Or((Not(text), number)), Not(And((text, Not(number))))):
        found, expected = world.both(node)
        assert found == expected
        assert found


@pytest.mark.parametrize("kind", VALUES)
def test_a_list_is_ordered_by_a_custom_field_with_the_empty_ones_last(
    world: World, kind: str
) -> None:
    name = f"custom:{world.keys[kind]}"

    def texts(reader: Reader, *, descending: bool) -> list[str]:
        rids = find_order(reader, ListOrder(sort=name, descending=descending))
        more = find_more(reader, rids, [name])
        return [more.get(rid, {}).get(name, "") for rid in rids]

    up = world.client.ask(texts, descending=False)
    down = world.client.ask(texts, descending=True)
    filled = [text for text in up if text]
    assert len(up) == 46
    assert up[: len(filled)] == filled
    assert sorted(filled) == sorted(text for text in down if text)
    assert all(down[: len(filled)])


def test_a_number_is_ordered_by_its_size(world: World) -> None:
    name = f"custom:{world.keys['number']}"
    rids = world.client.ask(find_order, ListOrder(sort=name))
    more = world.client.ask(find_more, rids, [name])
    shown = list(dict.fromkeys(of[name] for rid in rids if (of := more.get(rid))))
    assert shown == ["−2.5", "0", "1", "10"]


def test_a_filter_that_names_a_deleted_field_says_which_one(client: Backend) -> None:
    whole = {"entity": "contact", "label": "Size", "type": "text"}
    key = f"custom:{client.execute(CreateCustomField(whole)).result}"
    size = Condition(key, Operator.IS, "M")
    root = And((Condition("city", Operator.IS, "Kraków"), Not(size)))
    client.execute(DeleteCustomFields((key.removeprefix("custom:"),)))

    def query(reader: Reader) -> None:
        bind(root, "contact", custom_catalogues(reader, reader.catalogues))

    with pytest.raises(Invalid, match=r"“Size”.* deleted") as refused:
        client.ask(query)
    assert refused.value.field == key
    assert without_field(root, key) == And((root.parts[0],))
    order = ListOrder(sort=key)
    assert list(client.ask(find_order, order)) == []
