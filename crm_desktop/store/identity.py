"""What a workspace knows of itself, and who opens it. Called once at opening."""

from __future__ import annotations

import getpass
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.metadata import workspace


def read_settings(connection: Connection) -> dict[str, str]:
    """The workspace's own settings by name (``id``, ``language``, ``region``)."""
    rows = connection.execute(sa.select(workspace.c.name, workspace.c.value))
    return {row.name: row.value for row in rows}


def write_settings(connection: Connection, values: Mapping[str, str]) -> None:
    """Give a new workspace its settings."""
    rows = [{"name": name, "value": value} for name, value in values.items()]
    connection.execute(sa.insert(workspace), rows)


def change_setting(connection: Connection, name: str, value: str) -> None:
    """Give one setting another value, whether the workspace has it or not."""
    connection.execute(_CHANGE, {"name": name, "value": value})


_CHANGE = sa.text(
    "INSERT INTO workspace (name, value) VALUES (:name, :value) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def account(connection: Connection) -> str:
    """Who opens: the server's word for it, or the system account on a file."""
    if connection.dialect.name == "postgresql":
        return str(connection.exec_driver_sql("SELECT session_user").scalar_one())
    return getpass.getuser()
