"""Filters over people, companies and activities find the same in memory and in the database.

The records are written by the commands of the program, so the keys beside the texts are those
that the program keeps; the questions are all that the catalogues allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.ids import new_id
from crm_desktop.features.activities.commands import CreateActivity, DeleteActivities
from crm_desktop.features.common.fields import Link, Outermost, as_filtered
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.filters.ast import (
    PERIODS,
    WITH_DAYS,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.catalogue import Field, FieldKind, TextRule
from crm_desktop.filters.compile_sql import compile_filter
from crm_desktop.filters.context import Context, Record
from crm_desktop.filters.evaluate import predicate
from crm_desktop.store.loading import load_by_rid
from tests.factories.catalogues import CATALOGUES
from tests.factories.filter_world import BIRTHDAYS, DATES, TEXTS, ZONES
from tests.store.workshop import Write, open_client

PHONES = ["+48512000114", "+48512000115", "+79161234567"]
EMAILS = ["Anna@wektor.pl", "anna@wektor.pl", "a_a@wektor.pl"]
SITES = ["https://Wektor.pl", "https://wektor.pl/50%"]
NIPS = ["5261040828", "7010416384"]
CODES = ["00-950", "A_1", "a_1"]
LANGUAGES = ["pl", "ru", "en"]


ASKED = ("activity", "company", "contact")


@dataclass(frozen=True)
class World:
    """A workspace and what is in it, as filters see it, by entity and id."""

    client: Backend
    records: dict[str, dict[str, Record]]
    tags: list[str]
    owners: list[str]

    def related(self, record: Record, relation: str) -> Iterable[Record]:
        """The records at the other end of a relation that are not in the bin."""
        link = CATALOGUES[record["entity"]].relation(relation)
        assert isinstance(link, Link)
        others = self.records[link.target].values()
        if link.backwards:
            found = [one for one in others if record["id"] in _pointed(one, link)]
        else:
            found = [one for one in others if one["id"] in _pointed(record, link)]
        return [
            one
            for one in found
            if one["deleted_at"] is None and not (link.lacking and one[link.lacking])
        ]

    def outermost(self, record: Record) -> dict[str, str | None]:
        """What of the record lies in others."""
        found = {}
        for asked in CATALOGUES[record["entity"]].fields:
            if isinstance(asked, Outermost) and asked.link is not None:
                values = [one[asked.column] for one in self.related(record, asked.link.name)]
                present = [value for value in values if value]
                choose = min if asked.earliest else max
                found[asked.name] = choose(present, default=None)
        return found

    def context(self, zone: int = 0) -> Context:
        return Context(now(), ZONES[zone], related=self.related)

    def samples(self, asked: Field) -> Sequence[Any]:
        """What may be asked of a field: what is there, what is like it, and what is not."""
        if asked.choices:
            return [choice.code for choice in asked.choices]
        if asked.kind is FieldKind.TEXT:
            return TEXTS
        if asked.kind is FieldKind.LIST_OF_TEXT:
            folded = asked.rule is TextRule.FOLDED
            return TEXTS if folded else [*PHONES, "512", *EMAILS, "ANNA", *SITES, *NIPS, *CODES]
        if asked.kind is FieldKind.INSTANT:
            times = [one["created_at"] for one in self.records["contact"].values()][:2]
            times += [one["done_at"] for one in self.records["activity"].values()][:9:4]
            times = [time for time in times if time]
            today = now().date()
            return [str(today - timedelta(1)), str(today), *times, iso(now() + timedelta(1))]
        ids = [*self.owners, *self.records["company"], new_id()]
        others: dict[FieldKind, Sequence[Any]] = {
            FieldKind.BIRTHDAY: BIRTHDAYS,
            FieldKind.DATE: DATES,
            FieldKind.YES_NO: [True, False],
            FieldKind.NUMBER: [0, 50, 100],
            FieldKind.MONEY: [{"minor": minor, "currency": "PLN"} for minor in (0, 100_00)],
            FieldKind.MULTI_CHOICE: LANGUAGES if asked.name == "languages" else self.tags,
            FieldKind.REFERENCE: [str(one) for one in ids],
        }
        return others[asked.kind]

    def found(self, bound: BoundFilter, context: Context) -> set[str]:
        """The ids that the database finds, on every shelf."""
        entity = bound.catalogue.entity

        def query(reader: Reader) -> set[str]:
            mapping = sql_mapping(entity, bound.catalogues, reader.registry)
            table = reader.registry[entity].table
            matching = sa.select(table.c.id).where(compile_filter(bound, mapping, context))
            return set(map(str, reader.connection.execute(matching).scalars()))

        return self.client.ask(query)

    def expected(self, bound: BoundFilter, context: Context) -> set[str]:
        """The ids of the records that match in memory."""
        matches = predicate(bound, context)
        records = self.records[bound.catalogue.entity]
        return {record_id for record_id, record in records.items() if matches(record)}


def _pointed(record: Record, link: Link) -> list[str]:
    value = record[link.field]
    if not isinstance(value, list):
        return [value]
    if record["entity"] == "activity":
        return value
    return [item["company" if link.field == "companies" else "contact"] for item in value]


def _turn(values: Sequence[Any], number: int) -> Any:
    return values[number % len(values)]


def _shared_values(n: int, tags: list[str], owners: list[str]) -> dict[str, Any]:
    """Each field runs through its values at a pace of its own."""
    return {
        "phones": [{"value": _turn(PHONES, k)} for k in range(n, n + n % 3)],
        "emails": [{"value": _turn(EMAILS, k)} for k in range(n, n + n % 4)],
        "sites": [_turn(SITES, k) for k in range(n, n + n % 2)],
        "addresses": [
            {
                "city": _turn([*TEXTS, None], k),
                "region": _turn(TEXTS, k * 3),
                "country": _turn([None, *TEXTS], k * 5),
                "postal_code": _turn(CODES, k),
            }
            for k in range(n, n + n % 3)
        ],
        "tags": tags[n % 3 :],
        "owner": _turn([*owners, None], n),
        "status": _turn(["client", "former", None], n),
        "source": _turn([*TEXTS, None], n * 3),
        "note": _turn(["Позвонить", None], n),
        "blacklisted": "не платит" if n % 5 == 0 else None,
        "source_ids": [{"system": "amo", "value": _turn(CODES, n)}] if n % 2 else [],
    }


def _company(n: int, shared: dict[str, Any], parents: list[str]) -> dict[str, Any]:
    return shared | {
        "name": f"{_turn(TEXTS, n)} {n % 3}",
        "legal_name": _turn([*TEXTS, None], n * 5),
        "industry": _turn([*TEXTS, None], n * 7),
        "size": _turn(["1–10", "11", None], n),
        "parent": parents[n // 2] if n % 2 and parents else None,
        "tax_ids": [{"kind": "nip", "value": _turn(NIPS, n)}] if n % 3 else [],
    }


def _contact(n: int, shared: dict[str, Any], firms: list[str], people: list[str]) -> dict[str, Any]:
    consent = {"date": _turn(DATES, n), "origin": "форма"}
    return shared | {
        "family_name": _turn(TEXTS, n),
        "given_name": _turn([*TEXTS, None], n * 3),
        "middle_name": _turn([None, *TEXTS], n * 5),
        "position": _turn([None, *TEXTS], n * 7),
        "birthday": _turn([*BIRTHDAYS, None], n),
        "languages": LANGUAGES[: n % 4],
        "preferred_channel": _turn(["phone", "visit", None], n),
        "preferred_hours": _turn(["9–18", None], n),
        "consent": consent if n % 3 == 0 else None,
        "messengers": [{"service": "telegram", "value": "@Anna_K"}] if n % 4 == 0 else [],
        "companies": [
            {"company": _turn(firms, n * k), "position": _turn([*TEXTS, None], n + k)}
            for k in range(n % 3)
        ],
        "relations": [{"kind": "spouse", "contact": people[n // 3]}] if n % 3 == 1 else [],
    }


def _activity(n: int, owners: list[str], firms: list[str], people: list[str]) -> dict[str, Any]:
    """Some done, at times from long ago to now, some due, some neither."""
    done = iso(now() - timedelta(n * 7 % 50, n)) if n % 3 else None
    return {
        "kind": _turn(["task", "call", "meeting", "visit"], n),
        "title": _turn(TEXTS, n),
        "text": _turn(["Позвонить", None], n // 2),
        "result": "Да" if done and n % 2 else None,
        "done_at": done,
        "due_on": str(now().date() + timedelta(n % 9 - 4)) if n % 5 == 0 else None,
        "due_at": iso(now() + timedelta(n % 7 - 3, n)) if n % 5 == 1 else None,
        "owner": _turn(owners, n),
        "important": n % 4 == 0,
        "pinned": n % 6 == 0,
        "contacts": [people[n * 3 % 37]] if n % 7 else people[10:14],
        "companies": [firms[n % 5]] if n % 2 else [],
    }


def _insert(client: Backend, entity: str, values: dict[str, Any]) -> str:
    return str(client.execute(Write(lambda unit: unit.insert(entity, values))).result)


def _fill(client: Backend) -> World:
    user = {"full_name": "Anna", "role": "manager", "active": True}
    owners = [_insert(client, "user", user) for _ in range(2)]
    tags = [_insert(client, "tag", {"name": name, "colour": 1}) for name in ("VIP", "Лид")]
    firms: list[str] = []
    for n in range(12):
        values = _company(n, _shared_values(n, tags, owners), firms)
        firms.append(str(client.execute(CreateCompany(values, region="PL")).result))
    people: list[str] = []
    for n in range(40):
        values = _contact(n, _shared_values(n, tags, owners), firms, people)
        people.append(str(client.execute(CreateContact(values, region="PL")).result))
    activities = []
    for n in range(60):
        values = _activity(n, owners, firms, people)
        activities.append(str(client.execute(CreateActivity(values)).result))
    client.execute(ArchiveContacts(tuple(people[5:9])))
    client.execute(DeleteContacts(tuple(people[8:12])))
    client.execute(DeleteActivities(tuple(activities[3:50:9])))
    return World(client, {"contact": {}, "company": {}, "activity": {}, "deal": {}}, tags, owners)


def _read_all(world: World) -> None:
    def query(reader: Reader, entity: str) -> dict[str, Record]:
        record = reader.registry[entity]
        rids = reader.connection.execute(sa.select(record.table.c.rid)).scalars().all()
        return {
            loaded.id: {**as_filtered(record, CATALOGUES[entity], loaded), "entity": entity}
            for loaded in load_by_rid(reader.connection, record, rids).values()
        }

    for entity in world.records:
        world.records[entity] = world.client.ask(query, entity)
    for records in world.records.values():
        for record_id, record in records.items():
            records[record_id] = {**record, **world.outermost(record)}


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A workspace with people and companies in every state, once on each engine."""
    if request.param == "sqlite":
        url = str(tmp_path_factory.mktemp("filters") / "workspace.db")
    else:
        url = request.getfixturevalue("postgresql_url")
    client = open_client(url)
    filled = _fill(client)
    _read_all(filled)
    yield filled
    client.close()


