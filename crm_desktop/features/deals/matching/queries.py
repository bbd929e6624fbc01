"""Which deals an import brings again. Read on the import's own thread."""

from __future__ import annotations

from collections.abc import Collection

from crm_desktop.features.common import listing
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.deals.records import DEAL


def find_by_source(
    reader: HasConnection, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """((system, id there), internal key) of the deals that came in with these numbers, or whose
    own ids these are."""
    return listing.rids_known_as(reader, DEAL, ids)
