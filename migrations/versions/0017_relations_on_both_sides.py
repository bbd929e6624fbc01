"""Relations between people stand with both of them: what only one of the two kept, as earlier
programs left it, the other one has from now on too.

The history tells nothing of it: nobody changed anything, and both cards showed it all along.

Besides an index of what is to be done, by its time: lists ordered by the next step begin there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INVERSE = {
    "assistant_of": "has_assistant",
    "has_assistant": "assistant_of",
    "manager_of": "managed_by",
    "managed_by": "manager_of",
    "recommended_by": "recommends",
    "recommends": "recommended_by",
    "spouse": "spouse",
    "relative": "relative",
    "colleague": "colleague",
    "other": "other",
}
KINDS = " ".join(f"WHEN '{kind}' THEN '{inverse}'" for kind, inverse in INVERSE.items())
MISSING = f"""
    SELECT tie.other_rid AS contact_rid, tie.contact_rid AS other_rid,
    CASE tie.kind {KINDS} END AS kind
    FROM contact_relation AS tie WHERE tie.other_rid <> tie.contact_rid
    EXCEPT SELECT mine.contact_rid, mine.other_rid, mine.kind FROM contact_relation AS mine
"""
BEHIND = """
    coalesce((SELECT max(mine.ordinal) FROM contact_relation AS mine
              WHERE mine.contact_rid = told.contact_rid), -1)
    + row_number() OVER (PARTITION BY told.contact_rid ORDER BY told.other_rid, told.kind)
"""


OPEN = sa.text("done_at IS NULL AND deleted_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_activity_open", "activity", ["due"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.execute(
        "INSERT INTO contact_relation (contact_rid, ordinal, other_rid, kind) "
        f"SELECT told.contact_rid, {BEHIND}, told.other_rid, told.kind FROM ({MISSING}) AS told "
        "WHERE told.kind IS NOT NULL"
    )
