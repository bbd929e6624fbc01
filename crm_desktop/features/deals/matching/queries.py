"""Which deals an import brings again. Read on the import's own thread."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.common import listing
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.tables import deal


def find_by_source(
    reader: HasConnection, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """((system, id there), internal key) of the deals that came in with these numbers, and of
    those whose own ids these are: a sheet that we exported names them."""
    belonging = DEAL.belonging("source_ids")
    assert belonging is not None
    found = listing.rids_by_source(reader, belonging.table, "deal", ids)
    own = {key: pair for pair in ids if (key := _own_id(pair[1])) is not None}
    if own:
        rows = reader.connection.execute(
            sa.select(deal.c.id, deal.c.rid).where(deal.c.id.in_(sorted(own)))
        )
        found += [(own[key], rid) for key, rid in rows]
    return found


def _own_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
