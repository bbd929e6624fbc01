"""Fast writes of many rows: COPY on PostgreSQL, on SQLite statements of many rows; no ORM, no
RETURNING.

Internal keys are taken ahead (``allocate``), so that rows which refer to each other can be
written without asking the database for what it gave. Called inside a writing transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.types import Instant, Key

# Below this COPY's set-up costs more than it saves.
_COPY_FROM = 16
# Rows that SQLite gets in one statement: few, or powers of two, so that a handful of prepared
# statements fits any number of rows; SQLite takes 32,766 values (sqlite.org/limits.html, 9).
_FEW_TOGETHER, _MOST_TOGETHER, _MOST_VALUES = 8, 256, 32_766


def allocate(connection: Connection, table: sa.Table, count: int) -> list[int]:
    """``count`` fresh keys of ``table``; never one that was ever given before."""
    if connection.dialect.name == "postgresql":
        key = next(iter(table.primary_key.columns)).name
        found = connection.exec_driver_sql(
            # Its name is looked up once: for each of 500 keys that took five times as long.
            "SELECT nextval(name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name "
            "OFFSET 0) AS sequence, generate_series(1, %s)",
            (f'"{table.name}"', key, count),
        )
        return [row[0] for row in found]
    last = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)
    ).scalar()
    return list(range((last or 0) + 1, (last or 0) + 1 + count))


def insert_rows(
    connection: Connection,
    table: sa.Table,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Insert ``rows``, each a tuple of Python values in the order of ``columns``. While a server
    takes the first of many in, those are made that come as they are asked for; meanwhile nobody
    may ask it anything else."""
    if connection.dialect.name == "sqlite":
        execute(connection, statements(table, columns, [*rows], connection.dialect))
        return
    encoded = map(_encoder(table, columns, connection.dialect), rows)
    first = [*islice(encoded, _COPY_FROM)]
    if len(first) == _COPY_FROM:
        _copy(connection, table, columns, chain(first, encoded))
    elif first:
        connection.exec_driver_sql(
            _insert_sql(table.name, columns, connection.dialect.paramstyle), first
        )


def insert_once(
    connection: Connection,
    table: sa.Table,
    columns: tuple[str, ...],
    row: tuple[Any, ...],
    unique: str,
) -> int | None:
    """Insert ``row``, unless there is one with its value of the column ``unique``: then ``None``,
    else its internal key."""
    insert = _insert_sql(table.name, columns, connection.dialect.paramstyle)
    once = f'{insert} ON CONFLICT ("{unique}") DO NOTHING RETURNING rid'
    encoded = _encoder(table, columns, connection.dialect)(row)
    # Each save does it once, and SQLAlchemy's way to the driver takes longer than the statement.
    driver: Any = connection.connection.driver_connection
    found = driver.execute(once, encoded).fetchone()
    return found and int(found[0])


def delete_rows(connection: Connection, column: sa.Column[Any], keys: Collection[int]) -> None:
    """Delete the rows whose ``column`` is one of ``keys``."""
    if not keys:
        return
    delete = f'DELETE FROM "{column.table.name}" WHERE "{column.name}"'
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"{delete} = ANY(%s)", (list(keys),))
    else:
        chosen = "IN (SELECT value FROM json_each(?))"
        connection.exec_driver_sql(f"{delete} {chosen}", (json.dumps(list(keys)),))


def _copy(
    connection: Connection,
    table: sa.Table,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    with _copying(connection, table, columns) as copy:
        for row in rows:
            copy.write_row(row)


def copy_lines(
    connection: Connection, table: sa.Table, columns: tuple[str, ...], lines: str
) -> None:
    """Insert rows that stand in ``lines`` as PostgreSQL's COPY wants them."""
    with _copying(connection, table, columns) as copy:
        copy.write(lines)


@contextmanager
def _copying(connection: Connection, table: sa.Table, columns: tuple[str, ...]) -> Iterator[Any]:
    names = ", ".join(f'"{column}"' for column in columns)
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
    ):
        yield copy


class Statement(NamedTuple):
    """Rows of a table for SQLite, as many as one statement takes: ``values`` are the driver's own,
    row after row in the order of ``columns``. Another process may make it."""

    table: str
    columns: tuple[str, ...]
    rows: int
    values: Sequence[Any]


def statements(
    table: sa.Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    dialect: sa.Dialect,
) -> Iterator[Statement]:
    """Many rows with each statement: the driver lets other threads work only while a statement
    runs, and has to wait for Python's turn behind each one."""
    width, done = len(columns), 0
    most = min(_MOST_TOGETHER, _MOST_VALUES // width)
    while left := len(rows) - done:
        size = left if left < _FEW_TOGETHER else 1 << min(left, most).bit_length() - 1
        flat = list(chain.from_iterable(rows[done : done + size]))
        for place, processor in _processors(table, columns, dialect):
            flat[place::width] = [v if v is None else processor(v) for v in flat[place::width]]
        yield Statement(table.name, columns, size, flat)
        done += size


def execute(connection: Connection, made: Iterable[Statement]) -> None:
    """Carry the statements out. SQLAlchemy's way to the driver would take as long as a dozen rows
    do."""
    driver: Any = connection.connection.driver_connection
    for table, columns, rows, values in made:
        driver.execute(_insert_sql(table, columns, "qmark", rows), values)


@lru_cache(maxsize=512)
def _insert_sql(table: str, columns: tuple[str, ...], paramstyle: str, rows: int = 1) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    mark = "?" if paramstyle == "qmark" else "%s"
    row = f"({', '.join([mark] * len(columns))})"
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([row] * rows)}'


@lru_cache(maxsize=256)
def _encoder(
    table: sa.Table, columns: tuple[str, ...], dialect: sa.Dialect
) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What turns Python values into the driver's; columns that need nothing cost nothing."""
    processors = _processors(table, columns, dialect)
    if not processors:
        return tuple

    def encode(row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for index, processor in processors:
            if (value := values[index]) is not None:  # nothing is NULL in columns of every type
                values[index] = processor(value)
        return tuple(values)

    return encode


@lru_cache(maxsize=256)
def _processors(
    table: sa.Table, columns: tuple[str, ...], dialect: sa.Dialect
) -> list[tuple[int, Callable[[Any], Any]]]:
    """The columns, by their places, whose values need something, and what that is."""
    return [
        (index, processor)
        for index, column in enumerate(columns)
        if (processor := _processor(table.c[column].type, dialect))
    ]


def _processor(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """What a value of the column needs; both drivers take bytes and booleans as they are."""
    if isinstance(kind, (Key, Instant)):
        return kind.bulk_encoder(dialect)
    if isinstance(kind, (sa.LargeBinary, sa.Boolean)):
        return None
    processor: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor
