"""The rates of VAT that are offered become a record: their change is told to others and can be
taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_desktop.core.clock import now
from crm_desktop.core.ids import new_id
from crm_desktop.store.types import Instant, Key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    table = op.create_table(
        "vat_rates",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("rates", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_vat_rates")),
        sa.UniqueConstraint("id", name=op.f("uq_vat_rates_id")),
        sqlite_autoincrement=True,
    )
    connection = op.get_bind()
    kept = connection.execute(
        sa.text("SELECT value FROM workspace WHERE name = 'vat_rates'")
    ).scalar()
    if kept:
        moment = now()
        row = {"id": new_id(), "version": 1, "created_at": moment, "updated_at": moment}
        op.bulk_insert(table, [{**row, "rates": kept}])
        connection.execute(sa.text("DELETE FROM workspace WHERE name = 'vat_rates'"))
