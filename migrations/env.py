"""Alembic's entry: runs on the connection that the store lends, inside its transaction."""

from __future__ import annotations

from alembic import context

import crm_desktop.catalog  # noqa: F401 - defines all tables
from crm_desktop.store.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
