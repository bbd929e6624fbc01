"""Tables of activities and of what they hang on."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import key_column
from crm_desktop.store.metadata import (
    RowId,
    belonging_table,
    partial_index,
    record_table,
    reference,
)
from crm_desktop.store.types import Instant

activity = record_table(
    "activity",
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("title", sa.String),
    # The title, or the first line of a text without one.
    sa.Column("display_title", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("due_on", sa.String(10)),
    sa.Column("due_at", Instant),
    # Either of the two as one moment (``rules.due_moment``).
    sa.Column("due", Instant),
    sa.Column("done_at", Instant),
    sa.Column("important", sa.Boolean, nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False),
    sa.Column("deleted_at", Instant),
    reference("owner_rid", "user"),
    reference("author_rid", "user"),
    sa.Column("result", sa.Text),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("text", sa.Text),
    # What is to be done, by its time.
    partial_index("ix_activity_open", "due", where="done_at IS NULL AND deleted_at IS NULL"),
)


def _links(target: str) -> sa.Table:
    """Links to records of ``target``. The story of a record is read from one index, newest first,
    however long it is; its open steps are those without ``done_at``."""
    return belonging_table(
        f"activity_{target}",
        "activity",
        sa.Column(f"{target}_rid", RowId, sa.ForeignKey(f"{target}.rid"), nullable=False),
        # As the activity itself has them.
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("done_at", Instant),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("deleted_at", Instant),
        sa.Index(
            f"ix_activity_{target}_story",
            f"{target}_rid",
            "deleted_at",
            "done_at",
            "activity_rid",
        ),
        # With whom something was done lately, who has something to be done: filters of lists.
        sa.Index(f"ix_activity_{target}_done", "deleted_at", "done_at", f"{target}_rid"),
        partial_index(
            f"ix_activity_{target}_pinned", f"{target}_rid", where="pinned AND deleted_at IS NULL"
        ),
    )


activity_contact = _links("contact")
activity_company = _links("company")
activity_deal = _links("deal")

activity_mention = belonging_table(
    "activity_mention", "activity", reference("user_rid", "user", nullable=False)
)

LINKS = {"contact": activity_contact, "company": activity_company, "deal": activity_deal}
"""The tables of links by what they lead to."""
