"""A small world for the tests of filters: people and firms with a field of every kind.

Gives the catalogues, and hypothesis strategies for worlds of records and for filters over them.
Values come from small pools full of what databases disagree about, so that they meet often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from crm_desktop.core.clock import iso
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
    Quantifier,
    Related,
)
from crm_desktop.filters.catalogue import (
    Catalogue,
    Choice,
    Field,
    FieldKind,
    Relation,
    TextRule,
)
from crm_desktop.filters.context import Context, Record

STATUSES = (Choice("client", "Client"), Choice("VIP", "VIP"))


def _list(name: str, label: str, path: tuple[str, str], rule: TextRule) -> Field:
    return Field(name, label, FieldKind.LIST_OF_TEXT, path=path, rule=rule)


PERSON = Catalogue(
    "person",
    (
        Field("name", "Name", FieldKind.TEXT),
        Field("code", "Code", FieldKind.TEXT, rule=TextRule.EXACT),
        Field(
            "status", "Status", FieldKind.CHOICE, (Choice("client", "Client"), Choice("VIP", "VIP"))
        ),
        Field("rating", "Rating", FieldKind.NUMBER),
        Field("visits", "Visits", FieldKind.NUMBER),
        Field("budget", "Budget", FieldKind.MONEY),
        Field("born", "Birthday", FieldKind.BIRTHDAY),
        Field("due", "Due", FieldKind.DATE),
        Field("touched", "Last contact", FieldKind.INSTANT),
        Field("subscribed", "Subscribed", FieldKind.YES_NO),
        Field("owner", "Owner", FieldKind.REFERENCE),
        Field("tags", "Tags", FieldKind.MULTI_CHOICE),
        Field(
            "phones",
            "Phones",
            FieldKind.LIST_OF_TEXT,
            path=("phones", "value"),
            rule=TextRule.PHONE,
        ),
        Field(
            "emails",
            "E-mails",
            FieldKind.LIST_OF_TEXT,
            path=("emails", "value"),
            rule=TextRule.LOWER,
        ),
        _list("city", "City", ("addresses", "city"), TextRule.FOLDED),
    ),
    (Relation("firms", "firm", "Companies"),),
)
FIRM = Catalogue(
    "firm",
    (Field("name", "Name", FieldKind.TEXT), Field("visits", "Visits", FieldKind.NUMBER)),
    (Relation("people", "person", "People"),),
)
CATALOGUES = {"person": PERSON, "firm": FIRM}

NOW = datetime(2026, 3, 8, 15, 30, tzinfo=timezone.utc)
ZONES = [ZoneInfo(name) for name in ("Europe/Warsaw", "America/New_York", "Asia/Kathmandu")]
"""On 8 March 2026 the clocks of New York go forward."""

TEXTS = [
    "Ёлкин", "елкин", "ЁЛКИНА", "O'Neill", "50%", "50 %", "a_b", "axb", "a\\b", "ŁÓDŹ", "lodz",
    "İzmir", "straße", "STRASSE", "Ωmega", "ωMEGA", "!!!", "🔥", "🔥a", "й", "и", "a", "A", " a ",
    "'; DROP TABLE person; --",
]  # fmt: skip
NUMBERS: list[float] = [0, 1, -1, 2, 2.5, 0.1, 3]
DATES = [
    "2025-12-31",
    "2026-02-28",
    "2026-03-01",
    "2026-03-07",
    "2026-03-08",
    "2026-03-09",
    "2026-04-01",
]
BIRTHDAYS = [
    "1984-03-08",
    "--03-08",
    "2000-02-29",
    "--02-29",
    "1990-12-31",
    "--01-01",
    "2001-03-15",
]
IDS = [str(UUID(int=number)) for number in (1, 2, 2**127 + 5)]
TAGS = ["hot", "Hot", "vip"]
PHONES = ["+79005550114", "+48600555114", "+15555550114"]
EMAILS = ["Anna@Example.com", "anna@example.com", "a_a@вектор.рф", "ё@example.com"]
CURRENCIES = ["RUB", "PLN"]


def moments() -> st.SearchStrategy[datetime]:
    """Moments around the borders of days in every zone, to the millisecond."""
    quarters = st.integers(-4 * 24 * 9, 4 * 24 * 9).map(lambda count: timedelta(minutes=15 * count))
    slips = st.sampled_from([-1, 0, 1]).map(lambda count: timedelta(milliseconds=count))
    return st.builds(lambda quarter, slip: NOW + quarter + slip, quarters, slips)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _lists(values: list[str], key: str | None = None) -> st.SearchStrategy[list[Any]]:
    elements = st.sampled_from(values)
    wrapped = elements.map(lambda value: {key: value}) if key else elements
    return st.lists(wrapped, max_size=3)


texts = st.sampled_from(TEXTS)
amounts = st.builds(Amount, st.integers(-2, 2), st.sampled_from(CURRENCIES))

people = st.fixed_dictionaries(
    {
        "name": st.sampled_from([*TEXTS, "", None]),
        "code": st.sampled_from([*TEXTS, "", None]),
        "status": st.sampled_from(["client", "VIP", "vip", "", None]),
        "rating": _maybe(st.sampled_from(NUMBERS)),
        "visits": _maybe(st.integers(-2, 3)),
        "budget": _maybe(amounts.map(lambda a: {"minor": a.minor, "currency": a.currency})),
        "born": st.sampled_from([*BIRTHDAYS, "", None]),
        "due": st.sampled_from([*DATES, "", None]),
        "touched": _maybe(moments().map(iso)),
        "subscribed": st.sampled_from([True, False, None]),
        "owner": st.sampled_from([*IDS, None]),
        "tags": st.lists(st.sampled_from(TAGS), max_size=3, unique=True),
        "phones": _lists(PHONES, "value"),
        "emails": _lists(EMAILS, "value"),
        "addresses": _lists([*TEXTS, ""], "city"),
    }
)
firms = st.fixed_dictionaries(
    {"name": st.sampled_from([*TEXTS, "", None]), "visits": _maybe(st.integers(-2, 3))}
)


@dataclass(frozen=True)
class World:
    """People and firms by their number, and who belongs to which."""

    people: list[dict[str, Any]]
    firms: list[dict[str, Any]]
    links: frozenset[tuple[int, int]]

    def related(self, record: Record, relation: str) -> list[Record]:
        """Works for people and firms alike: each record carries its number."""
        if relation == "firms":
            return [self.firms[firm] for person, firm in self.links if person == record["number"]]
        return [self.people[person] for person, firm in self.links if firm == record["number"]]


def _numbered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**record, "number": number} for number, record in enumerate(records)]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to five people and three firms, linked at random."""
    some_people = _numbered(draw(st.lists(people, min_size=1, max_size=5)))
    some_firms = _numbered(draw(st.lists(firms, max_size=3)))
    pairs = [(p["number"], f["number"]) for p in some_people for f in some_firms]
    links = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return World(some_people, some_firms, frozenset(links))


