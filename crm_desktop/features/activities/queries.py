"""Reads of activities, on reader threads.

What hangs on a record is found through the tables of links, whose index holds the story of each
record in order (``tables``); whole rows are then read by key.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import UTC
from crm_desktop.core.text.folding import words
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow, Linked, Person
from crm_desktop.features.activities.rules import soonest
from crm_desktop.features.activities.tables import LINKS, activity
from crm_desktop.features.common.linked import count_linked
from crm_desktop.features.common.listing import RIDS
from crm_desktop.features.common.reach import hidden_among
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery, bound_of, key_of
from crm_desktop.features.common.value_rows import ValueRows
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.queries import rids_of_people
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.users.records import USER
from crm_desktop.store.json_lists import json_list, json_row, key_text
from crm_desktop.store.metadata import metadata, text_document
from crm_desktop.store.types import Instant

SOURCE = "activity"
# What activities hang on, by the column of its name.
_NAMES = {"contact": CONTACT.label, "company": COMPANY.label, "deal": "title"}
_owner = USER.table.alias("owner")
_author = USER.table.alias("author")
_BEGINNING = sa.literal(datetime(1900, 1, 1, tzinfo=UTC), Instant())
_END = sa.literal(datetime(9999, 1, 1, tzinfo=UTC), Instant())


def _links_of(entity: str) -> sa.ColumnElement[str]:
    """(id, name) of what the activity in the statement around hangs on, as JSON text."""
    links, target = LINKS[entity], metadata.tables[entity]
    named = json_row(key_text(target.c.id), target.c[_NAMES[entity]])
    listed = (
        sa.select(json_list(named, links.c.ordinal))
        .join_from(links, target, target.c.rid == links.c[f"{entity}_rid"])
        .where(links.c.activity_rid == activity.c.rid)
        .correlate(activity)
        .scalar_subquery()
    )
    return sa.cast(listed, sa.Text)


# Texts of the same people and records come again and again: they are read apart once.
def _rows() -> sa.Select[Any]:
    return (
        sa.select(
            *(activity.c[n] for n in ("rid", "id", "version", "kind", "title", "text", "due_on")),
            *(activity.c[n] for n in ("due_at", "done_at", "result", "important", "pinned")),
            activity.c.created_at,
            *(
                column
                for user in (_owner, _author)
                for column in (key_text(user.c.id), user.c.full_name)
            ),
            *(_links_of(entity) for entity in LINKS),
        )
        .outerjoin_from(activity, _owner, _owner.c.rid == activity.c.owner_rid)
        .outerjoin(_author, _author.c.rid == activity.c.author_rid)
    )


@cache
def _by_rids() -> sa.Select[Any]:
    return _rows().where(activity.c.rid.in_(RIDS))


def find_activities(reader: Reader, rids: Sequence[int]) -> list[ActivityRow]:
    """The activities with these internal keys, in the order of ``rids``; the gone are left out."""
    if not rids:
        return []
    rows = reader.connection.execute(_by_rids(), {"rids": list(rids)})
    read = _Rows()
    found = {row[0]: read.row(row) for row in rows}
    return _seen(reader, [found[rid] for rid in rids if rid in found])


def _seen(reader: Reader, rows: list[ActivityRow]) -> list[ActivityRow]:
    """The activities without links to what the person doesn't see, and without those that hang on
    nothing else."""
    linked: dict[str, set[str]] = defaultdict(set)
    for link in chain.from_iterable(row.links for row in rows):
        linked[link.entity].add(link.id)
    hidden = set[str]().union(*(hidden_among(reader, one, ids) for one, ids in linked.items()))
    if not hidden:
        return rows
    narrowed = [(row, tuple(link for link in row.links if link.id not in hidden)) for row in rows]
    return [replace(row, links=links) for row, links in narrowed if links or not row.links]


class _Rows:
    """Makes rows of what ``_ROWS`` gives; knows the people and records of earlier ones."""

    def __init__(self) -> None:
        self._person = cache(_person)
        self._linked = cache(_linked)

    def row(self, columns: Sequence[Any]) -> ActivityRow:
        """One activity."""
        rid, key, version, kind, title, text, due_on, due_at, done_at, *rest = columns
        result, important, pinned, created_at, *rest = rest
        owner, owner_name, author, author_name, *links = rest
        return ActivityRow(
            rid,
            str(key),
            version,
            ActivityKind(kind),
            title or "",
            text or "",
            date.fromisoformat(due_on) if due_on else None,
            due_at,
            done_at,
            result or "",
            important,
            pinned,
            self._person(owner, owner_name),
            self._person(author, author_name),
            tuple(
                one
                for e, listed in zip(LINKS, links, strict=True)
                for one in self._linked(e, listed)
            ),
            created_at,
        )


def _person(key: str | None, name: str | None) -> Person | None:
    return Person(str(UUID(key)), name or "") if key else None


def _linked(entity: str, listed: str) -> tuple[Linked, ...]:
    return tuple(Linked(entity, str(UUID(key)), name) for key, name in json.loads(listed))


# What is still to be done


def is_open(links: sa.Table) -> sa.ColumnElement[bool]:
    """The condition of links to what is still to be done."""
    return sa.and_(links.c.deleted_at.is_(None), links.c.done_at.is_(None))


_SOONEST = (activity.c.due.is_(None), activity.c.due, activity.c.rid)
# The database knows no zone of a person: of so many that are due first it is looked anew here.
_NEAR = 24


def find_open(
    reader: Reader, entity: str, record_id: str, limit: int = 500, *, with_people: bool = False
) -> list[ActivityRow]:
    """The next steps of a record, of a company also those with its people: what is due first comes
    first, what is due never last."""
    links = LINKS[entity]
    mine = links.c[f"{entity}_rid"] == _rid_of(entity, record_id)
    steps: sa.Select[Any] | sa.CompoundSelect[Any]
    steps = sa.select(links.c.activity_rid).where(mine, is_open(links))
    if with_people:
        theirs = LINKS["contact"]
        of_people = theirs.c.contact_rid.in_(rids_of_people(record_id))
        steps = steps.union(sa.select(theirs.c.activity_rid).where(of_people, is_open(theirs)))
    wanted = sa.select(activity.c.rid).where(activity.c.rid.in_(steps))
    soonest_first = wanted.order_by(*_SOONEST).limit(limit + _NEAR)
    rows = find_activities(reader, reader.connection.execute(soonest_first).scalars().all())
    rows.sort(key=lambda row: soonest(row.due_on, row.due_at))
    return rows[:limit]


def find_pinned(reader: Reader, entity: str, record_id: str, limit: int = 50) -> list[ActivityRow]:
    """What is pinned on a record, the newest first."""
    links = LINKS[entity]
    wanted = (
        sa.select(links.c.activity_rid)
        .where(
            links.c[f"{entity}_rid"] == _rid_of(entity, record_id),
            links.c.pinned,
            links.c.deleted_at.is_(None),
        )
        .order_by(links.c.done_at.desc(), links.c.activity_rid.desc())
        .limit(limit)
    )
    return find_activities(reader, reader.connection.execute(wanted).scalars().all())


def next_steps_of(reader: Reader, entity: str, rids: Sequence[int]) -> dict[int, ActivityRow]:
    """The next step of each of the records (internal keys) that have one."""
    links = LINKS[entity]
    pointing = links.c[f"{entity}_rid"]
    place = sa.func.row_number().over(partition_by=pointing, order_by=_SOONEST).label("place")
    steps = (
        sa.select(
            pointing.label("record"),
            activity.c.rid.label("step"),
            activity.c.due_on,
            activity.c.due_at,
            place,
        )
        .join_from(links, activity, activity.c.rid == links.c.activity_rid)
        .where(pointing.in_(RIDS), is_open(links))
        .subquery()
    )
    near = sa.select(steps).where(steps.c.place <= _NEAR).order_by(steps.c.record, steps.c.place)
    first: dict[int, tuple[Any, int]] = {}
    for record, step, due_on, due_at, _place in reader.connection.execute(
        near, {"rids": list(rids)}
    ):
        order = soonest(date.fromisoformat(due_on) if due_on else None, due_at)
        if record not in first or order < first[record][0]:
            first[record] = order, step
    found = {record: step for record, (_order, step) in first.items()}
    rows = {row.rid: row for row in find_activities(reader, sorted(set(found.values())))}
    return {record: rows[step] for record, step in found.items() if step in rows}


def next_step(entity: str) -> sa.ColumnElement[datetime]:
    """When the next step of the record in the statement around is due; lists are ordered by
    ``soonest.queries``."""
    links = LINKS[entity]
    return (
        sa.select(sa.func.min(activity.c.due))
        .join_from(links, activity, activity.c.rid == links.c.activity_rid)
        .where(links.c[f"{entity}_rid"] == metadata.tables[entity].c.rid, is_open(links))
        .correlate(metadata.tables[entity])
        .scalar_subquery()
    )


# What was done


def last_touch(entity: str) -> sa.ColumnElement[datetime]:
    """When something was last done with the record in the statement around, or noted."""
    links = LINKS[entity]
    return (
        sa.select(links.c.done_at)
        .where(
            links.c[f"{entity}_rid"] == metadata.tables[entity].c.rid,
            links.c.deleted_at.is_(None),
            links.c.done_at.is_not(None),
        )
        .order_by(links.c.deleted_at.desc(), links.c.done_at.desc())
        .limit(1)
        .correlate(metadata.tables[entity])
        .scalar_subquery()
    )


def touches(entity: str) -> ValueRows:
    """Whatever was done with records of ``entity``: the last of it orders lists."""
    links = LINKS[entity]
    owner, is_there = links.c[f"{entity}_rid"], links.c.deleted_at.is_(None)
    return ValueRows(links.c.done_at, owner, is_there, outermost="last")


def find_done(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    """What was done or noted, newest first: the activities' part of a record's timeline."""
    if query.entity not in LINKS:
        return []
    links = LINKS[query.entity]
    mine = links.c[f"{query.entity}_rid"] == _rid_of(query.entity, query.record_id)
    wanted = _first(_done(query, links).where(mine), links, query)
    if query.with_people:
        both = sa.union(sa.select(wanted.subquery()), _done_with_people(query)).subquery()
        wanted = _first(sa.select(both.c.activity_rid), both, query)
    rids = reader.connection.execute(wanted).scalars().all()
    rows = query.newest_first(find_activities(reader, rids))
    return [done_item(row, row.about(query.record_id)) for row in rows if row.done_at]


def _done(query: TimelineQuery, links: sa.FromClause) -> sa.Select[Any]:
    """What of ``links`` is asked for: a key and a moment of each entry."""
    wanted = sa.select(links.c.activity_rid, links.c.done_at, links.c.deleted_at).where(
        links.c.deleted_at.is_(None), links.c.done_at.is_not(None)
    )
    if query.edge is not None:
        place = sa.tuple_(links.c.done_at, links.c.activity_rid)
        border = sa.tuple_(
            sa.literal(query.edge.moment, links.c.done_at.type),
            sa.literal(bound_of(query.edge, SOURCE), sa.BigInteger()),
        )
        wanted = wanted.where(query.is_asked(place, border))
    if query.kinds:
        wanted = wanted.where(links.c.kind.in_(sorted(query.kinds)))
    if query.text:
        wanted = _with_words(wanted, links, query.text)
    if query.only:
        chosen = sa.select(activity.c.rid).where(activity.c.id.in_(map(UUID, sorted(query.only))))
        wanted = wanted.where(links.c.activity_rid.in_(chosen))
    return wanted


def _first(
    wanted: sa.Select[Any], source: sa.FromClause, query: TimelineQuery, number: int = 0
) -> sa.Select[Any]:
    """The newest of ``wanted``, or the oldest where these are asked for."""
    # ``deleted_at`` is the same for all, but PostgreSQL sees the order of the index only by it.
    order = query.in_order(source.c.deleted_at, source.c.done_at, source.c.activity_rid)
    return wanted.order_by(*order).limit(number or query.limit)


def _done_with_people(query: TimelineQuery) -> sa.Select[Any]:
    """What was done with the people of a company. Of each of them no more is read than could
    stand on the page: from the index, down to the last entry that would fill it alone."""
    people = rids_of_people(query.record_id).subquery("people")
    links, theirs = LINKS["contact"].alias("links"), LINKS["contact"].alias("theirs")
    wanted = _done(query, links).join(people, people.c.rid == links.c.contact_rid).distinct()
    if not query.text and not query.only:
        filling = _done(query, theirs).where(theirs.c.contact_rid == people.c.rid)
        last = (
            _first(filling.with_only_columns(theirs.c.done_at), theirs, query, 1)
            .offset(query.limit - 1)
            .correlate(people)
            .scalar_subquery()
        )
        if query.upward:
            wanted = wanted.where(links.c.done_at <= sa.func.coalesce(last, _END))
        else:
            wanted = wanted.where(links.c.done_at >= sa.func.coalesce(last, _BEGINNING))
    return sa.select(_first(wanted, links, query).subquery())


def _with_words(wanted: sa.Select[Any], links: sa.FromClause, text: str) -> sa.Select[Any]:
    """Only those whose search document holds words that begin with all the words of ``text``."""
    document = text_document.c
    mine = sa.and_(document.entity == SOURCE, document.record_rid == links.c.activity_rid)
    holding = [document.text.contains(f" {word}", autoescape=True) for word in words(text)]
    return wanted.join(text_document, mine).where(*holding)


def done_item(row: ActivityRow, about: str = "") -> TimelineItem:
    """What is done or noted as an entry of a timeline."""
    assert row.done_at is not None
    return TimelineItem(row.done_at, key_of(SOURCE, row.rid), row.kind.value, row, about)


def _rid_of(entity: str, record_id: str) -> sa.ScalarSelect[int]:
    table = metadata.tables[entity]
    return sa.select(table.c.rid).where(table.c.id == UUID(record_id)).scalar_subquery()


def count_activities(reader: Reader, entity: str, ids: Sequence[str]) -> int:
    """How many are linked with the records of ``entity`` with these ids."""
    return count_linked(reader, LINKS.get(entity), activity, entity, ids)
