"""Which of many deals are still there. Runs on reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.deals.tables import deal

_AT_ONCE = 5_000


def find_rids(reader: Reader, ids: Sequence[str]) -> list[int]:
    """The internal keys of those of the deals that are still there."""
    found: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        given = deal.c.id.in_([UUID(key) for key in ids[start : start + _AT_ONCE]])
        found += reader.connection.execute(sa.select(deal.c.rid).where(given)).scalars()
    return found