def contexts(world: World) -> st.SearchStrategy[Context]:
    """The same afternoon in different places of the earth."""
    return st.builds(
        Context,
        st.just(NOW),
        st.sampled_from(ZONES),
        st.sampled_from([0, 6]),
        st.just(world.related),
    )


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": texts | st.text(st.characters(codec="utf-8"), min_size=1, max_size=3),
    "code": texts,
    "status": st.sampled_from(["client", "VIP"]),
    "rating": st.sampled_from([*NUMBERS, 2**53, 1.5]),
    "visits": st.sampled_from([*NUMBERS, 2**53, -(2**53), 1.5]),
    "budget": amounts | st.builds(Amount, st.just(2**40), st.sampled_from(CURRENCIES)),
    "born": st.sampled_from(BIRTHDAYS),
    "due": st.sampled_from(DATES),
    "touched": st.sampled_from(DATES) | moments().map(datetime.isoformat),
    "subscribed": st.booleans(),
    "owner": st.sampled_from(IDS),
    "tags": st.sampled_from([*TAGS, "cold"]),
    "phones": st.sampled_from([*PHONES, "555", "+7 900", "0114"]),
    "emails": st.sampled_from([*EMAILS, "ANNA", "_", "Ё@"]),
    "city": texts,
}
_NO_VALUE = st.none()
_DAYS = st.sampled_from([0, 1, 2, 7, 30, 364, 365, 366])
_WITHOUT = {"empty", "not_empty", *(one.value for one in PERIODS)}
_SEVERAL = {"any_of", "none_of", "has_any", "has_all", "has_none"}


def _values(name: str, operator: Operator) -> st.SearchStrategy[Any]:
    one = _VALUES[name]
    if operator in _WITHOUT:
        return _NO_VALUE
    if operator in WITH_DAYS:
        return _DAYS
    if operator in _SEVERAL:
        return st.lists(one, min_size=1, max_size=3).map(tuple)
    return st.tuples(one, one) if operator is Operator.BETWEEN else one


