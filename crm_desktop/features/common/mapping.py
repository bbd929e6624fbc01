"""Where the fields of a catalogue are stored: the way from filters to tables.

Made from the descriptions of the records (``RecordType``), so that a feature declares its fields
once. Called by ``listing`` on reader threads.

The key of a text column stands beside it as ``…_folded``; that of the record's shown name, and
that of a list's ``value``, as ``folded``. References are kept as internal keys: an id of a filter
becomes a subquery, which the databases work out once, before they choose an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.days import moment_here
from crm_desktop.features.common.fields import Custom, Link, Marked, OnDay, Outermost, Priced
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.reach import QueryContext
from crm_desktop.features.common.tables import ELEMENT, custom_keys, time_number
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, FieldKind
from crm_desktop.filters.compile_sql import Side, SqlChild, SqlField, SqlMapping, SqlRelation
from crm_desktop.store.metadata import metadata
from crm_desktop.store.records import Belonging, RecordType, Registry
from crm_desktop.store.types import Json

_NOBODY = -1  # no record has this internal key
# So many times as many links as targets are worth to find the targets first.
_MANY_TIMES = 2


def sql_mapping(
    entity: str,
    catalogues: Catalogues,
    registry: Registry,
    source: sa.FromClause | None = None,
    asking: QueryContext | None = None,
) -> SqlMapping:
    """Where the fields of ``entity`` are stored, for a query over its table, or over ``source``,
    an alias of it; of related records only those count that whoever is ``asking`` sees. Asking
    it for a field that no table holds is a ``ValueError``: a bug of its feature."""
    record = registry[entity]
    rows = record.table if source is None else source
    found = _Finder(record, rows, catalogues, registry, asking)
    catalogue = catalogues[entity]
    return SqlMapping(
        _Places(found, catalogue),
        {
            relation.name: partial(found.relation, relation)
            for relation in catalogue.relations
            if isinstance(relation, Link)
        },
    )


class _Places(Mapping[str, SqlField]):
    """The places of an entity's fields, found when they are asked for: a filter speaks of few of
    them, and building the SQL of all takes longer than many a query."""

    def __init__(self, finder: _Finder, catalogue: Catalogue) -> None:
        self._finder = finder
        self._catalogue = catalogue

    def __getitem__(self, name: str) -> SqlField:
        asked = self._catalogue.field(name)
        return (
            self._finder.custom(asked) if isinstance(asked, Custom) else self._finder.place(asked)
        )

    def __iter__(self) -> Iterator[str]:
        return (asked.name for asked in self._catalogue.fields)

    def __len__(self) -> int:
        return len(self._catalogue.fields)


@dataclass(frozen=True)
class _Finder:
    """Finds the places of one entity's fields, whose rows ``source`` gives."""

    record: RecordType
    source: sa.FromClause
    catalogues: Catalogues
    registry: Registry
    asking: QueryContext | None

    def place(self, asked: Field) -> SqlField:
        """The columns of a field."""
        columns = self.source.c
        if isinstance(asked, Marked):
            return SqlField(columns[asked.column].is_not(None))
        if isinstance(asked, Priced):
            return SqlField(columns[asked.minor], currency=columns[asked.currency])
        if isinstance(asked, Outermost) and asked.link is not None:
            return self._outermost(asked, asked.link)
        name, *rest = asked.place
        if belonging := self.record.belonging(name):
            return self._in_list(belonging, rest)
        for reference in self.record.references:
            if reference.field == name:
                return SqlField(columns[reference.column], encode=_rid_of(reference.target))
        return self._column(asked, name, rest)

    def _column(self, asked: Field, name: str, rest: list[str]) -> SqlField:
        columns = self.source.c
        if isinstance(asked, OnDay):
            return SqlField(moment_here(self.source, name, asked.day))
        if work_out := self.record.worked_out.get(name):
            return SqlField(work_out(self.source))
        if name not in columns:
            raise ValueError(f"no table holds the field {name} of {self.record.entity}")
        if isinstance(columns[name].type, Json):
            return _in_json(columns[name], rest)
        key = "folded" if name == self.record.label else f"{name}_folded"
        return SqlField(columns[name], folded=columns.get(key))

    def _in_list(self, belonging: Belonging, rest: list[str]) -> SqlField:
        table = belonging.table
        child = SqlChild(table, table.c[self.record.owner], self.source.c.rid)
        name = rest[0] if rest else belonging.keys[0]
        if reference := belonging.references.get(name):
            column = table.c[reference.column]
            return SqlField(column, encode=_rid_of(reference.target), child=child)
        key = "folded" if name == "value" else f"{name}_folded"
        return SqlField(table.c[name], folded=table.c.get(key), child=child)

    def custom(self, asked: Custom) -> SqlField:
        """The keys and numbers of one field's values (``tables.custom_values``)."""
        belonging = self.record.belonging("custom")
        assert belonging is not None
        table = belonging.table
        owner = table.c[self.record.owner]
        where = table.c.field_rid == asked.rid
        each = unindexed(table.c.field_rid) == asked.rid
        child = SqlChild(table, owner, self.source.c.rid, where, each)
        key, number = table.c.key, table.c.number
        if asked.kind in (FieldKind.DATE, FieldKind.INSTANT):
            return SqlField(number, border=time_number, child=child)
        if asked.kind in (FieldKind.NUMBER, FieldKind.MONEY):
            return SqlField(number, currency=key, child=child)
        if asked.kind is FieldKind.TEXT:
            # A value is never empty, even where nothing of it is left in its key.
            return SqlField(sa.literal("1"), folded=key, child=child)
        if asked.kind is FieldKind.MULTI_CHOICE:
            return SqlField(key, mark=ELEMENT, child=child)
        return SqlField(key, encode=_custom_key, child=child)

    def relation(self, link: Link) -> SqlRelation:
        """The other end of ``link``, under aliases of its own."""
        end = self._other_end(link)
        mapping = sql_mapping(link.target, self.catalogues, self.registry, end.target, self.asking)
        all_of = end.alone or end.but_away or (end.far_first and end.rows)
        return SqlRelation(end.far_first or end.rows, mapping, all_of)

    def _outermost(self, asked: Outermost, link: Link) -> SqlField:
        end = self._other_end(link)
        side = Side.FIRST if asked.earliest else Side.LAST
        if end.alone is not None and asked.column in end.alone.source.c:
            return SqlField(end.alone.source.c[asked.column], child=end.alone, side=side)
        column = (
            moment_here(end.target, asked.column, asked.day)
            if asked.day
            else end.target.c[asked.column]
        )
        return SqlField(column, child=end.rows, side=side)

    def _other_end(self, link: Link) -> _OtherEnd:
        target = self.registry[link.target].table.alias()
        holder = self.registry[link.entity]
        if belonging := holder.belonging(link.field):
            return self._by_list(holder, belonging, link, target)
        column = next(r.column for r in holder.references if r.field == link.field)
        counted, owner = self._counted(link, target), self.source.c
        if link.backwards:
            rows = SqlChild(target, target.c[column], owner.rid, counted)
        else:
            rows = SqlChild(target, target.c.rid, owner[column], counted)
        return _OtherEnd(rows, target)

    def _by_list(
        self, holder: RecordType, belonging: Belonging, link: Link, target: sa.FromClause
    ) -> _OtherEnd:
        linked = belonging.table.alias()
        (pointing,) = (linked.c[r.column] for r in belonging.references.values())
        owning = linked.c[holder.owner]
        near, far = (pointing, owning) if link.backwards else (owning, pointing)
        both = linked.join(target, target.c.rid == far)
        owner = self.source.c.rid
        # Rows mirror columns of the record that holds them, which a way backwards leads to.
        is_mirrored = {"deleted_at", link.lacking or "deleted_at"} <= {*belonging.mirrored}
        if link.backwards and is_mirrored and self._scope(link, target) is None:
            counted = _counted(link, linked)
            alone = SqlChild(linked, near, owner, counted)
            return _OtherEnd(SqlChild(both, near, owner, counted), target, alone)
        counted = self._counted(link, target)
        rows = SqlChild(both, near, owner, counted)
        but_away = self._but_away(link, SqlChild(linked, near, owner), far)
        if not self._has_many(belonging.table, self.registry[link.target].table):
            return _OtherEnd(rows, target, but_away=but_away)
        far_first = SqlChild(
            linked.join(target, sa.true()),
            near,
            owner,
            sa.and_(unindexed(target.c.rid) == far, counted),
            sa.and_(target.c.rid == far, counted),
        )
        return _OtherEnd(rows, target, far_first=far_first, but_away=but_away)

    def _but_away(self, link: Link, links: SqlChild, far: sa.ColumnElement[int]) -> SqlChild | None:
        """The ``links`` but those to targets in the bin, which are few: SQLite would look up the
        target of each, which takes as long as all else."""
        away = self.registry[link.target].table.alias()
        if not self._is_on_sqlite or link.lacking or self._scope(link, away) is not None:
            return None
        gone = sa.select(away.c.rid).where(away.c.deleted_at.is_not(None))
        return replace(links, where=far.not_in(gone))

    @property
    def _is_on_sqlite(self) -> bool:
        return self.asking is not None and self.asking.connection.dialect.name == "sqlite"

    def _has_many(self, links: sa.Table, targets: sa.Table) -> bool:
        """Whether SQLite, which can't know, had better find the targets first and then who is
        linked with them: each link looks its target up, far from the one before."""
        if self.asking is None or not self._is_on_sqlite:
            return False
        numbers = (
            sa.select(sa.func.max(sa.literal_column("rowid"))).select_from(table).scalar_subquery()
            for table in (links, targets)
        )
        linked, there = self.asking.connection.execute(sa.select(*numbers)).one()
        return (linked or 0) > _MANY_TIMES * (there or 0)

    def _counted(self, link: Link, target: sa.FromClause) -> sa.ColumnElement[bool]:
        """Which of the related records count: those that the person sees. Nearly all are outside
        the bin, but SQLite would begin with these, by the index of their list."""
        scope = self._scope(link, target)
        counted = _counted(link, target, unindexed)
        return counted if scope is None else sa.and_(counted, scope)

    def _scope(self, link: Link, target: sa.FromClause) -> sa.ColumnElement[bool] | None:
        if self.asking is None or link.seen_along:
            return None
        return self.registry[link.target].scope(self.asking, target)


