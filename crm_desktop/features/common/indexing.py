"""Columns that a database shall not look for in an index, and conditions that it shall not take
for narrow ones. Used while statements are built."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class unindexed(FunctionElement[Any]):  # noqa: N801 - reads as an SQL function
    """The column itself, but for SQLite no longer what an index is ordered by
    (https://www.sqlite.org/optoverview.html, 'Manual Control')."""

    inherit_cache = True


@compiles(unindexed)
def _plain_column(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(unindexed, "sqlite")
def _unary_plus(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


class usual(FunctionElement[Any]):  # noqa: N801
    """The condition itself, which nearly all records meet: SQLite, which keeps no statistics here,
    would take an index of it for the narrowest (https://www.sqlite.org/lang_corefunc.html,
    ``likelihood``). A partial index that asks for the condition can still be used."""

    # No Boolean: SQLAlchemy would ask SQLite whether it equals 1, and no index answers that.
    type = sa.Integer()
    inherit_cache = True


@compiles(usual)
def _plain_condition(element: usual, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(usual, "sqlite")
def _likely(element: usual, compiler: SQLCompiler, **kw: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **kw)}, 0.99)"
