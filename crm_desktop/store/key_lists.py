"""Conditions on many keys at once: one parameter holds them all.

``column.in_(…)`` has a parameter for each key, which SQLAlchemy and the database look at one by
one, in every statement anew; a list in one parameter costs a tenth. Statements are built of these
once and kept. Both engines; used by the store and by the features' queries.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from crm_desktop.store.types import Key

_IDS, _NUMBERS, _TEXTS = "ids", "numbers", "texts"


class _Array(sa.types.UserDefinedType[str]):
    """An array in PostgreSQL's own spelling (``{1,2}``): psycopg takes five times as long to put
    a Python list into one, item by item, which thousands of keys take notice of."""

    render_bind_cast = True
    cache_ok = True

    def __init__(self, items: str) -> None:
        self.items = items

    def get_col_spec(self, **_kw: Any) -> str:
        """How the statement names the type."""
        return f"{self.items}[]"


class _Keys(sa.types.TypeDecorator[Collection[Any]]):
    """Internal keys, UUIDs or texts, by ``kind``: an array on PostgreSQL, JSON on SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.Text())
        if self.kind == _TEXTS:  # which only the driver knows how to quote
            return dialect.type_descriptor(sa.ARRAY(sa.Text()))
        return _Array("UUID" if self.kind == _IDS else "BIGINT")

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        keys = list(value or ())
        if dialect.name == "postgresql" and self.kind == _TEXTS:
            return keys
        if dialect.name == "postgresql":
            items = map(_hex_of, keys) if self.kind == _IDS else map(str, keys)
            return f"{{{','.join(items)}}}"
        return json.dumps([*map(_hex_of, keys)] if self.kind == _IDS else keys)


NUMBERS = _Keys(_NUMBERS)
"""The type of a parameter that is a list of internal keys."""


def _hex_of(key: UUID | str) -> str:
    """To make a UUID of a text takes ten times as long."""
    return key.replace("-", "") if isinstance(key, str) else key.hex


class _OneOf(FunctionElement[Any]):
    # No Boolean: SQLAlchemy would ask SQLite whether it equals 1, and no index answers that.
    type = sa.Integer()
    inherit_cache = True


class _IdOneOf(_OneOf):
    inherit_cache = True


def as_array(items: Iterable[str | int]) -> str:
    """As ``_Array``, of texts or numbers, for a parameter that the statement casts."""
    quoted = (str(item).replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return '{"' + '","'.join(quoted) + '"}'


def one_of(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[Any]:
    """Whether ``column`` is one of the keys that the parameter ``name`` lists: integers, texts or
    ``UUID`` (or what ``str`` makes of one), as the column holds."""
    if isinstance(column.type, Key):
        return _IdOneOf(column, sa.bindparam(name, type_=_Keys(_IDS)))
    kind = _TEXTS if isinstance(column.type, sa.String) else _NUMBERS
    return _OneOf(column, sa.bindparam(name, type_=_Keys(kind)))


def _sqlite_sql(element: _OneOf, compiler: SQLCompiler, value: str, **kw: Any) -> str:
    column, keys = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT {value} FROM json_each({keys}))"


@compiles(_OneOf, "sqlite")
def _sqlite_keys(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    return _sqlite_sql(element, compiler, "value", **kw)


@compiles(_IdOneOf, "sqlite")
def _sqlite_ids(element: _IdOneOf, compiler: SQLCompiler, **kw: Any) -> str:
    return _sqlite_sql(element, compiler, "unhex(value)", **kw)


@compiles(_OneOf, "postgresql")
@compiles(_IdOneOf, "postgresql")
def _array_keys(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, keys = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY ({keys})"
