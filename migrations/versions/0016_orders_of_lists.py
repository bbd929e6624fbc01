"""Indexes by which the first page of a list is found in any order (decision 0020), and two that
grow no longer with every save: nobody seeks what is done by its state, nor, in a file, entries of
the journal by their transaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENTS = ("created_at", "updated_at")
TEXTS = ("birthday", "position", "source", "status")


def upgrade() -> None:
    for column in MOMENTS:
        op.create_index(op.f(f"ix_contact_{column}"), "contact", [column])
    for column in TEXTS:
        _create_partial(f"ix_contact_{column}", "contact", [column])
    positions = ["position", "contact_rid"]
    _create_partial("ix_contact_company_position", "contact_company", positions)
    for owner in ("company", "contact"):
        table = f"{owner}_address"
        op.drop_index(f"ix_{table}_city", table)
        op.create_index(f"ix_{table}_city", table, ["city_folded", "city", f"{owner}_rid"])
    _narrow("ix_operation_state", "operation", ["state", "rid"], "state <> 'done'")
    _narrow("ix_journal_xid", "journal", ["xid", "seq"], "xid > 0")


def _create_partial(name: str, table: str, columns: list[str]) -> None:
    """Of the rows that have a value in the first of the columns."""
    value = '"position"' if columns[0] == "position" else columns[0]  # a word of SQL
    _create(name, table, columns, f"{value} IS NOT NULL")


def _narrow(name: str, table: str, columns: list[str], where: str) -> None:
    op.drop_index(name, table)
    _create(name, table, columns, where)


def _create(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
