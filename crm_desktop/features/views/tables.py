"""Tables of saved views and of favourites."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.store.metadata import record_table, reference
from crm_desktop.store.types import Instant, Json

view = record_table(
    "view",
    # The kind of records that its list shows.
    sa.Column("listed", sa.String(32), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("filter", Json, nullable=False),
    sa.Column("look", Json, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    # Between those of its neighbours, so that moving a tab changes one record.
    sa.Column("position", sa.Double, nullable=False),
    sa.Column("deleted_at", Instant),
    reference("owner_rid", "user"),
)

favourite = record_table(
    "favourite",
    sa.Column("kind", sa.String(32), nullable=False),
    # The public id of a record, or the stable one of a view that comes with the program.
    sa.Column("target_id", sa.String(64), nullable=False),
    sa.Column("position", sa.Double, nullable=False),
    reference("owner_rid", "user"),
)
