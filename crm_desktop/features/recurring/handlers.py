"""Writes of recurring clients; on the writer's thread, in one transaction."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.deals.checks import day
from crm_desktop.features.recurring.commands import PostponePurchase
from crm_desktop.features.recurring.queries import CLIENTS, find_cycle
from crm_desktop.features.recurring.tables import next_purchase


def postpone(work: Work, command: PostponePurchase) -> None:
    """Handler of ``PostponePurchase``. A client has one delay; another one takes its place."""
    if command.entity not in CLIENTS:
        raise ValueError(command.entity)
    client = work.unit.load(command.entity, command.client_id)
    today = now().astimezone(LOCAL_ZONE).date()
    until = day(command.until)
    column = next_purchase.c[f"{command.entity}_rid"]
    wanted = sa.select(next_purchase.c.rid).where(column == client.rid)
    there = list(
        work.unit.load_many("next_purchase", work.connection.scalars(wanted).all()).values()
    )
    if until is None:
        work.unit.delete_many("next_purchase", there)
        return
    cycle = find_cycle(work, command.entity, command.client_id, today)
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
        work.unit.insert("next_purchase", {**values, command.entity: command.client_id})
