"""Turns that clients take on a server where it would not do to work side by side.

On a SQLite file every writing transaction is a turn already. Called inside transactions.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

# 'CRMI': portions of imports, which look for duplicates before they write.
IMPORT = 0x43524D49


def take(connection: Connection, turn: int) -> None:
    """Wait for the turn; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (turn,))
