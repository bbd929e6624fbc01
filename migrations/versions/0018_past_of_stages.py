"""What became of the closed deals that came as far as each stage (decision 0021), kept beside the
stages; counted of what is here.

The rule is that of its day: later ones work out anew what it gave.
"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENOUGH = 20
STAGES = """
    SELECT pipeline_rid, rid FROM stage WHERE deleted_at IS NULL
    ORDER BY pipeline_rid, position, rid
"""
WON = """
    SELECT pipeline_rid, count(*) FROM deal
    WHERE status = 'won' AND deleted_at IS NULL GROUP BY pipeline_rid
"""
LOST = """
    SELECT pipeline_rid, place, count(*) FROM (
        SELECT deal.pipeline_rid, max(way.place) AS place FROM deal
        JOIN deal_visit ON deal_visit.deal_rid = deal.rid
        JOIN (
            SELECT rid, pipeline_rid,
            row_number() OVER (PARTITION BY pipeline_rid ORDER BY position, rid) AS place
            FROM stage WHERE deleted_at IS NULL
        ) AS way ON way.rid = +deal_visit.stage_rid AND way.pipeline_rid = deal.pipeline_rid
        WHERE deal.status = 'lost' AND deal.deleted_at IS NULL
        GROUP BY deal.rid, deal.pipeline_rid
    ) AS ended GROUP BY pipeline_rid, place
"""


def upgrade() -> None:
    table = op.create_table(
        "stage_past",
        sa.Column("stage_rid", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("stage_rid", name=op.f("pk_stage_past")),
    )
    run = op.get_bind().execute
    ways: dict[int, list[int]] = defaultdict(list)
    for pipeline, stage in run(sa.text(STAGES)):
        ways[pipeline].append(stage)
    won: dict[int, int] = defaultdict(int)
    for pipeline, number in run(sa.text(WON)):
        won[pipeline] = number
    lost = {(pipeline, place): number for pipeline, place, number in run(sa.text(LOST))}
    rows = []
    for pipeline, way in ways.items():
        as_far = 0
        for place in range(len(way), 0, -1):
            as_far += lost.get((pipeline, place), 0)
            rows.append(_row(way[place - 1], won[pipeline], as_far))
    op.bulk_insert(table, rows)


def _row(stage: int, won: int, lost: int) -> dict[str, int | None]:
    total = won + lost
    share = round(100 * (won + 1) / (total + 2))
    percent = min(99, max(1, share)) if total >= ENOUGH else None
    return {"stage_rid": stage, "won": won, "lost": lost, "percent": percent}
