"""The cycles of recurring clients, kept beside their deals; worked out of what is here.

Purchases of one week are one occasion. The rule is that of its day (decision 0013); later ones
work out anew what it gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.store.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")
ORDER = ("next_on", "client", "lapses_on", "currency", "amount_minor", "monthly_minor")
BOUGHT = """
    SELECT {client}, deal.closed_at AS moment, deal.amount_minor, deal.currency
    FROM deal LEFT JOIN deal_contact AS person
    ON person.deal_rid = deal.rid AND person."primary" AND deal.company_rid IS NULL
    WHERE deal.status = 'won' AND deal.deleted_at IS NULL AND deal.closed_at IS NOT NULL
    AND (deal.company_rid IS NOT NULL OR person.contact_rid IS NOT NULL)
"""
CLIENT = """
    CASE WHEN {0}company_rid IS NULL THEN 2 * {1}contact_rid + 1 ELSE 2 * {0}company_rid END
    AS client
"""
DELAYED = "SELECT {client}, after_on, planned_on FROM next_purchase ORDER BY rid"
AT_ONCE = 1_000
Purchases = list[tuple[date, "int | None", str]]


def upgrade() -> None:
    table = op.create_table(
        "purchase_cycle",
        sa.Column("client", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("occasions", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_on", EXACT, nullable=False),
        sa.Column("next_on", EXACT, nullable=False),
        sa.Column("lapses_on", EXACT, nullable=False),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("monthly_minor", sa.BigInteger(), nullable=True),
        sa.Column("put_off", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("client", name=op.f("pk_purchase_cycle")),
    )
    op.create_index("ix_purchase_cycle_board", "purchase_cycle", list(ORDER))
    rows = list(_cycles())
    for start in range(0, len(rows), AT_ONCE):
        op.bulk_insert(table, rows[start : start + AT_ONCE])


def _cycles() -> Iterator[dict[str, Any]]:
    run = op.get_bind().execute
    bought = sa.text(BOUGHT.format(client=CLIENT.format("deal.", "person.")))
    purchases: dict[int, Purchases] = defaultdict(list)
    for client, moment, minor, currency in run(
        bought.columns(
            sa.column("client", sa.BigInteger()),
            sa.column("moment", Instant()),
            sa.column("amount_minor", sa.BigInteger()),
            sa.column("currency", sa.String()),
        )
    ):
        purchases[client].append((moment.astimezone(LOCAL_ZONE).date(), minor, currency))
    delayed = run(sa.text(DELAYED.format(client=CLIENT.format("", "")))).all()
    delays = {client: (after, planned) for client, after, planned in delayed}
    for client, found in purchases.items():
        cycle = _cycle(found, *delays.get(client, ("", "")))
        if cycle is not None:
            yield {"client": client, **cycle}


def _cycle(purchases: Purchases, after: str, planned: str) -> dict[str, Any] | None:
    firsts, last, amounts = _occasions(purchases)
    if len(firsts) < 2:
        return None
    days = _median([(later - earlier).days for earlier, later in pairwise(firsts)])
    is_put_off = firsts[-1].isoformat() <= after <= last.isoformat()
    next_on = date.fromisoformat(planned) if is_put_off else _later(firsts[-1], days)
    known = [(on, currency) for on, minor, currency in purchases if minor is not None]
    currency = max(known)[1] if known else None
    told = [one[currency] for one in amounts if currency in one]
    return {
        "occasions": len(firsts),
        "days": days,
        "last_on": last.isoformat(),
        "next_on": next_on.isoformat(),
        "lapses_on": _later(next_on, days).isoformat(),
        "currency": currency,
        "amount_minor": _median(told[-5:]) if told else None,
        "monthly_minor": _monthly(firsts, days, amounts, currency) if told else None,
        "put_off": is_put_off,
    }


def _occasions(purchases: Purchases) -> tuple[list[date], date, list[dict[str | None, int]]]:
    firsts: list[date] = []
    amounts: list[dict[str | None, int]] = []
    last = date.min
    for on, minor, currency in sorted(purchases, key=lambda one: one[0]):
        if not firsts or (on - firsts[-1]).days >= 7:
            firsts.append(on)
            amounts.append({})
        last = on
        if minor is not None:
            amounts[-1][currency] = amounts[-1].get(currency, 0) + minor
    return firsts, last, amounts


def _monthly(
    firsts: list[date], days: int, amounts: list[dict[str | None, int]], currency: str | None
) -> int:
    recent = [number for number, on in enumerate(firsts) if (firsts[-1] - on).days < 365]
    lasted = (firsts[-1] - firsts[recent[0]]).days + days
    lasted = max(lasted, 365) if len(firsts) < 3 else lasted
    total = sum(amounts[number].get(currency, 0) for number in recent)
    minor = (abs(total) * 30_436_875 // (lasted * 500_000) + 1) // 2
    return minor if total > 0 else -minor


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def _median(numbers: list[int]) -> int:
    """Between two in the middle, a half is rounded away from nought."""
    middle = sorted(numbers)[(len(numbers) - 1) // 2 : len(numbers) // 2 + 1]
    both = sum(middle) * (2 // len(middle))
    return (both + 1) // 2 if both > 0 else -((1 - both) // 2)
