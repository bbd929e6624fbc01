"""Which deals have products that another deal may begin with. Runs on reader threads."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money
from crm_desktop.features.common.reach import seen
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.tables import deal, deal_line

# Of so many that came last the likeliest are offered: nobody scrolls through all deals.
_LAST = 200


@dataclass(frozen=True)
class SoldDeal:
    """A deal with products: how many lines, and what they come to."""

    id: str
    title: str
    lines: int
    amount: Money


def find_sold(reader: Reader, deal_id: str, limit: int) -> list[SoldDeal]:
    """Deals with products in the currency of this one: first its client's, then those of its
    pipeline, then others, each the latest first."""
    own = sa.select(deal).where(deal.c.id == UUID(deal_id)).cte("own")
    last = sa.select(deal_line.c.deal_rid).distinct().order_by(deal_line.c.deal_rid.desc())
    theirs = deal.alias("theirs")
    of_client = sa.select(theirs.c.rid).join_from(
        theirs, own, theirs.c.company_rid == own.c.company_rid
    )
    number = sa.func.count(deal_line.c.ordinal)
    asked = (
        sa.select(deal.c.id, deal.c.title, number, deal.c.amount_minor, deal.c.currency)
        .join_from(deal, deal_line, deal_line.c.deal_rid == deal.c.rid)
        .join(own, sa.and_(own.c.currency == deal.c.currency, own.c.rid != deal.c.rid))
        .where(
            sa.or_(deal.c.rid.in_(last.limit(_LAST)), deal.c.rid.in_(of_client)),
            deal.c.deleted_at.is_(None),
            seen(reader, DEAL),
        )
        .group_by(deal.c.rid, own.c.company_rid, own.c.pipeline_rid)
        .order_by(
            sa.case((deal.c.company_rid == own.c.company_rid, 0), else_=1),
            sa.case((deal.c.pipeline_rid == own.c.pipeline_rid, 0), else_=1),
            deal.c.rid.desc(),
        )
        .limit(limit)
    )
    return [
        SoldDeal(str(key), title, lines, Money(minor or 0, currency))
        for key, title, lines, minor, currency in reader.connection.execute(asked)
    ]
