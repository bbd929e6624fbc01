"""Reads of users."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.listing import RIDS, HasConnection
from crm_desktop.features.users.tables import user

_NAMES = sa.select(user.c.rid, user.c.full_name).where(user.c.rid.in_(RIDS))


def known_ids(reader: HasConnection, names: Collection[str]) -> dict[str, str]:
    """Ids of the users with these names, in any case; unknown names are left out."""
    if not names:
        return {}
    rows = reader.connection.execute(sa.select(user.c.id, user.c.full_name))
    known = {fold(row.full_name): str(row.id) for row in rows}
    return {name: known[fold(name)] for name in names if fold(name) in known}


def names_by_rid(reader: Reader, rids: Collection[int]) -> dict[int, str]:
    """Full names of the users with these internal keys."""
    rows = reader.connection.execute(_NAMES, {"rids": list(rids)}).all()
    return {row.rid: row.full_name for row in rows}
