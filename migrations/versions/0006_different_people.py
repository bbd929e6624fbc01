"""Different people: pairs of records that look alike and are known to be two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for owner in ("company", "contact"):
        _create_pairs(owner)


def _create_pairs(owner: str) -> None:
    table = f"{owner}_distinct"
    op.create_table(
        table,
        sa.Column(f"{owner}_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("other_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            [f"{owner}_rid"], [f"{owner}.rid"], name=op.f(f"fk_{table}_{owner}_rid")
        ),
        sa.ForeignKeyConstraint(
            ["other_rid"], [f"{owner}.rid"], name=op.f(f"fk_{table}_other_rid")
        ),
        sa.PrimaryKeyConstraint(f"{owner}_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_other_rid"), table, ["other_rid"])
