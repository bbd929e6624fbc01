"""The rates of VAT that are offered become a record: their change is told to others and can be
taken back. It has come by an operation of nobody, so it is no step that anybody takes back."""

from __future__ import annotations

import platform
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from crm_desktop.core.clock import now
from crm_desktop.core.ids import new_id
from crm_desktop.store.types import Instant, Json, Key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPERATION = sa.table(
    "operation",
    *(sa.column(name) for name in ("rid", "kind", "state", "label", "device", "process")),
    *(sa.column(name, Instant()) for name in ("started_at", "alive_at", "finished_at")),
    sa.column("id", Key()),
    sa.column("details", Json),
)
JOURNAL = sa.table(
    "journal",
    *(sa.column(name) for name in ("hlc", "op_rid", "entity", "version", "kind")),
    sa.column("record_id", Key()),
)


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
        moment, key = now(), new_id()
        row = {"id": key, "version": 1, "created_at": moment, "updated_at": moment}
        op.bulk_insert(table, [{**row, "rates": kept}])
        _note_birth(connection, key, moment)
        connection.execute(sa.text("DELETE FROM workspace WHERE name = 'vat_rates'"))


def _note_birth(connection: sa.Connection, key: UUID, moment: datetime) -> None:
    """Let the journal know the record: ``check`` looks for it there."""
    done = {"id": new_id(), "kind": "setup", "state": "done", "label": "Set up"}
    times = dict.fromkeys(("started_at", "alive_at", "finished_at"), moment)
    values = {**done, **times, "details": {}, "device": platform.node(), "process": ""}
    op_rid = connection.scalar(sa.insert(OPERATION).values(values).returning(OPERATION.c.rid))
    hlc = int(moment.timestamp() * 1000) << 16
    born = {"hlc": hlc, "op_rid": op_rid, "entity": "vat_rates", "record_id": key}
    connection.execute(sa.insert(JOURNAL).values({**born, "version": 1, "kind": "insert"}))
