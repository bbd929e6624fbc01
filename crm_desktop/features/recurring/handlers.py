"""Writes of recurring clients; on the writer's thread, in one transaction."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.deals.checks import day
from crm_desktop.features.recurring.commands import PostponePurchases
from crm_desktop.features.recurring.cycles.queries import CLIENTS
from crm_desktop.features.recurring.queries import find_cycle
from crm_desktop.features.recurring.tables import next_purchase


def postpone(work: Work, command: PostponePurchases) -> None:
    """Handler of ``PostponePurchases``."""
    for entity, client_id, until in command.plans:
        if entity not in CLIENTS:
            raise ValueError(entity)
        _postpone(work, entity, client_id, day(until))


def _postpone(work: Work, entity: str, client_id: str, until: str | None) -> None:
    """A client has one delay; another one takes its place."""
    client = work.unit.load(entity, client_id)
    today = now().astimezone(LOCAL_ZONE).date()
    wanted = sa.select(next_purchase.c.rid).where(next_purchase.c[f"{entity}_rid"] == client.rid)
    rids = work.connection.scalars(wanted).all()
    there = list(work.unit.load_many("next_purchase", rids).values())
    if until is None:
        work.unit.delete_many("next_purchase", there)
        return
    cycle = find_cycle(work, entity, client_id)
    if cycle is None:
        raise Invalid(
            msg("This client has not bought twice yet. Nothing was changed; plan a step instead.")
        )
    if date.fromisoformat(until) < today:
        raise Invalid(
            msg("That day is over. Nothing was changed; choose today or a later day."), "until"
        )
    values = {"after_on": cycle.last_on.isoformat(), "planned_on": until}
    if there:
        work.unit.update_many("next_purchase", [(one, values) for one in there])
    else:
        work.unit.insert("next_purchase", {**values, entity: client_id})
