"""People and companies come to a deal that is there already: dropped on it, or sent from a list.

Those on the blacklist come after a question only. GUI thread; what is there is read on a reader's
thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.bulk.kind import SO_ALREADY
from crm_desktop.gui.shell.card.questions import ask_about_joining
from crm_desktop.gui.shell.page import RecordRef

_COMPANY = "company"
Say = Callable[[str], object]


class Joined(NamedTuple):
    """What lets a deal have clients, nothing where it has them all, and the names of those who are
    on the blacklist."""

    command: UpdateDeal | None
    listed: Mapping[RecordRef, str]


def join_clients(
    bridge: Bridge,
    place: QWidget,
    read: Callable[[Reader], Joined | None],
    *,
    done: Say,
    told: Say,
) -> None:
    """Let a deal have clients: ``read`` is ``read_joined`` with its arguments. ``done`` says that
    it was done and can be undone, ``told`` that there was nothing to do."""

    def tell(_outcome: Outcome) -> None:
        done(_("The client is on the deal now."))

    def ask(joined: Joined | None) -> None:
        if joined is None:
            told(_("It has gone meanwhile. Nothing was changed."))
        elif joined.command is None:
            told(SO_ALREADY.text())
        else:
            join = partial(bridge.execute, joined.command, then=tell, owner=place)
            ask_about_joining(place, joined.listed, join)

    bridge.query(read, then=ask, owner=place)


def read_joined(reader: Reader, entity: str, rids: Sequence[int], deal_id: str) -> Joined | None:
    """What lets the deal have the people or companies with these internal keys; nothing if they or
    the deal are gone."""
    ids = ids_of(reader, entity, rids)
    deal = get_deal(reader, deal_id) if ids else None
    if deal is None:
        return None
    changes = _company(deal, ids) if entity == _COMPANY else _people(deal, ids)
    if not changes:
        return Joined(None, {})
    found = find_blacklisted(reader, entity, rids)
    listed = {RecordRef(entity, key): name for key, name in found.items()}
    return Joined(UpdateDeal(deal.id, deal.version, changes), listed)


def _company(deal: DealRow, ids: Sequence[str]) -> dict[str, object]:
    is_there = deal.company is not None and deal.company.id == ids[0]
    return {} if is_there else {_COMPANY: ids[0]}


def _people(deal: DealRow, ids: Sequence[str]) -> dict[str, object]:
    people = [
        {"contact": one.contact.id, "role": one.role, "primary": one.is_primary}
        for one in deal.participants
    ]
    known = {one["contact"] for one in people}
    new = [{"contact": key, "role": "", "primary": False} for key in ids if key not in known]
    return {"contacts": [*people, *new]} if new else {}
