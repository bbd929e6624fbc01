"""Reads of users."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.users.tables import user


def names_by_id(reader: Reader, ids: Collection[str]) -> dict[str, str]:
    """Full names of the users with these ids."""
    rows = reader.connection.execute(
        sa.select(user.c.id, user.c.full_name).where(user.c.id.in_([UUID(i) for i in ids]))
    )
    return {str(key): name for key, name in rows}
