"""A filter finds the same records in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import sqlcipher3.dbapi2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Double,
    Engine,
    ForeignKey,
    FromClause,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
    create_engine,
    insert,
    make_url,
    select,
    text,
)

from crm_desktop.core.clock import iso
from crm_desktop.core.errors import Invalid
from crm_desktop.filters.ast import And, Condition, Node, Not, Operator, Quantifier, Related
from crm_desktop.filters.binding import (
    MAX_ALL_VALUES,
    MAX_CONDITIONS,
    MAX_VALUES,
    BoundFilter,
    bind,
)
from crm_desktop.filters.catalogue import TextRule
from crm_desktop.filters.compile_sql import (
    SqlChild,
    SqlField,
    SqlMapping,
    SqlRelation,
    compile_filter,
)
from crm_desktop.filters.context import Context
from crm_desktop.filters.evaluate import predicate
from tests.factories.filter_world import (
    CATALOGUES,
    NOW,
    ZONES,
    World,
    contexts,
    nodes,
    questions,
    rotated_world,
    sample_values,
    worlds,
)


class Moment(TypeDecorator[datetime]):
    """A moment as the store keeps it: ISO text on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(
            String() if dialect.name == "sqlite" else DateTime(timezone=True)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return iso(value) if value is not None and dialect.name == "sqlite" else value


# The order of words in a dictionary, for which signs do not count: the filters must not care.
DICTIONARY = "CREATE COLLATION dictionary (provider = icu, locale = 'und-u-ka-shifted')"
HumanText = String().with_variant(String(collation="dictionary"), "postgresql")

metadata = MetaData()
person = Table(
    "person",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", HumanText),
    Column("name_folded", HumanText),
    Column("code", HumanText),
    Column("status", HumanText),
    Column("rating", Double),
    Column("visits", Integer),
    Column("budget", Integer),
    Column("budget_currency", HumanText),
    Column("born", HumanText),
    Column("due", HumanText),
    Column("touched", Moment),
    Column("subscribed", Boolean),
    Column("owner", Uuid),
)
tag = Table(
    "person_tag",
    metadata,
    Column("person", ForeignKey("person.number")),
    Column("tag", HumanText),
)
text_lists = {
    name: Table(
        f"person_{name}",
        metadata,
        Column("person", ForeignKey("person.number")),
        Column("value", HumanText),
        Column("folded", HumanText),
    )
    for name in ("phones", "emails", "city")
}
firm = Table(
    "firm",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", HumanText),
    Column("name_folded", HumanText),
    Column("visits", Integer),
)
link = Table(
    "link",
    metadata,
    Column("person", ForeignKey("person.number")),
    Column("firm", ForeignKey("firm.number")),
)


def person_mapping(source: FromClause = person) -> SqlMapping:
    columns = source.c
    plain = ("code", "status", "rating", "visits", "born", "due", "touched", "subscribed")
    fields = {name: SqlField(columns[name]) for name in plain}
    fields["name"] = SqlField(columns.name, folded=columns.name_folded)
    fields["budget"] = SqlField(columns.budget, currency=columns.budget_currency)
    fields["owner"] = SqlField(columns.owner, encode=UUID)
    fields["tags"] = SqlField(tag.c.tag, child=SqlChild(tag, tag.c.person, columns.number))
    for name, table in text_lists.items():
        child = SqlChild(table, table.c.person, columns.number)
        fields[name] = SqlField(table.c.value, folded=table.c.folded, child=child)

    def firms() -> SqlRelation:
        linked, target = link.alias(), firm.alias()
        joined = linked.join(target, target.c.number == linked.c.firm)
        child = SqlChild(joined, linked.c.person, columns.number)
        return SqlRelation(child, firm_mapping(target))

    return SqlMapping(fields, {"firms": firms})


def firm_mapping(source: FromClause = firm) -> SqlMapping:
    columns = source.c
    fields = {
        "name": SqlField(columns.name, folded=columns.name_folded),
        "visits": SqlField(columns.visits),
    }

    def people() -> SqlRelation:
        linked, target = link.alias(), person.alias()
        joined = linked.join(target, target.c.number == linked.c.person)
        child = SqlChild(joined, linked.c.firm, columns.number)
        return SqlRelation(child, person_mapping(target))

    return SqlMapping(fields, {"people": people})


def _person_row(record: dict[str, Any]) -> dict[str, Any]:
    row = {name: record[name] for name in record.keys() & person.c.keys()}
    money = record["budget"] or {"minor": None, "currency": None}
    touched = record["touched"]
    return row | {
        "name_folded": record["name"] and TextRule.FOLDED.key(record["name"]),
        "budget": money["minor"],
        "budget_currency": money["currency"],
        "touched": touched and datetime.fromisoformat(touched.replace("Z", "+00:00")),
        "owner": record["owner"] and UUID(record["owner"]),
    }


def _text_rows(world: World, name: str) -> list[dict[str, Any]]:
    field = CATALOGUES["person"].field(name)
    outer, inner = field.place
    return [
        {"person": record["number"], "value": one[inner], "folded": field.rule.key(one[inner])}
        for record in world.people
        for one in record[outer]
    ]


def fill(connection: Connection, world: World) -> None:
    firms = [
        {**one, "name_folded": one["name"] and TextRule.FOLDED.key(one["name"])}
        for one in world.firms
    ]
    rows: dict[Table, list[dict[str, Any]]] = {
        person: [_person_row(record) for record in world.people],
        firm: firms,
        link: [{"person": one, "firm": other} for one, other in world.links],
        tag: [
            {"person": one["number"], "tag": name} for one in world.people for name in one["tags"]
        ],
    }
    rows |= {table: _text_rows(world, name) for name, table in text_lists.items()}
    for table, table_rows in rows.items():
        if table_rows:
            connection.execute(insert(table), table_rows)


def found(connection: Connection, condition: ColumnElement[bool]) -> set[int]:
    return set(connection.scalars(select(person.c.number).where(condition)))


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Engine]:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = create_engine(make_url(postgresql_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(DICTIONARY))
    metadata.create_all(engine)
    yield engine
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP COLLATION dictionary"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def bound_or_none(node: Node) -> BoundFilter | None:
    try:
        return bind(node, "person", CATALOGUES)
    except Invalid:
        return None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), world=worlds())