_WITHOUT = {"empty", "not_empty", *(one.value for one in PERIODS)}
_SEVERAL = {"any_of", "none_of", "has_any", "has_all", "has_none", "between"}


def _values(world: World, asked: Field, operator: Operator) -> Sequence[Any]:
    ones = world.samples(asked)
    if operator.value in _WITHOUT:
        return [None]
    if operator in WITH_DAYS:
        return [0, 1, 30, 365]
    return list(pairwise(ones)) if operator.value in _SEVERAL else ones


def _bound(node: Node, entity: str) -> BoundFilter | None:
    try:
        return bind(node, entity, CATALOGUES)
    except Invalid:
        return None  # a range from the later to the earlier, a text without letters


@pytest.mark.parametrize(
    ("entity", "name"),
    [(entity, field.name) for entity in ASKED for field in CATALOGUES[entity].fields],
)
def test_every_question_to_every_field_is_answered_alike(
    world: World, entity: str, name: str
) -> None:
    asked = CATALOGUES[entity].field(name)
    for operator in asked.operators:
        for value in _values(world, asked, operator)[:10]:
            if bound := _bound(Condition(name, operator, value), entity):
                context = world.context()
                assert world.found(bound, context) == world.expected(bound, context), bound.root


@st.composite
def nodes(draw: st.DrawFn, world: World, entity: str, levels: int = 3) -> Node:
    """Trees of any conditions, also through relations."""
    shape = draw(st.sampled_from([Condition, And, Or, Not, Related])) if levels else Condition
    catalogue = CATALOGUES[entity]
    if shape is Condition:
        asked = draw(st.sampled_from(catalogue.fields))
        operator = draw(st.sampled_from(asked.operators))
        return Condition(
            asked.name, operator, draw(st.sampled_from(_values(world, asked, operator)))
        )
    if shape is Related:
        relation = draw(st.sampled_from(catalogue.relations))
        inner = draw(nodes(world, relation.target, levels - 1))
        return Related(relation.name, draw(st.sampled_from(Quantifier)), inner)
    if shape is Not:
        return Not(draw(nodes(world, entity, levels - 1)))
    parts = tuple(draw(st.lists(nodes(world, entity, levels - 1), max_size=3)))
    return And(parts) if shape is And else Or(parts)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_memory_and_database_find_the_same_people_and_companies(
    world: World, data: st.DataObject
) -> None:
    entity = data.draw(st.sampled_from(ASKED))
    bound = _bound(data.draw(nodes(world, entity)), entity)
    context = world.context(data.draw(st.integers(0, len(ZONES) - 1)))
    if bound is not None:
        assert world.found(bound, context) == world.expected(bound, context)


