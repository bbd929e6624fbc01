"""Lists inside one row of an answer: SQL functions that gather many rows into one JSON value.

One statement then answers what took one for every table of belonging rows. ``loading`` and the
features' queries build their statements of these once, at import; both engines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class json_list(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """``json_list(value, order)``: the values of all rows as a list; no rows give ``[]``."""

    type = sa.JSON()
    inherit_cache = True


class KeyTuple(sa.types.TypeDecorator[tuple[int, ...]]):
    """A ``json_list`` of internal keys, read as a tuple. Most are empty or short: SQLite's text is
    taken apart for a quarter of what a reader of JSON costs, at each line of a list."""

    impl = sa.JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...]:
        """On a server, whose driver has read the JSON."""
        return tuple(value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """The way from the driver without detours."""
        if dialect.name == "postgresql":
            return super().result_processor(dialect, coltype)
        return _keys_of


def _keys_of(text: str) -> tuple[int, ...]:
    return () if text == "[]" else tuple(map(int, text[1:-1].split(",")))


class json_column(GenericFunction[Any]):  # noqa: N801
    """``json_column(value)``: the values of all rows as a list, in the order in which a statement
    inside gives them: reading thousands so takes a third of the time."""

    type = sa.JSON()
    inherit_cache = True


class json_row(GenericFunction[Any]):  # noqa: N801
    """``json_row(a, b, …)``: the values of one row as a list; lists among them are kept so. Keys
    are given as ``key_text``."""

    type = sa.JSON()
    inherit_cache = True


class key_text(GenericFunction[Any]):  # noqa: N801
    """``key_text(key)``: a UUID as text that ``uuid.UUID`` reads; JSON holds no bytes."""

    type = sa.String()
    inherit_cache = True


class json_value(GenericFunction[Any]):  # noqa: N801
    """``json_value(column)``: what a JSON column holds, as a part of another JSON value; SQLite
    keeps it as text and would quote it."""

    type = sa.JSON()
    inherit_cache = True


@compiles(json_value, "sqlite")
def _sqlite_value(element: json_value, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json({compiler.process(element.clauses, **kw)})"


@compiles(json_value, "postgresql")
def _postgresql_value(element: json_value, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(json_list, "sqlite")
def _sqlite_list(element: json_list, compiler: SQLCompiler, **kw: Any) -> str:
    value, order = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"json_group_array({value} ORDER BY {order})"


@compiles(json_list, "postgresql")
def _postgresql_list(element: json_list, compiler: SQLCompiler, **kw: Any) -> str:
    value, order = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"coalesce(json_agg({value} ORDER BY {order}), '[]')"


# SQLite keeps the order of a statement inside for such functions
# (https://www.sqlite.org/optoverview.html, 'Omitting the ORDER BY'); so does PostgreSQL
# ('Aggregate Functions', the last paragraph before the tables).
@compiles(json_column, "sqlite")
def _sqlite_column(element: json_column, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


@compiles(json_column, "postgresql")
def _postgresql_column(element: json_column, compiler: SQLCompiler, **kw: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **kw)}), '[]')"


@compiles(json_row, "sqlite")
def _sqlite_row(element: json_row, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **kw)})"


@compiles(json_row, "postgresql")
def _postgresql_row(element: json_row, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **kw)})"


@compiles(key_text, "sqlite")
def _sqlite_key(element: key_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"hex({compiler.process(element.clauses, **kw)})"


@compiles(key_text, "postgresql")
def _postgresql_key(element: key_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS text)"
