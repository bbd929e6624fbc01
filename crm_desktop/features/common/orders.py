"""Lists in other orders than that of names: by values that stand in columns or in rows of their
own. Called by the features' queries, on reader threads.

The whole order is worked out record by record. A first page of very many records is not: where an
index leads through the values (``ValueRows``), it is walked from its beginning, and only as many
records are looked at as the page needs.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.sorting import beginning_key
from crm_desktop.features.common import listing
from crm_desktop.features.common.columns import rank_texts
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import ListOrder, Rank, Shelf, SortRule
from crm_desktop.features.common.value_rows import ValueRows
from crm_desktop.features.common.whole_orders import gives_whole, whole_by_rows

# Never on the connection itself: it would read everything after that so, too.
_BY_PORTIONS = {"yield_per": 10_000}
# Records with one value from which on they are rather sought in the list by name, and how many
# rows are looked at before the page is worked out like the whole list.
_MANY, _LOOKED_AT = 5_000, 50_000
# Rows that are looked at first where an index leads only near the values, and by how much more.
_FEW, _FEW_TIMES = 2_000, 4
# Values that are put in order at once; of more texts first the beginnings of this length.
_DIFFERENT, _HEAD = 30_000, 4


def find_order(
    reader: Reader,
    table: sa.Table,
    order: ListOrder,
    limit: int | None = None,
    rule: SortRule | None = None,
) -> array[int]:
    """As ``listing.find_order``, by ``rule`` if there is one."""
    if rule is None:
        return listing.find_order(reader, table, order, limit)
    if limit is not None and rule.rows:
        found = _Beginning(reader, table, order, rule, limit).find()
        if found is not None:
            return found
    is_everybody = limit is None and order.filter is None and order.shelf is Shelf.CURRENT
    if is_everybody and gives_whole(rule):
        return whole_by_rows(reader, table, order, rule)
    return _worked_out(reader, table, order, limit, rule)


def _worked_out(
    reader: Reader, table: sa.Table, order: ListOrder, limit: int | None, rule: SortRule
) -> array[int]:
    if rule.rank is None:
        # Nearly all records are current, and SQLite is faster in the order of the table.
        is_nearly_all = order.filter is None and order.shelf is Shelf.CURRENT
        wanted = listing.belongs(reader, table, order, probing=is_nearly_all)
        directed = rule.value.desc() if order.descending else rule.value.asc()
        ordered = (directed.nulls_last(), table.c.sort_key, table.c.rid)
        whole = sa.select(table.c.rid).where(wanted).order_by(*ordered)
        return listing.read_keys(reader, whole.limit(limit), limit)
    wanted = listing.belongs(reader, table, order)
    named = sa.select(table.c.rid, rule.value).where(wanted)
    named = named.order_by(*listing.directed(table, ListOrder(order.shelf)))
    rows = reader.connection.execute(named, execution_options=_BY_PORTIONS)
    shelves: dict[Any, array[int]] = {}
    nameless = array("q")
    for rid, value in rows:
        if value is None or value == "":
            nameless.append(rid)
        elif (shelf := shelves.get(value)) is not None:
            shelf.append(rid)
        else:
            shelves[value] = array("q", (rid,))
    values = rule.rank(reader, shelves.keys())
    placed = reversed(values) if order.descending else values
    keys = chain(chain.from_iterable(shelves[value] for value in placed), nameless)
    return array("q", islice(keys, limit))


class _Group(NamedTuple):
    """A value and how many rows have it."""

    value: Any
    number: int


_Groups = Sequence[_Group]


def _head(rows: ValueRows) -> sa.ColumnElement[str]:
    return sa.func.substr(rows.value, 1, _HEAD)


@dataclass(frozen=True, eq=False)
class _Beginning:
    """Looks for the first ``limit`` records of a list where values lie in ``rows``."""

    reader: Reader
    table: sa.Table
    order: ListOrder
    rule: SortRule
    limit: int

    def find(self) -> array[int] | None:
        """Their keys; nothing if the list has to be worked out."""
        if self.order.shelf is not Shelf.CURRENT or not self._is_common():
            return None
        if self.rule.rows[0].near is not None:
            return self._nearly(self.rule.rows[0], self.rule.rows[0].near)
        found, looked_at = array("q"), 0
        for run in self._runs():
            if looked_at > _LOOKED_AT:
                return None
            looked_at += sum(group.number for group in run)
            more = self._of_run(run, self.limit - len(found))
            if more is None:
                return None
            found.extend(more)
            if len(found) == self.limit:
                return found
        nameless = self._by_name(self.limit - len(found), self._has_none())
        return None if nameless is None else found + nameless

    def _nearly(self, rows: ValueRows, near: sa.ColumnElement[Any]) -> array[int] | None:
        """By what is near the values: the records of so many rows that enough of them surely
        come before those of all other rows."""
        own, down = self.rule.value, self.order.descending
        directed = near.desc() if down else near.asc()
        seen, size = sa.select(near).where(rows.where, near.is_not(None)).order_by(directed), _FEW
        while size <= _LOOKED_AT:
            edge = self.reader.connection.execute(seen.offset(size).limit(1)).scalar()
            there = sa.select(rows.owner).where(rows.where, near.is_not(None))
            sure: sa.ColumnElement[bool] = own.is_not(None)
            if edge is not None:
                try:
                    border = edge + rows.within if down else edge - rows.within
                except OverflowError:  # of a calendar that ends with the year 9999
                    return None
                there = there.where(near >= edge if down else near <= edge)
                sure = own >= border if down else own <= border
            found = self._ordered(there, sure, self.limit)
            if len(found) == self.limit:
                return found
            if edge is None:
                rest = self._by_name(self.limit - len(found), self._has_none())
                return None if rest is None else found + rest
            size *= _FEW_TIMES
        return None

    def _is_common(self) -> bool:
        """Of a filter that few match, all that match are put in order in less time."""
        if self.order.filter is None:
            return True
        return listing.is_common(self.reader, self.table, self.order, self.limit)

    def _runs(self) -> Iterator[_Groups]:
        """Groups in the order of their values, together or, if they are large, alone."""
        gathered: list[_Group] = []
        number = 0
        for group in self._groups():
            if gathered and number + group.number > max(_MANY, self.limit):
                yield gathered
                gathered, number = [], 0
            gathered.append(group)
            number += group.number
            if number >= self.limit:
                yield gathered
                gathered, number = [], 0
        if gathered:
            yield gathered

    # The values in their order

    def _groups(self) -> Iterator[_Group]:
        return self._walked() if self.rule.rank is None else self._ranked(self.rule.rank)

    def _walked(self) -> Iterator[_Group]:
        """As the index has them."""
        (rows,) = self.rule.rows
        size, value = self.limit, rows.value
        beyond: sa.ColumnElement[bool] = sa.true()
        while True:
            directed = value.desc() if self.order.descending else value.asc()
            asked = self._counted(rows).where(beyond).order_by(directed).limit(size)
            groups = [_Group(*row) for row in self._read(asked)]
            yield from groups
            if len(groups) < size:
                return
            last = groups[-1].value
            beyond = value < last if self.order.descending else value > last
            size *= 4

    def _ranked(self, rank: Rank) -> Iterator[_Group]:
        """As people sort them; of very many texts first those that begin so."""
        if rank is not rank_texts:
            yield from self._in_order(rank, self._numbers())
            return
        numbers = self._numbers(most=_DIFFERENT + 1)
        if len(numbers) <= _DIFFERENT:
            yield from self._in_order(rank, numbers)
            return
        for heads in self._heads():
            yield from self._in_order(rank, self._numbers(heads))

    def _numbers(
        self, heads: Collection[str] | None = None, most: int | None = None
    ) -> Mapping[Any, int]:
        """The values, or those texts that begin with one of ``heads``, and how many rows have
        each; not many more than ``most`` of them."""
        numbers: dict[Any, int] = {}
        for rows in self.rule.rows:
            asked = self._counted(rows).limit(most)
            if heads is not None:
                asked = asked.where(_head(rows).in_(heads))
            for value, number in self._read(asked):
                numbers[value] = numbers.get(value, 0) + number
        numbers.pop("", None)
        return numbers

    def _in_order(self, rank: Rank, numbers: Mapping[Any, int]) -> Iterator[_Group]:
        ranked = rank(self.reader, numbers.keys())
        for value in reversed(ranked) if self.order.descending else ranked:
            yield _Group(value, numbers[value])

    def _heads(self) -> Sequence[Collection[str]]:
        """How the texts begin, in the order of the texts: those together that only the rest of
        the text can tell apart."""
        texts: set[str] = set()
        for rows in self.rule.rows:
            present = (rows.where, rows.value.is_not(None))
            heads = sa.select(_head(rows)).where(*present).distinct()
            texts.update(text for (text,) in self._read(heads))
        keyed = sorted((beginning_key(text, is_cut=len(text) == _HEAD), text) for text in texts)
        runs: list[list[str]] = []
        opened = b""
        for key, text in keyed:
            if runs and key.startswith(opened):
                runs[-1].append(text)
            else:
                runs.append([text])
                opened = key
        return runs[::-1] if self.order.descending else runs

    def _counted(self, rows: ValueRows) -> sa.Select[Any]:
        counted = sa.select(rows.value, sa.func.count())
        counted = counted.where(rows.where, rows.value.is_not(None))
        return counted.group_by(*(() if rows.folded is None else (rows.folded,)), rows.value)

    def _read(self, asked: sa.Select[Any]) -> Sequence[Any]:
        return self.reader.connection.execute(asked).all()

    # The records of values

    def _of_run(self, run: _Groups, limit: int) -> array[int] | None:
        if len(run) == 1 and run[0].number > _MANY:
            return self._by_name(limit, self._has(run[0].value))
        return self._by_value(run, limit)

    def _by_value(self, run: _Groups, limit: int) -> array[int]:
        """The records with these values, which few have."""
        own, table, values = self.rule.value, self.table, [group.value for group in run]
        having = sa.union_all(
            *(sa.select(rows.owner).where(*self._held(rows, values)) for rows in self.rule.rows)
        )
        among, names = self._among(own, values), (table.c.sort_key, table.c.rid)
        if self.rule.rank is None:
            return self._ordered(having, among, limit)
        belongs = listing.belongs(self.reader, table, self.order, probing=True)
        asked = sa.select(own, table.c.rid).where(table.c.rid.in_(having), among, belongs)
        by_value: dict[Any, list[int]] = {value: [] for value in values}
        for value, rid in self._read(asked.order_by(*names)):
            by_value[value].append(rid)
        return array("q", islice(chain.from_iterable(by_value.values()), limit))

    def _ordered(
        self, having: sa.SelectBase, which: sa.ColumnElement[bool], limit: int
    ) -> array[int]:
        """Of the records ``having`` something those ``which`` belong to the page, by their own
        values."""
        own, table = self.rule.value, self.table
        belongs = listing.belongs(self.reader, table, self.order, probing=True)
        asked = sa.select(own, table.c.rid).where(table.c.rid.in_(having), which, belongs)
        directed = own.desc() if self.order.descending else own.asc()
        asked = asked.order_by(directed, table.c.sort_key, table.c.rid).limit(limit)
        return array("q", (rid for _value, rid in self._read(asked)))

    def _among(self, value: sa.ColumnElement[Any], values: Sequence[Any]) -> sa.ColumnElement[bool]:
        if self.rule.rank is not None:
            return value.in_(values)
        low, high = (values[-1], values[0]) if self.order.descending else (values[0], values[-1])
        return sa.and_(value >= low, value <= high)

    def _held(self, rows: ValueRows, values: Sequence[Any]) -> Iterator[sa.ColumnElement[bool]]:
        """Which of the rows hold any of these values."""
        yield from (rows.where, self._among(rows.value, values))
        if rows.folded is not None:
            yield rows.folded.in_([sought(value) for value in values])

    # The records of one value, or of none, that many have

    def _has(self, value: Any) -> sa.ColumnElement[bool]:
        """Of rows that lie apart an index tells at once that nearly all records have other
        values."""
        exact: sa.ColumnElement[bool] = self.rule.value == value
        if not all(rows.is_apart for rows in self.rule.rows):
            return exact
        having = (
            sa.exists()
            .where(*self._held(rows, [value]), rows.owner == self.table.c.rid)
            .correlate(self.table)
            for rows in self.rule.rows
        )
        return sa.and_(sa.or_(*having), exact)

    def _has_none(self) -> sa.ColumnElement[bool]:
        none = self.rule.value.is_(None)
        is_text = isinstance(self.rule.value.type, sa.String)
        return sa.or_(none, self.rule.value == "") if is_text else none

    def _by_name(self, limit: int, also: sa.ColumnElement[bool]) -> array[int] | None:
        """The first by name of those of whom this is true ``also``, if the list begins with
        enough of them."""
        by_name = replace(self.order, sort=listing.WHOLE_LIST.sort, descending=False)
        return listing.first_page(self.reader, self.table, by_name, limit, also)
