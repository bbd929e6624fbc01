"""How many deals are open with companies and what they come to; read on reader threads, at every
key pressed in the palette, so in one statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.reach import QueryContext, seen
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.deals.board.sums import HALF, Sums
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.store.key_lists import one_of

_deal, _company = DEAL.table, COMPANY.table
# A company has few deals: they are found by it, not among all that are open.
_ON_BOARD = (
    unindexed(_deal.c.status) == OPEN,
    unindexed(_deal.c.archived_at).is_(None),
    unindexed(_deal.c.deleted_at).is_(None),
)
_SUMS = (
    sa.select(
        _company.c.id,
        _deal.c.currency,
        sa.func.count(),
        sa.func.sum(_deal.c.amount_minor.op("/")(HALF)),
        sa.func.sum(_deal.c.amount_minor.op("%")(HALF)),
    )
    .join_from(_company, _deal, _deal.c.company_rid == _company.c.rid)
    .where(one_of(_company.c.id, "ids"), *_ON_BOARD)
    .group_by(_company.c.id, _deal.c.currency)
)


def open_with(asking: QueryContext, company_ids: Sequence[str]) -> dict[str, Sums]:
    """The open deals that the person sees with these companies, by id; companies without any are
    left out."""
    given = {"ids": [UUID(one) for one in company_ids]}
    found: defaultdict[str, Sums] = defaultdict(Sums)
    rows = asking.connection.execute(_SUMS.where(seen(asking, DEAL)), given)
    for key, currency, count, high, low in rows:
        found[str(key)].add(currency, 0, count, high, low)
    return dict(found)