@dataclass(frozen=True)
class _OtherEnd:
    """Where a relation leads: its ``rows``, the ``target`` among them, and the rows of the links
    ``alone`` if these tell by themselves which of them count, ``but_away`` without the few that
    don't; and as ``far_first`` the same rows where they are found faster by their targets."""

    rows: SqlChild
    target: sa.FromClause
    alone: SqlChild | None = None
    far_first: SqlChild | None = None
    but_away: SqlChild | None = None


def _counted(
    link: Link,
    rows: sa.FromClause,
    moment: Callable[[sa.ColumnElement[Any]], sa.ColumnElement[Any]] = lambda column: column,
) -> sa.ColumnElement[bool]:
    """Which of the related records count at all; ``moment`` may disguise when they were deleted."""
    there = moment(rows.c.deleted_at).is_(None)
    return sa.and_(there, rows.c[link.lacking].is_(None)) if link.lacking else there


def _custom_key(value: Any) -> str | None:
    """The key of a code, an id, yes or no."""
    key, _number = custom_keys(value)
    return key


def _rid_of(entity: str) -> Callable[[str], sa.ColumnElement[int]]:
    """From an id of a filter to the internal key, inside the query; never ``NULL``."""
    table = metadata.tables[entity]

    def encode(record_id: str) -> sa.ColumnElement[int]:
        known = sa.select(table.c.rid).where(table.c.id == UUID(record_id)).correlate(None)
        return sa.func.coalesce(known.scalar_subquery(), _NOBODY)

    return encode


def _in_json(column: sa.ColumnElement[Any], rest: list[str]) -> SqlField:
    """A text of an object, or the texts of a list, kept in a JSON column."""
    if rest:
        return SqlField(column[rest[0]].as_string())
    elements = _json_texts(column).table_valued(sa.column("value", sa.String), name=None)
    return SqlField(elements.c.value, child=SqlChild(elements))


class _json_texts(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """The elements of a JSON list as rows of the column ``value``."""

    inherit_cache = True


@compiles(_json_texts, "sqlite")
def _sqlite_texts(element: _json_texts, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_json_texts, "postgresql")
def _postgresql_texts(element: _json_texts, compiler: SQLCompiler, **kw: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **kw)})"
