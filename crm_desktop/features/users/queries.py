"""Reads of users."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.users.tables import user


def names_by_rid(reader: Reader, rids: Collection[int]) -> dict[int, str]:
    """Full names of the users with these internal keys."""
    rows = reader.connection.execute(
        sa.select(user.c.rid, user.c.full_name).where(user.c.rid.in_(list(rids)))
    )
    return {row.rid: row.full_name for row in rows}
