"""Turns that clients take on a server where it would not do to work side by side, and patience
for what takes long there.

On a SQLite file every writing transaction is a turn already. Called inside transactions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection

# 'CRMI': portions of imports, which look for duplicates before they write.
IMPORT = 0x43524D49
# 'CRMC': the end of writing a file, where two may have written the same bytes.
CONTENTS = 0x43524D43
# 'CRMV': rates, of which each is there once: of VAT, and of a currency on a day.
RATES = 0x43524D56
# 'CRMW': where records lead on to others of their kind, and must not lead back (``circles``).
WAYS = 0x43524D57


def take(connection: Connection, turn: int) -> None:
    """Wait for the turn; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (turn,))


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """Statements inside may take as long as they need: migrations, backups, restoring."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    driver.silence = float("inf")  # of store.bounded
    try:
        yield
    finally:
        driver.silence = None