def questions(entity: str) -> list[tuple[str, Operator]]:
    """Every field with each of its operators."""
    fields = CATALOGUES[entity].fields
    return [(field.name, operator) for field in fields for operator in field.operators]


@st.composite
def nodes(draw: st.DrawFn, entity: str = "person", levels: int = 3) -> Node:
    """Trees of conditions on any field with any operator, also through relations; ``bind``
    refuses the odd one."""
    shape = draw(st.sampled_from([Condition, And, Or, Not, Related])) if levels else Condition
    if shape is Condition:
        name, operator = draw(st.sampled_from(questions(entity)))
        return Condition(name, operator, draw(_values(name, operator)))
    if shape is Related:
        relation = draw(st.sampled_from(CATALOGUES[entity].relations))
        inner = nodes(relation.target, levels - 1)
        return Related(relation.name, draw(st.sampled_from(Quantifier)), draw(inner))
    if shape is Not:
        return Not(draw(nodes(entity, levels - 1)))
    parts = tuple(draw(st.lists(nodes(entity, levels - 1), max_size=3)))
    return And(parts) if shape is And else Or(parts)


def rotated_world(size: int) -> World:
    """A fixed world in which each field runs through all its values at a pace of its own."""

    def turn(values: Sequence[Any], number: int, pace: int = 1) -> Any:
        return values[number * pace % len(values)]

    hours = [timedelta(hours=n, milliseconds=n % 3 - 1) for n in range(-30, 31)]
    months = [timedelta(days=n, hours=8) for n in range(-40, 41)]
    budgets = [{"minor": m, "currency": c} for c in CURRENCIES for m in (-1, 0, 1)]
    people = [
        {
            "number": n,
            "name": turn([*TEXTS, "", None], n),
            "code": turn([None, "", *TEXTS], n, 3),
            "status": turn(["client", "VIP", "vip", "", None], n),
            "rating": turn([*NUMBERS, None], n, 3),
            "visits": turn([None, -2, -1, 0, 1, 2, 3], n),
            "budget": turn([None, *budgets], n),
            "born": turn([*BIRTHDAYS, "", None], n),
            "due": turn([*DATES, "", None], n, 2),
            "touched": turn([None, *(iso(NOW + span) for span in (*hours, *months))], n, 5),
            "subscribed": turn([True, False, None], n),
            "owner": turn([*IDS, None], n),
            "tags": turn([[], TAGS, *([tag] for tag in TAGS), TAGS[:2]], n),
            "phones": [{"value": turn(PHONES, k)} for k in range(n, n + n % 3)],
            "emails": [{"value": turn(EMAILS, k)} for k in range(n, n + n % 4)],
            "addresses": [{"city": turn(["", *TEXTS], k)} for k in range(n, n + n % 5)],
        }
        for n in range(size)
    ]
    firms = [{"number": n, "name": turn(TEXTS, n, 7), "visits": n} for n in range(size // 5)]
    links = {(n, n * n % len(firms)) for n in range(size) if n % 3}
    return World(people, firms, frozenset(links))


_SAMPLES: dict[str, Sequence[Any]] = {
    "name": TEXTS,
    "code": TEXTS,
    "status": ["client", "VIP"],
    "rating": [*NUMBERS, 2**53],
    "visits": [*NUMBERS, 2**53, -(2**53)],
    "budget": [Amount(minor, currency) for currency in CURRENCIES for minor in (-1, 0, 1, 2**40)],
    "born": BIRTHDAYS,
    "due": DATES,
    "touched": [*DATES, iso(NOW), NOW.astimezone(ZONES[2]).isoformat()],
    "subscribed": [True, False],
    "owner": IDS,
    "tags": [*TAGS, "cold"],
    "phones": [*PHONES, "555", "+7 900", "0114"],
    "emails": [*EMAILS, "ANNA", "_", "Ё@"],
    "city": TEXTS,
}


def sample_values(name: str, operator: Operator) -> list[Any]:
    """Values for a question: each alone, or neighbours together."""
    ones = _SAMPLES[name]
    if operator in _WITHOUT:
        return [None]
    if operator in WITH_DAYS:
        return [0, 1, 7, 30, 365]
    if operator in _SEVERAL or operator is Operator.BETWEEN:
        return list(pairwise(ones))
    return list(ones)
