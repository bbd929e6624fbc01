"""What lists of every kind of record have in common: which records, in which order, page by page.

The order of a whole list is an array of internal keys, read in the background; pages are then
read by key, so no page is slower than the first. Called by the features' queries.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.common.reach import seen
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.compile_sql import compile_filter
from crm_desktop.filters.context import Context
from crm_desktop.store import journal
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.key_texts import keys_in
from crm_desktop.store.records import RecordType

if TYPE_CHECKING:
    from crm_desktop.features.common.value_rows import ValueRows

# Records at the beginning of a list in which a filtered first page is looked for: first, at most,
# and how many times as many as seem to be enough.
_BEGINNING = 2_000
_DEEPEST = 20_000
_ENOUGH = 1.5
# Records all over the list of which some match if it is worth to look on where the beginning had
# none, and how much longer one record takes by its place in the list than in a scan of the table.
_SAMPLE = 1_000
_FAR = 10
KEYS_AT_ONCE = 5_000
# Never on the connection itself: it would read everything after that so, too.
_BY_PORTIONS = {"yield_per": 10_000}
_KEYS_IN_ONE_GO = 1_000


class HasConnection(Protocol):
    """What a query needs: reads on their own, and reads inside a write."""

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""


class Shelf(str, Enum):
    """Where a record lies."""

    CURRENT = "current"
    ARCHIVE = "archive"
    BIN = "bin"


@dataclass(frozen=True)
class ListOrder:
    """Which list is wanted: a shelf, ``sort`` (a column of the table, or the name of one of the
    feature's ``SortRule``) and the direction; with a ``filter`` only the records that match it,
    as of the moment and calendar of ``context``. ``entity`` is that of the records, where their
    table holds several kinds."""

    shelf: Shelf = Shelf.CURRENT
    sort: str = "sort_key"
    descending: bool = False
    filter: BoundFilter | None = None
    context: Context | None = None
    entity: str = ""

    def __post_init__(self) -> None:
        if self.filter is not None and self.context is None:
            raise ValueError("a filter needs to know the moment and the calendar it is asked in")


WHOLE_LIST = ListOrder()
"""The current records, by name."""


Rank = Callable[[Reader, Collection[Any]], Sequence[Any]]


@dataclass(frozen=True)
class SortRule:
    """An order other than that of the names, for which nothing is stored.

    ``value`` is an expression over the record's table. The database orders by it, unless
    ``rank`` does: it gets all different values and gives them in their order. Records without a
    value come last in either direction; those with the same value stand in the order of names.
    ``rows`` say where all values lie, if indexes lead through them: in one place, or with a
    ``rank`` in several.
    """

    value: sa.ColumnElement[Any]
    rank: Rank | None = None
    rows: tuple[ValueRows, ...] = ()


def _itself(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return column


def on_shelf(
    table: sa.Table,
    shelf: Shelf,
    moment: Callable[[sa.Column[Any]], sa.ColumnElement[Any]] = _itself,
) -> sa.ColumnElement[bool]:
    """The condition that a record lies on ``shelf``; ``moment`` may disguise its columns."""
    deleted, archived = moment(table.c.deleted_at), moment(table.c.archived_at)
    if shelf is Shelf.BIN:
        return deleted.is_not(None)
    placed = archived.is_(None) if shelf is Shelf.CURRENT else archived.is_not(None)
    return sa.and_(deleted.is_(None), placed)


def find_order(
    reader: Reader,
    table: sa.Table,
    order: ListOrder,
    limit: int | None = None,
) -> array[int]:
    """Internal keys of the records in the list's order (the first ``limit`` of them)."""
    if order.filter is None:
        whole = _whole(reader, table, order, is_limited=limit is not None)
        return read_keys(reader, whole, limit, {"most": limit} if limit is not None else {})
    if limit is not None and (found := first_page(reader, table, order, limit)) is not None:
        return found
    wanted = sa.select(table.c.rid).where(belongs(reader, table, order))
    wanted = wanted.order_by(*directed(table, order, sort=True)).limit(limit)
    return read_keys(reader, wanted, limit)


def first_page(
    reader: Reader,
    table: sa.Table,
    order: ListOrder,
    limit: int,
    also: sa.ColumnElement[bool] | None = None,
) -> array[int] | None:
    """The first ``limit`` that match a filter, and of which this is true ``also``, if the
    beginning of the list has as many.

    A filter that many match finds a page there at once, where sorting all that match takes long;
    one that few match has lost little. What the beginning has tells how far to look."""
    listed, portion = _listed(reader, table, order), _BEGINNING
    while portion <= _DEEPEST:
        among = _among(reader, table, order, listed.limit(portion), also)
        found = read_keys(reader, among.limit(limit), limit)
        if len(found) == limit:
            return found
        if found:
            portion *= max(2, math.ceil(_ENOUGH * limit / len(found)))
        elif portion < _DEEPEST and is_common(reader, table, order, limit, also):
            portion = _DEEPEST
        else:
            return None
    return None


def is_common(
    reader: Reader,
    table: sa.Table,
    order: ListOrder,
    limit: int,
    also: sa.ColumnElement[bool] | None = None,
) -> bool:
    """Whether so many match that they'd fill a page as deep as anybody looks. What is sought of
    names is rare among those that begin alike: of a million people the first thousands by name are
    no measure of all."""
    highest = reader.connection.execute(sa.select(sa.func.max(table.c.rid))).scalar() or 0
    if highest < _FAR * _DEEPEST:
        return False
    everywhere = {"sample": range(1, highest + 1, highest // _SAMPLE)}
    wanted = _probed(reader, table, order, also)
    matching = sa.select(sa.func.count()).select_from(table)
    matching = matching.where(wanted, one_of(table.c.rid, "sample"))
    found: int = reader.connection.execute(matching, everywhere).scalar_one()
    return found * _DEEPEST >= _SAMPLE * limit


# By entity, shelf and order: to build a statement takes longer than to read a first page.
_WHOLE: dict[tuple[str, Shelf, str, bool, bool], sa.Select[Any]] = {}
_MOST = sa.bindparam("most", type_=sa.Integer)


def _whole(
    reader: Reader, table: sa.Table, order: ListOrder, *, is_limited: bool
) -> sa.Select[Any]:
    """Everything on the shelf that the person sees, in order, or the first ``most`` of it."""
    entity = order.entity or table.name
    kept = (entity, order.shelf, order.sort, order.descending, is_limited)
    sees_all = reader.registry[entity].scope(reader, table) is None
    if sees_all and kept in _WHOLE:
        return _WHOLE[kept]
    made = _listed(reader, table, order)
    made = made.limit(_MOST) if is_limited else made
    if sees_all:
        _WHOLE[kept] = made
    return made


def _listed(reader: Reader, table: sa.Table, order: ListOrder) -> sa.Select[Any]:
    everything = sa.select(table.c.rid).where(
        _of_kind(reader, table, order), on_shelf(table, order.shelf)
    )
    return everything.order_by(*directed(table, order))


def _among(
    reader: Reader,
    table: sa.Table,
    order: ListOrder,
    first: sa.Select[Any],
    also: sa.ColumnElement[bool] | None,
) -> sa.Select[Any]:
    """Which of these ``first`` records belong to the list, in its order."""
    wanted = _probed(reader, table, order, also)
    if reader.connection.dialect.name != "postgresql":
        among = sa.select(table.c.rid).where(wanted, table.c.rid.in_(first))
        return among.order_by(*directed(table, order, sort=True))
    # PostgreSQL would rather look at all records; the offset binds it to these, one by one.
    begun = first.subquery()
    each = sa.select(table.c.rid, table.c[order.sort]).where(wanted, table.c.rid == begun.c.rid)
    one = each.offset(0).lateral()
    among = sa.select(one.c.rid).join_from(begun, one, sa.true())
    columns = (one.c[order.sort], one.c.rid)
    return among.order_by(*(column.desc() if order.descending else column for column in columns))


def _probed(
    reader: Reader, table: sa.Table, order: ListOrder, also: sa.ColumnElement[bool] | None
) -> sa.ColumnElement[bool]:
    wanted = belongs(reader, table, order, probing=True)
    return wanted if also is None else sa.and_(wanted, also)


def belongs(
    reader: Reader, table: sa.Table, order: ListOrder, *, probing: bool = False
) -> sa.ColumnElement[bool]:
    """The condition that a record belongs to the list; ``probing`` if few are asked. SQLite may
    not begin with the shelf, on which nearly all records lie, but it takes that for the narrowest
    condition."""
    kind = _of_kind(reader, table, order)
    if order.filter is None or order.context is None:
        shelf = on_shelf(table, order.shelf, unindexed if probing else _itself)
        return sa.and_(kind, shelf)
    entity = order.entity or table.name
    mapping = sql_mapping(entity, order.filter.catalogues, reader.registry, asking=reader)
    condition = compile_filter(order.filter, mapping, order.context, probing=probing)
    return sa.and_(kind, on_shelf(table, order.shelf, unindexed), condition)


def _of_kind(reader: Reader, table: sa.Table, order: ListOrder) -> sa.ColumnElement[bool]:
    record = reader.registry[order.entity or table.name]
    return sa.and_(record.holds(table), seen(reader, record))


def directed(
    table: sa.Table, order: ListOrder, *, sort: bool = False
) -> list[sa.ColumnElement[Any]]:
    """By what to order.

    The current records have no moments of their shelf, and PostgreSQL sees the index of the list
    only if the order names these too. With ``sort`` SQLite may not walk that index, which reads
    a row of the table, far from the last one, for each record that does not match.
    """
    wanted: list[sa.ColumnElement[Any]] = [table.c[order.sort], table.c.rid]
    if sort:
        wanted[0] = unindexed(wanted[0])
    elif order.shelf is Shelf.CURRENT:
        wanted = [table.c.deleted_at, table.c.archived_at, *wanted]
    return [column.desc() if order.descending else column.asc() for column in wanted]


def read_keys(
    reader: Reader,
    statement: sa.Select[Any],
    limit: int | None,
    values: Mapping[str, Any] | None = None,
) -> array[int]:
    connection = reader.connection
    if not limit and connection.dialect.name == "sqlite":
        ordered = statement.subquery()
        text = connection.execute(sa.select(sa.func.group_concat(ordered.c.rid)), values)
        return keys_in(text.scalar_one())
    options = {} if limit else _BY_PORTIONS
    found = connection.execute(statement, values, execution_options=options).scalars()
    # One key after the other is a fifth slower.
    return array("q", chain.from_iterable(found.partitions(_KEYS_IN_ONE_GO)))


def is_still(reader: Reader, moment: journal.Moment) -> bool:
    """Whether nothing was changed since this ``moment`` of the journal."""
    return journal.moment(reader.connection) == moment


def ids_of(reader: Reader, entity: str, rids: Sequence[int]) -> tuple[str, ...]:
    """The ids of those of the records that are still there."""
    table = reader.registry[entity].table
    named = sa.select(table.c.id).where(table.c.rid.in_(RIDS)).order_by(table.c.rid)
    portions = (rids[start : start + KEYS_AT_ONCE] for start in range(0, len(rids), KEYS_AT_ONCE))
    found = (reader.connection.execute(named, {"rids": keys}).scalars() for keys in portions)
    return tuple(map(str, chain.from_iterable(found)))


def count(reader: Reader, table: sa.Table, order: ListOrder) -> int:
    """How many records the list has."""
    statement = sa.select(sa.func.count()).select_from(table).where(belongs(reader, table, order))
    return reader.connection.execute(statement).scalar_one()


# Made once: building a statement costs more than running it.
RIDS: sa.BindParameter[int] = sa.bindparam("rids", expanding=True)


def rids_by_email(
    reader: Reader, table: sa.Table, owner: str, beginning: str, limit: int
) -> list[int]:
    """Records with an address that begins so (in lower case), newest first."""
    parent = table.c[f"{owner}_rid"]
    after = beginning + "\U0010ffff"
    found = (
        sa.select(parent.label("rid"))
        .where(table.c.folded >= beginning, table.c.folded < after)
        .distinct()
        .order_by(parent.desc())
        .limit(limit)
    )
    return list(reader.connection.execute(found).scalars())


def rows_having(
    reader: HasConnection,
    table: sa.Table,
    owner: str,
    column: str,
    values: Collection[str],
    *more: str,
) -> list[Any]:
    """(``more`` columns, value, record) of the rows that belong to records and whose ``column``
    has one of ``values``, by the age of their records."""
    if not values:
        return []
    statement = _having(table, owner, column, more)
    return [*reader.connection.execute(statement, {"keys": values})]


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=64)
def _having(table: sa.Table, owner: str, column: str, more: tuple[str, ...]) -> sa.Select[Any]:
    parent, columns = table.c[f"{owner}_rid"], [table.c[name] for name in (*more, column)]
    return sa.select(*columns, parent).where(one_of(table.c[column], "keys")).order_by(parent)


def rids_by_source(
    reader: HasConnection, table: sa.Table, owner: str, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """((system, value), record) of the records that other programs know by these names."""
    values = {value for _system, value in ids}
    rows = rows_having(reader, table, owner, "value", values, "system")
    wanted = set(ids)
    return [((system, value), rid) for system, value, rid in rows if (system, value) in wanted]


def rids_known_as(
    reader: HasConnection, record: RecordType, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """As ``rids_by_source``, and the records whose own ids these are: a sheet that we exported
    names them."""
    belonging = record.belonging("source_ids")
    assert belonging is not None
    found = rids_by_source(reader, belonging.table, record.entity, ids)
    own = {own_id: pair for pair in ids if (own_id := _own_id(pair[1])) is not None}
    if own:
        id_, rid = record.table.c.id, record.table.c.rid
        rows = reader.connection.execute(sa.select(id_, rid).where(id_.in_(sorted(own))))
        found += [(own[key], number) for key, number in rows]
    return found


def _own_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
