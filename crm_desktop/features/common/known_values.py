"""Which values the records of a list have in a field, and how often: what a filter offers.

Called through ``features.views.values``, on reader threads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.languages import LANGUAGES, language_name
from crm_desktop.features.common import listing
from crm_desktop.features.common.fields import FilledIn
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.common.reach import seen
from crm_desktop.filters.catalogue import Catalogue, Field, FieldKind, label_text
from crm_desktop.filters.compile_sql import SqlField
from crm_desktop.store.records import RecordType

MOST = 500
"""Values that are offered at once."""
# Groups of codes and of records that are read before their names are known.
_MOST_GROUPS = 5_000
_TEXTS = (FieldKind.TEXT, FieldKind.LIST_OF_TEXT)
_CODES = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.REFERENCE)


@dataclass(frozen=True)
class ValueCount:
    """A value as a filter holds it (an id, a code, a text, yes or no), what it is called, and how
    many records of the list have it. ``colour``: of a tag its number in the palette, of a stage
    the name of its colour, if it has one."""

    value: str | bool
    label: str
    count: int
    colour: int | str | None = None


@dataclass(frozen=True)
class _Question:
    """A field of the list of ``order``: where it is stored, and what its statements are."""

    reader: Reader
    order: ListOrder
    record: RecordType
    asked: Field
    place: SqlField

    def texts(self, sought: str, limit: int) -> list[ValueCount]:
        """Texts that are equal to a filter are one, whatever their letters."""
        known = self._indexed_texts()
        if known is not None:
            return [one for one in known if sought in fold(one.label)][:limit]
        place = self.place
        key = place.column if place.folded is None else place.folded
        shown = key if isinstance(place.column, sa.BindParameter) else place.column
        statement = self._grouped(key, sa.func.min(shown)).where(key.is_not(None), key != "")
        if sought:
            needle = self.asked.rule.key(sought)
            statement = statement.where(key.contains(needle, autoescape=True))
        rows = self.reader.connection.execute(statement.limit(limit))
        return [ValueCount(label, label, number) for _key, number, label in rows]

    def _indexed_texts(self) -> list[ValueCount] | None:
        """All texts of the whole list, the commonest first, where they stand in an index of their
        own: that is counted, and those taken off that are elsewhere. To look at all records takes
        fifty times as long. ``None`` where there is no such index, or too many texts."""
        table, column = self.record.table, self.place.column
        first = {next(iter(index.columns)).name for index in table.indexes}
        is_own = isinstance(column, sa.Column) and column.table is table and column.name in first
        if not is_own or self.place.child is not None or not self._is_whole(table):
            return None
        number, each = sa.func.count(), unindexed(column)
        whole = sa.select(column, number).where(column.is_not(None)).group_by(column)
        rows = self.reader.connection.execute(whole.limit(_MOST_GROUPS + 1)).all()
        if len(rows) > _MOST_GROUPS:
            return None
        elsewhere = sa.and_(each.is_not(None), table.c.rid.in_(_elsewhere(table)))
        gone = sa.select(each, number).where(elsewhere).group_by(each)
        missing: dict[str, int] = {one[0]: one[1] for one in self.reader.connection.execute(gone)}
        numbers, labels = Counter[str](), dict[str, str]()
        for label, count in rows:
            key, here = self.asked.rule.key(label), count - missing.get(label, 0)
            if key and here:
                numbers[key] += here
                labels.setdefault(key, label)
        common = sorted(numbers, key=lambda key: (-numbers[key], key))
        return [ValueCount(labels[key], labels[key], numbers[key]) for key in common]

    def _is_whole(self, table: sa.Table) -> bool:
        """Whether the list leaves out nothing but what is archived or deleted."""
        order = self.order
        is_whole = self.record.scope(self.reader, table) is None
        return is_whole and order.filter is None and order.shelf is Shelf.CURRENT

    def counts(self) -> dict[Any, int]:
        """How many records have each value as it is stored."""
        column = self.place.column
        statement = self._grouped(column).where(column.is_not(None)).limit(_MOST_GROUPS)
        return {row[0]: row[1] for row in self.reader.connection.execute(statement)}

    def _grouped(
        self, column: sa.ColumnElement[Any], *more: sa.ColumnElement[Any]
    ) -> sa.Select[Any]:
        """(value, number of records, …), the commonest first. Of the whole list the databases
        leave out the few records that are elsewhere rather than look for the many that are here."""
        table, child = self.record.table, self.place.child
        source: sa.FromClause
        if child is None or child.key is None:
            number = sa.func.count()
            source = table if child is None else table.join(child.source, sa.true())
            here = listing.belongs(self.reader, table, self.order)
        else:
            number = sa.func.count(child.key.distinct())
            source, here = child.source, sa.and_(child.where, self._owned(child.key))
        counted = sa.select(column, number, *more).select_from(source).where(here)
        return counted.group_by(column).order_by(number.desc(), column)

    def _owned(self, key: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """That a row belongs to a record of the list."""
        table, order = self.record.table, self.order
        if self._is_whole(table):
            return key.not_in(_elsewhere(table))
        return key.in_(sa.select(table.c.rid).where(listing.belongs(self.reader, table, order)))


def _elsewhere(table: sa.Table) -> sa.Select[tuple[int]]:
    """The few records that are in the archive or in the recycle bin."""
    gone = sa.or_(table.c.deleted_at.is_not(None), table.c.archived_at.is_not(None))
    return sa.select(table.c.rid).where(gone)


def find_values(
    reader: Reader, order: ListOrder, catalogue: Catalogue, field: str, text: str
) -> list[ValueCount]:
    """The values of ``field`` in the list of ``order`` whose name holds ``text`` (in any case),
    the commonest first, at most ``MOST``. Fields whose values nobody chooses among have none:
    notes, days, numbers."""
    asked = catalogue.field(field)
    record = reader.registry[catalogue.entity]
    place = sql_mapping(record.entity, {record.entity: catalogue}, reader.registry).fields[field]
    if isinstance(asked, FilledIn) or place.mark:
        return []
    question = _Question(reader, order, record, asked, place)
    if asked.kind in _TEXTS:
        return question.texts(fold(text), MOST)
    if asked.kind is FieldKind.YES_NO:
        return [ValueCount(bool(int(v)), "", n) for v, n in question.counts().items()]
    if asked.kind not in _CODES:
        return []
    named = _named(reader, asked, place, question.counts())
    sought = fold(text)
    named = [one for one in named if sought in fold(one.label)]
    return sorted(named, key=lambda one: (-one.count, fold(one.label)))[:MOST]


def _named(
    reader: Reader, asked: Field, place: SqlField, counts: Mapping[Any, int]
) -> list[ValueCount]:
    if asked.choices:
        codes = {choice.code: label_text(choice.label) for choice in asked.choices}
        return [ValueCount(code, codes[code], counts.get(code, 0)) for code in codes]
    if asked.target and place.encode is not None:
        return _records(reader, reader.registry[asked.target], counts)
    name = language_name if asked.name == LANGUAGES else str
    return [ValueCount(str(code), name(str(code)), number) for code, number in counts.items()]


def _records(reader: Reader, target: RecordType, counts: Mapping[Any, int]) -> list[ValueCount]:
    """The records that are pointed at: by internal key, or, in custom fields, by id."""
    table = target.table
    colour = table.c.get("colour", sa.null())
    named = sa.select(table.c.rid, table.c.id, table.c[target.label], colour)
    named = named.where(seen(reader, target))
    if any(isinstance(key, str) for key in counts):
        ids = {key.replace(" ", "-"): number for key, number in counts.items()}
        rows = reader.connection.execute(named.where(table.c.id.in_(list(ids))))
        return [ValueCount(str(key), name, ids[str(key)], hue) for _rid, key, name, hue in rows]
    rows = reader.connection.execute(named.where(table.c.rid.in_(list(counts))))
    return [ValueCount(str(key), name, counts[rid], hue) for rid, key, name, hue in rows]
