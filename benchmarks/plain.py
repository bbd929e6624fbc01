"""The floor's hands: the drivers alone, with the durability and the caches of the product.

One small class hides the two drivers' dialects, so that a floor is written once. SQL is written
with ``?`` marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.types.string import TextLoader
from sqlcipher3 import dbapi2 as sqlite

Row = tuple[Any, ...]

# As store.server_connections sets them: else a floor would leave to whoever searches later what the
# product puts into its index.
_SETTINGS = ("jit = off", "gin_pending_list_limit = '512kB'")
# As store.sqlite_connections sets them for a local file.
_PRAGMAS = (
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "synchronous=FULL",
    "mmap_size=2147418112",
    "journal_mode=WAL",
    "cache_size=-32768",
)


class Plain:
    """A driver's connection to the workspace at ``address``; transactions are explicit."""

    def __init__(self, address: str) -> None:
        self.is_postgresql = address.startswith("postgresql://")
        self._connection: Any
        if self.is_postgresql:
            self._connection = psycopg.connect(address, autocommit=True)
            # JSON as the text that it is written from, not as Python objects.
            self._connection.adapters.register_loader("jsonb", TextLoader)
            for setting in _SETTINGS:
                self._connection.execute(f"SET {setting}")
        else:
            self._connection = sqlite.connect(address, isolation_level=None)
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        cursor = self._connection.execute(self._marked(sql), values)
        found: list[Row] = cursor.fetchall()
        return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row."""
        return self.rows(sql, values)[0][0]

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """A statement that gives no rows."""
        self._connection.execute(self._marked(sql), values)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for many rows."""
        self._connection.cursor().executemany(self._marked(sql), rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """The fastest way to many rows: COPY on PostgreSQL, executemany on SQLite."""
        if not rows:
            return
        names = ", ".join(f'"{column}"' for column in columns)
        if not self.is_postgresql:
            marks = ", ".join("?" * len(columns))
            self.many(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            return
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def columns(self, table: str) -> list[str]:
        """The names of the table's columns."""
        cursor = self._connection.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that writes, committed at the end."""
        self._connection.execute("BEGIN" if self.is_postgresql else "BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _marked(self, sql: str) -> str:
        return sql.replace("?", "%s") if self.is_postgresql else sql


def marks(count: int) -> str:
    """Marks for ``IN (…)``."""
    return ", ".join("?" * count)
