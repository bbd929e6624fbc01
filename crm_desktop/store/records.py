"""How a feature describes its records, so that the store can write, journal and undo them.

A record's *state* is a plain mapping of JSON-shaped values: columns by name, references as the
target's id, belonging rows as lists. States travel in commands, in the journal and in exports;
``Registry`` knows all types of the running program. Pure descriptions; any thread.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.i18n import Message
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.search_index import NAMES, Index
from crm_desktop.store.types import Instant, parse_instant

State = dict[str, Any]
# Names of records that a document mentions: (entity, id) → label.
LabelOf = Callable[[str, str], str]
# Fills in what of the states is computed from the rest, before they are written; states that
# need nothing come back as they are.
Settle = Callable[[Connection, Sequence[State]], Sequence[State]]
# The condition of the rows (the table, or an alias of it) that whoever asks (with a connection and
# an actor) sees; ``None`` where that is all of them.
Scope = Callable[[Any, sa.FromClause], "sa.ColumnElement[bool] | None"]

# A record before and after it was written; ``None`` before it came and after it went.
Written = tuple["Mapping[str, Any] | None", "Mapping[str, Any] | None"]
# Keeps what is worked out of records of others, in the transaction in which these are written.
Follow = Callable[[Connection, Sequence[Written]], None]


def hides(scope: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The opposite of a scope: where that is neither true nor false, lists don't show the record
    either."""
    return scope.is_not(sa.true())


def values_of(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What reads these values, in this order, out of a mapping that has them."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple([values[name] for name in names])


@dataclass(frozen=True)
class Reference:
    """A field that points at another record: ``owner`` kept in the column ``owner_rid``."""

    field: str
    column: str
    target: str


@dataclass(frozen=True)
class Belonging:
    """A list of rows in a table of their own, journaled as one field of their record.

    ``columns`` are the keys of each item; ``references`` maps an item's key to its column and
    target entity; where the column may be empty, so may the key. With ``plain`` an item is the
    bare value of its only key. ``identity`` names the keys that tell items apart when two people
    changed the list. ``derive`` gives the columns computed from an item (search keys), in the
    order of ``derived``. ``mirrored`` names columns
    of the record that stand in every row too, so that one index leads from the target of a link
    through the newest records first; only lists of links may have them. ``said`` gives what the
    search document says of the items, where it says less than all.
    """

    field: str
    table: sa.Table
    columns: tuple[str, ...] = ()
    references: Mapping[str, Reference] = dataclasses.field(default_factory=dict)
    identity: tuple[str, ...] = ()
    plain: bool = False
    derived: tuple[str, ...] = ()
    derive: Callable[[Any], tuple[Any, ...]] = lambda _item: ()
    mirrored: tuple[str, ...] = ()
    said: Callable[[list[Any], LabelOf], Any] = lambda items, _labels: items

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys of an item."""
        return (*self.columns, *self.references)

    def whole(self, item: Any) -> Any:
        """``item`` with all its keys: what is left out is ``None``."""
        if self.plain or len(item) == len(self.keys):
            return item
        return {key: item.get(key) for key in self.keys}

    def own_values(self, item: Any) -> tuple[Any, ...]:
        """The item's values for ``columns`` and ``derived``."""
        own = self._read_columns(item)
        return own + self.derive(item) if self.derived else own

    @cached_property
    def _read_columns(self) -> Callable[[Any], tuple[Any, ...]]:
        if self.plain:
            return (lambda item: (item,)) if self.columns else lambda _item: ()
        return values_of(self.columns)

    def identify(self, item: Any) -> tuple[Any, ...]:
        """What makes ``item`` itself, whatever else of it changes."""
        return (item,) if self.plain else tuple(item[key] for key in self.identity)


@dataclass(frozen=True)
class Kinds:
    """Kinds of records that people make, all in one table: their entities begin with ``prefix``,
    ``column`` has the entity of each row, and ``make`` describes the kind of an entity."""

    prefix: str
    column: str
    make: Callable[[str], RecordType]


@dataclass(frozen=True)
class Way:
    """How records lead on to others of their kind, and must not lead back to themselves (see
    ``circles``): ``onwards`` gives the ids to which a state leads that has these ``fields``, the
    first of which is the one that is refused, with the words of ``refusal``. With ``may_repeat`` a
    record may lead to itself, but not by way of others."""

    fields: tuple[str, ...]
    onwards: Callable[[State], Iterable[str]]
    refusal: Message
    may_repeat: bool = False


@dataclass(frozen=True)
class RecordType:
    """A kind of record. ``derive`` gives the columns computed from the state (sort keys);
    ``document`` its search text, or ``None`` to stay out of the index. ``mention`` is the column
    by which search documents of others speak of the record, if not by its ``label``: whenever it
    changes, these are written anew. On ``quiet`` fields nothing else depends: neither derived
    columns nor documents nor rows of lists nor what ``settle`` works out. From ``light`` ones
    follow no more than the columns that ``keys`` gives for them alone, the search document, if it
    ``speaks_of`` them, and what ``settle`` works out, if that is ``settled_from`` them.
    ``shapes``: what ``settle`` works out for others depends on records of this kind. With
    ``kinds`` it is the description of all of them together, or (``is_kind``) of one. ``scope``:
    which of the records the person sees. ``right``: the permission without which a person takes
    back nothing that others did to them. ``worked_out``: values of a row of the table, or of an
    alias of it, that no column holds, by the name under which filters ask for them."""

    entity: str
    table: sa.Table
    columns: tuple[str, ...]
    label: str
    references: tuple[Reference, ...] = ()
    belongings: tuple[Belonging, ...] = ()
    derive: Callable[[State], Mapping[str, Any]] = lambda _state: {}
    document: Callable[[State, LabelOf], str | None] = lambda _state, _labels: None
    index: Index = NAMES
    mention: str = ""
    settle: Settle | None = None
    quiet: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    keys: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _values: {}
    speaks_of: frozenset[str] = frozenset()
    settled_from: Callable[[Connection], Collection[str]] = lambda _connection: ()
    shapes: bool = False
    kinds: Kinds | None = None
    scope: Scope = lambda _asking, _rows: None
    right: str = ""
    way: Way | None = None
    worked_out: Mapping[str, Callable[[sa.FromClause], sa.ColumnElement[Any]]] = dataclasses.field(
        default_factory=dict
    )

    @property
    def is_kind(self) -> bool:
        """Whether it is one of the kinds that share a table."""
        return self.kinds is not None and self.entity != self.table.name

    @cached_property
    def linking(self) -> frozenset[str]:
        """The fields that point at other records."""
        single = {reference.field for reference in self.references}
        return frozenset(single | {belonging.field for belonging in self.linked_lists})

    @property
    def owner(self) -> str:
        """The column of belonging rows that names their record."""
        return f"{self.table.name}_rid"

    def holds(self, rows: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition that a row of the table, or of an alias of it, is of this kind."""
        if self.kinds is None or not self.is_kind:
            return sa.true()
        return rows.c[self.kinds.column] == self.entity

    def is_named_in(self, column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        """The condition that ``column`` names this entity, or one of its kinds."""
        if self.kinds is None or self.is_kind:
            return column == self.entity
        return column.startswith(self.kinds.prefix, autoescape=True)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Every field of a state."""
        return (*self.single_fields, *(belonging.field for belonging in self.belongings))

    @cached_property
    def own_lists(self) -> tuple[Belonging, ...]:
        """The lists whose rows point at no other record."""
        return tuple(b for b in self.belongings if not b.references)

    @cached_property
    def linked_lists(self) -> tuple[Belonging, ...]:
        """The lists whose rows point at other records."""
        return tuple(b for b in self.belongings if b.references)

    @cached_property
    def followed(self) -> frozenset[str]:
        """The fields that point at others whose names or keys every change of the record needs:
        the search document speaks of these, or their rows mirror columns of the record."""
        mirroring = {belonging.field for belonging in self.belongings if belonging.mirrored}
        return self.linking - self.quiet | mirroring

    @cached_property
    def spoken_targets(self) -> frozenset[str]:
        """The kinds of other records of which the search document speaks."""
        return self.targets(self.speaks_of)

    def targets(self, fields: Collection[str]) -> frozenset[str]:
        """The kinds of other records at which these fields point."""
        single = {r.target for r in self.references if r.field in fields}
        lists = [b for b in self.linked_lists if b.field in fields]
        return frozenset(single.union(r.target for b in lists for r in b.references.values()))

    def links(self, values: Mapping[str, Any]) -> State:
        """What of ``values`` points at other records, and what stands beside it in its rows; what
        is left out is ``None`` or ``[]``."""
        found: State = {r.field: values.get(r.field) for r in self.references}
        for belonging in self.linked_lists:
            found[belonging.field] = values.get(belonging.field) or []
            for name in belonging.mirrored:
                found[name] = values.get(name)
        return found

    @cached_property
    def single_fields(self) -> tuple[str, ...]:
        """The fields that are no lists, columns first."""
        return (*self.columns, *(reference.field for reference in self.references))

    @cached_property
    def spoken_lists(self) -> tuple[Belonging, ...]:
        """The lists of links of which a search document may speak."""
        return tuple(b for b in self.linked_lists if b.field not in self.quiet)

    @cached_property
    def _known_fields(self) -> frozenset[str]:
        return frozenset(self.fields)

    @cached_property
    def _nothing(self) -> State:
        return dict.fromkeys(self.fields)

    @cached_property
    def _list_fields(self) -> tuple[str, ...]:
        return tuple(belonging.field for belonging in self.belongings)

    def require_fields(self, names: Collection[str]) -> None:
        """``ValueError`` for a name that is no field of the record: a bug of the caller."""
        if not self._known_fields.issuperset(names):
            unknown = set(names).difference(self.fields)
            raise ValueError(f"{self.entity} has no field {sorted(unknown)}")

    @cached_property
    def read_columns(self) -> Callable[[State], tuple[Any, ...]]:
        """Reads the values of ``columns`` out of a state."""
        return values_of(self.columns)

    @cached_property
    def _empty(self) -> State:
        return {**self._nothing, **dict.fromkeys(self._list_fields, ())}

    def only_read(self, values: Mapping[str, Any]) -> State:
        """As ``complete``, but quicker, and what is left out is ``()``: a state to look at."""
        self.require_fields(values)
        return {**self._empty, **values}

    def complete(self, values: Mapping[str, Any]) -> State:
        """A whole state: what ``values`` leaves out is ``None`` or ``[]``; unknown is a bug."""
        self.require_fields(values)
        state: State = {**self._nothing, **values}
        for field in self._list_fields:
            if field not in values:
                state[field] = []
        return state

    @property
    def mentioned_by(self) -> str:
        """The column by which others speak of the record."""
        return self.mention or self.label

    def name_of(self, state: State, derived: Mapping[str, Any]) -> str:
        """What others call the record: ``mentioned_by``, plain or derived."""
        name = self.mentioned_by
        return str(derived[name] if name in derived else state[name])

    def table_of(self, name: str) -> sa.Table:
        """The table of the list field called ``name``; another name is a bug."""
        found = self.belonging(name)
        if found is None:
            raise ValueError(f"{self.entity} has no list {name}")
        return found.table

    def belonging(self, name: str) -> Belonging | None:
        """The list field called ``name``, if it is one."""
        return next((b for b in self.belongings if b.field == name), None)

    def to_columns(self, values: Mapping[str, Any]) -> State:
        """The plain columns of ``values`` as Python values for the driver."""
        return {
            name: parse_instant(values[name])
            if values[name] is not None and isinstance(self.table.c[name].type, Instant)
            else values[name]
            for name in self.columns
            if name in values
        }


class Registry:
    """All record types by entity, in the order in which they may be written."""

    def __init__(
        self, types: Iterable[RecordType], follows: Iterable[tuple[str, Follow]] = ()
    ) -> None:
        self._types = {record.entity: record for record in types}
        self._follows = tuple(follows)
        self._made: dict[str, RecordType] = {}

    def __getitem__(self, entity: str) -> RecordType:
        found = self._types.get(entity) or self._made.get(entity)
        if found is None:
            found = self._made[entity] = self._make(entity)
        return found

    def _make(self, entity: str) -> RecordType:
        for record in self._types.values():
            if record.kinds is not None and entity.startswith(record.kinds.prefix):
                return record.kinds.make(entity)
        raise KeyError(entity)

    def __iter__(self) -> Any:
        return iter(self._types.values())

    def followers(self, entity: str) -> list[Follow]:
        """Who is told of records of this kind as they are written."""
        return [follow for followed, follow in self._follows if followed == entity]

    def pointing_at(
        self, entity: str, *, quietly: bool = True
    ) -> list[tuple[RecordType, sa.Table, str, str]]:
        """Who refers to ``entity``: (type, table, column, the column that names the record); not
        ``quietly``: without the fields on which nothing depends."""
        found = []
        for record in self._types.values():
            found += [
                (record, record.table, reference.column, "rid")
                for reference in record.references
                if reference.target == entity and (quietly or reference.field not in record.quiet)
            ]
            found += [
                (record, belonging.table, reference.column, record.owner)
                for belonging in record.belongings
                for reference in belonging.references.values()
                if reference.target == entity and (quietly or belonging.field not in record.quiet)
            ]
        return found
