"""SQL functions and conditions that SQLite and PostgreSQL write, or answer best, in two ways.

Used while ``compile_sql`` builds a condition. They read as SQL functions, so they are named so.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class by_code_point(FunctionElement[str]):  # noqa: N801 - reads as an SQL function
    """Text in the order of its code points, whatever the collation of the database."""

    type = String()
    inherit_cache = True


@compiles(by_code_point)
def _sqlite_order(element: by_code_point, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)  # SQLite's BINARY is that order


@compiles(by_code_point, "postgresql")
def _postgresql_order(element: by_code_point, compiler: SQLCompiler, **kw: Any) -> str:
    return f'({compiler.process(element.clauses, **kw)} COLLATE "C")'


class holds(FunctionElement[bool]):  # noqa: N801 - reads as an SQL function
    """``holds(text, needle, pattern)``: LIKE on PostgreSQL, where a trigram index answers it;
    SQLite's LIKE takes ASCII capitals for small letters, its ``instr`` does not.

    Of no declared type: to a Boolean one SQLAlchemy adds ``= 1``, which no index answers."""

    inherit_cache = True


@compiles(holds)
def _sqlite_holds(element: holds, compiler: SQLCompiler, **kw: Any) -> str:
    text, needle, _pattern = element.clauses
    return f"(instr({compiler.process(text, **kw)}, {compiler.process(needle, **kw)}) > 0)"


@compiles(holds, "postgresql")
def _postgresql_holds(element: holds, compiler: SQLCompiler, **kw: Any) -> str:
    text, _needle, pattern = element.clauses
    return f"({compiler.process(text, **kw)} LIKE {compiler.process(pattern, **kw)})"


class row_found(FunctionElement[bool]):  # noqa: N801 - reads as an SQL function
    """``row_found(exists, among)``: two ways to ask the same. SQLite answers EXISTS anew for
    each record, but collects the owners of the matching rows once, by an index if there is one,
    and begins with them; PostgreSQL joins to EXISTS, also where it is negated."""

    inherit_cache = True


@compiles(row_found)
def _sqlite_row_found(element: row_found, compiler: SQLCompiler, **kw: Any) -> str:
    _exists, among = element.clauses
    return f"({compiler.process(among, **kw)})"


@compiles(row_found, "postgresql")
def _postgresql_row_found(element: row_found, compiler: SQLCompiler, **kw: Any) -> str:
    found, _among = element.clauses
    return f"({compiler.process(found, **kw)})"


class apart(FunctionElement[bool]):  # noqa: N801 - reads as an SQL function
    """The condition itself, but for SQLite no reason to choose an index by."""

    inherit_cache = True


@compiles(apart)
def _unary_plus(element: apart, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+({compiler.process(element.clauses, **kw)})"


@compiles(apart, "postgresql")
def _as_it_is(element: apart, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})"


class begins(FunctionElement[bool]):  # noqa: N801 - reads as an SQL function
    """``begins(text, first, after, pattern)``: a range of an index on SQLite, LIKE on
    PostgreSQL, whose order depends on the collation. Of no declared type either."""

    inherit_cache = True


@compiles(begins)
def _sqlite_begins(element: begins, compiler: SQLCompiler, **kw: Any) -> str:
    text, first, after, _pattern = (compiler.process(part, **kw) for part in element.clauses)
    return f"({text} >= {first} AND {text} < {after})"


@compiles(begins, "postgresql")
def _postgresql_begins(element: begins, compiler: SQLCompiler, **kw: Any) -> str:
    text, _first, _after, pattern = element.clauses
    return f"({compiler.process(text, **kw)} LIKE {compiler.process(pattern, **kw)})"