def test_memory_and_database_find_the_same_records(
    engine: Engine, data: st.DataObject, world: World
) -> None:
    context = data.draw(contexts(world))
    with engine.connect() as connection:
        fill(connection, world)
        for _ in range(6):
            bound = bound_or_none(data.draw(nodes()))
            if bound is None:
                continue
            matches = predicate(bound, context)
            in_memory = {one["number"] for one in world.people if matches(one)}
            condition = compile_filter(bound, person_mapping(), context)
            assert found(connection, condition) == in_memory
            assert (
                found(connection, ~condition) == {one["number"] for one in world.people} - in_memory
            )
        connection.rollback()


@pytest.fixture(scope="module")
def crowd(engine: Engine) -> Iterator[tuple[Connection, World]]:
    """Sixty people whose values meet in every combination of neighbours, stored."""
    world = rotated_world(60)
    with engine.connect() as connection:
        fill(connection, world)
        yield connection, world
        connection.rollback()


@pytest.mark.parametrize(("name", "operator"), questions("person"))
def test_every_question_to_every_field_is_answered_alike(
    crowd: tuple[Connection, World], name: str, operator: Operator
) -> None:
    connection, world = crowd
    for value, zone in product(sample_values(name, operator), ZONES):
        bound = bound_or_none(Condition(name, operator, value))
        if bound is None:
            continue
        context = Context(NOW, zone, related=world.related)
        matches = predicate(bound, context)
        in_memory = {one["number"] for one in world.people if matches(one)}
        assert found(connection, compile_filter(bound, person_mapping(), context)) == in_memory


def matched(crowd: tuple[Connection, World], node: Node) -> tuple[set[int], set[int]]:
    """Who matches in the database, and who in memory."""
    connection, world = crowd
    bound = bind(node, "person", CATALOGUES)
    context = Context(NOW, ZONES[0], related=world.related)
    matches = predicate(bound, context)
    in_memory = {one["number"] for one in world.people if matches(one)}
    return found(connection, compile_filter(bound, person_mapping(), context)), in_memory


LARGEST = {
    "conditions": And(
        tuple(Condition("city", Operator.CONTAINS, f"city {n}") for n in range(MAX_CONDITIONS - 1))
    ),
    "values": And(
        (Condition("phones", Operator.HAS_ANY, tuple(f"+{n}" for n in range(MAX_VALUES))),)
        * (MAX_ALL_VALUES // MAX_VALUES)
    ),
    "all of": Condition("tags", Operator.HAS_ALL, tuple(f"tag {n}" for n in range(MAX_VALUES))),
    "relations": Not(Related("firms", Quantifier.ANY, Related("people", Quantifier.NONE, And()))),
}


@pytest.mark.parametrize("node", LARGEST.values(), ids=list(LARGEST))
def test_the_largest_filters_are_no_problem_for_a_database(
    crowd: tuple[Connection, World], node: Node
) -> None:
    in_database, in_memory = matched(crowd, node)
    assert in_database == in_memory


def test_a_child_table_may_also_stand_in_the_query_itself(
    crowd: tuple[Connection, World],
) -> None:
    """A list that joins the first phone still filters by any phone."""
    connection, world = crowd
    phones = text_lists["phones"]
    bound = bind(Condition("phones", Operator.IS, "+48600555114"), "person", CATALOGUES)
    condition = compile_filter(bound, person_mapping(), Context(NOW, ZONES[0]))
    joined = person.join(phones, phones.c.person == person.c.number)
    rows = connection.scalars(select(person.c.number).select_from(joined).where(condition))
    assert set(rows) == {
        one["number"] for one in world.people if {"value": "+48600555114"} in one["phones"]
    }


def test_a_beginning_is_sought_in_an_index_of_sqlite(sqlite: Engine) -> None:
    bound = bind(Condition("name", Operator.STARTS_WITH, "Ёл"), "person", CATALOGUES)
    condition = compile_filter(bound, person_mapping(), Context(NOW, ZONES[0]))
    statement = select(person.c.number).where(condition).compile(sqlite)
    with sqlite.begin() as connection:
        connection.execute(text("CREATE INDEX by_name ON person (name_folded)"))
        parameters = tuple(statement.params[name] for name in statement.positiontup or ())
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        connection.execute(text("DROP INDEX by_name"))
    assert "SEARCH person USING COVERING INDEX by_name" in str(plan)


def test_a_text_field_without_its_keys_is_a_mistake_of_the_program() -> None:
    bound = bind(Condition("name", Operator.IS, "Ёлкин"), "person", CATALOGUES)
    mapping = SqlMapping({"name": SqlField(person.c.name)})
    with pytest.raises(ValueError, match="without a column of its keys"):
        compile_filter(bound, mapping, Context(NOW, ZONES[0]))