def test_companies_without_a_contact_do_not_count_people_in_the_bin(world: World) -> None:
    firm = str(world.client.execute(CreateCompany({"name": "Bez ludzi"})).result)
    leaver = {"family_name": "Nowak", "companies": [{"company": firm}]}
    person = str(world.client.execute(CreateContact(leaver)).result)
    alone = bind(Related("contacts", Quantifier.NONE, And()), "company", CATALOGUES)
    assert firm not in world.found(alone, world.context())
    world.client.execute(DeleteContacts((person,)))
    assert firm in world.found(alone, world.context())
    _read_all(world)


def test_a_changed_name_is_found_and_the_old_one_no_longer(world: World) -> None:
    person = str(world.client.execute(CreateContact({"family_name": "Żółkiewska"})).result)
    world.client.execute(UpdateContact(person, 1, {"family_name": "Sobieska"}))
    for name, there in (("zolkiewska", False), ("SOBIESKA", True)):
        for field in ("family_name", "display_name"):
            bound = bind(Condition(field, Operator.IS, name), "contact", CATALOGUES)
            assert (person in world.found(bound, world.context())) is there
    _read_all(world)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 5, 1000])
def test_a_filtered_page_is_the_beginning_of_the_filtered_list(
    world: World, limit: int, descending: bool
) -> None:
    for status in ("client", "partner"):
        bound = bind(Condition("status", Operator.IS, status), "contact", CATALOGUES)
        order = ListOrder(descending=descending, filter=bound, context=world.context())
        whole = world.client.ask(contacts.find_order, order)
        assert world.client.ask(contacts.find_order, order, limit) == whole[:limit]
        assert world.client.ask(contacts.count, order) == len(whole)


def test_a_filtered_list_keeps_the_order_of_the_whole_one(world: World) -> None:
    bound = bind(Condition("status", Operator.IS, "client"), "contact", CATALOGUES)
    matching = world.client.ask(
        contacts.find_order, ListOrder(filter=bound, context=world.context())
    )
    whole = world.client.ask(contacts.find_order, ListOrder())
    assert list(matching) == [rid for rid in whole if rid in set(matching)]
    assert matching


def test_every_shelf_is_filtered(world: World) -> None:
    for shelf in Shelf:
        order = ListOrder(shelf, filter=bind(And(), "contact", CATALOGUES), context=world.context())
        whole = world.client.ask(contacts.find_order, ListOrder(shelf))
        assert world.client.ask(contacts.find_order, order) == whole
        assert len(whole) == world.client.ask(contacts.count, order) > 0


def test_a_filter_without_its_moment_is_a_mistake_of_the_program() -> None:
    bound = bind(And(), "contact", CATALOGUES)
    with pytest.raises(ValueError, match="moment"):
        ListOrder(filter=bound)
