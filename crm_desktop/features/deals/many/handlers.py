"""Thousands of deals that are moved, won, lost or expected otherwise, and requests that are sorted:
portion by portion, each of them as a few deals are, under one operation with one undo.

The handlers run on a long command's thread, their portions on the writer's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.reach import seen
from crm_desktop.features.deals import moving
from crm_desktop.features.deals.closing import handlers as closing
from crm_desktop.features.deals.commands import (
    AcceptManyDeals,
    ExpectManyDeals,
    LoseManyDeals,
    MoveManyDeals,
    RejectManyDeals,
    WinManyDeals,
)
from crm_desktop.features.deals.intake import handlers as intake
from crm_desktop.features.deals.intake.queries import WAITS
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.features.deals.rules import OPEN, StageCloses
from crm_desktop.features.deals.tables import deal

_Write = Callable[[Work, Any], Any]


@dataclass(frozen=True)
class _Run:
    """How the deals of ``command`` are written. ``weight``: how many plain rows one of them is
    worth; ``from_end``: the last ones first, because each portion comes on top; ``only``: what they
    must be besides open."""

    command: Any
    write: _Write
    weight: int = 1
    from_end: bool = False
    only: sa.ColumnElement[bool] = sa.true()


def move(long: LongWork, command: MoveManyDeals) -> ManyDone:
    """Handler of ``MoveManyDeals``."""
    on_top = command.before is None and not command.at_end
    weight = _WITH_ANSWERS if command.values else 1
    return _in_portions(long, command.deal_ids, _Run(command, moving.move, weight, on_top))


def expect(long: LongWork, command: ExpectManyDeals) -> ManyDone:
    """Handler of ``ExpectManyDeals``."""
    return _in_portions(long, sorted(command.deal_ids), _Run(command, moving.expect))


def win(long: LongWork, command: WinManyDeals) -> ManyDone:
    """Handler of ``WinManyDeals``."""
    weight = _WITH_ANSWERS if command.values or command.open_next else 1
    return _in_portions(long, sorted(command.deal_ids), _Run(command, closing.win, weight))


def lose(long: LongWork, command: LoseManyDeals) -> ManyDone:
    """Handler of ``LoseManyDeals``."""
    write = partial(closing.lose_with, others=frozenset(command.deal_ids))
    weight = _WITH_ANSWERS if command.remind_on else 1
    return _in_portions(long, sorted(command.deal_ids), _Run(command, write, weight))


def accept(long: LongWork, command: AcceptManyDeals) -> ManyDone:
    """Handler of ``AcceptManyDeals``."""
    on_top = command.before is None and not command.at_end
    weight = _WITH_ANSWERS if command.values else 1
    run = _Run(command, intake.accept, weight, on_top, WAITS)
    return _in_portions(long, command.deal_ids, run)


def reject(long: LongWork, command: RejectManyDeals) -> ManyDone:
    """Handler of ``RejectManyDeals``."""
    write = partial(intake.reject_with, others=frozenset(command.deal_ids))
    return _in_portions(long, sorted(command.deal_ids), _Run(command, write, only=WAITS))


_WITH_ANSWERS = 8
"""The weight of a deal with which other records are written one by one."""


def _in_portions(long: LongWork, deal_ids: Sequence[str], run: _Run) -> ManyDone:
    left = list(dict.fromkeys(deal_ids))
    total, done = len(left), ManyDone()
    while left:
        size = max(1, long.pace.size // run.weight)
        cut = -size if run.from_end else size
        some, left = (left[cut:], left[:cut]) if run.from_end else (left[:cut], left[cut:])
        done += _portion(long, run, some)
        long.progress("write", total - len(left), total)
    if done == ManyDone():
        raise NotFound(
            msg("The deal isn’t there any more: someone deleted it. Nothing was changed.")
        )
    return done


def _portion(long: LongWork, run: _Run, ids: Sequence[str]) -> ManyDone:
    """Those that the gate keeps are left out, and the others written anew."""
    stayed: tuple[str, ...] = ()
    without_fields = getattr(run.command, "without_fields", False)
    while ids:
        try:
            return ManyDone(stayed=stayed) + long.portion_anew(partial(_write, run, ids))
        except StageCloses as closes:
            kept = closes.gate.staying(without_fields=without_fields)
            stayed += tuple(key for key in ids if key in kept)
            ids = [key for key in ids if key not in kept]
    return ManyDone(stayed=stayed)


def _write(run: _Run, ids: Sequence[str], work: Work) -> ManyDone:
    there = _still_open(work, ids, run.only)
    if not there:
        return ManyDone()
    begun = run.write(work, replace(run.command, deal_ids=tuple(there)))
    return ManyDone(len(there), begun=tuple(begun or ()))


def _still_open(work: Work, ids: Sequence[str], only: sa.ColumnElement[bool]) -> list[str]:
    """Those that nobody closed, deleted, hid or sorted meanwhile, locked."""
    given = deal.c.id.in_([UUID(key) for key in ids])
    open_ones = sa.select(deal.c.id).where(
        given, deal.c.status == OPEN, deal.c.deleted_at.is_(None), seen(work, DEAL), only
    )
    locked = open_ones.order_by(deal.c.rid).with_for_update()
    there = set(map(str, work.connection.execute(locked).scalars()))
    return [key for key in ids if key in there]
