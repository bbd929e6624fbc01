"""Tables of users and departments."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.store.metadata import record_table, reference

department = record_table(
    "department",
    sa.Column("name", sa.String, nullable=False),
    reference("parent_rid", "department"),
)

user = record_table(
    "user",
    sa.Column("full_name", sa.String, nullable=False),
    # The system account (SQLite) or the login role (PostgreSQL); none for people who only
    # stand in imported files as responsible.
    sa.Column("account", sa.String, unique=True),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    reference("department_rid", "department"),
)
