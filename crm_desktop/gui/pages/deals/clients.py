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
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.bulk.kind import SO_ALREADY
from crm_desktop.gui.shell.card.questions import ask_about_joining
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

_COMPANY = "company"
Say = Callable[[str], object]


class Joined(NamedTuple):
    """What lets a deal have clients, nothing where it has them all; the names of those who are on
    the blacklist; and how many come."""

    command: UpdateDeal | None
    listed: Mapping[RecordRef, str]
    number: int = 0


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

    def tell(number: int, _outcome: Outcome) -> None:
        words = ngettext(
            "The client is on the deal now.", "{number} clients are on the deal now.", number
        )
        done(words.format(number=shown_number(number)))

    def ask(joined: Joined | None) -> None:
        if joined is None:
            told(_("It has gone meanwhile. Nothing was changed."))
        elif joined.command is None:
            told(SO_ALREADY.text())
        else:
            then = partial(tell, joined.number)
            join = partial(bridge.execute, joined.command, then=then, owner=place)
            ask_about_joining(place, joined.listed, join)

    bridge.query(read, then=ask, owner=place)


def read_joined(reader: Reader, entity: str, rids: Sequence[int], deal_id: str) -> Joined | None:
    """What lets the deal have the people or companies with these internal keys; nothing if they or
    the deal are gone."""
    ids = ids_of(reader, entity, rids)
    deal = get_deal(reader, deal_id) if ids else None
    if deal is None:
        return None
    asked = ids[:1] if entity == _COMPANY else ids
    new = [key for key in asked if key not in _clients(deal, entity)]
    if not new:
        return Joined(None, {})
    changes = {_COMPANY: new[0]} if entity == _COMPANY else {"contacts": _people(deal, new)}
    found = find_blacklisted(reader, entity, rids)
    listed = {RecordRef(entity, key): name for key, name in found.items()}
    return Joined(UpdateDeal(deal.id, deal.version, changes), listed, len(new))


def _clients(deal: DealRow, entity: str) -> set[str]:
    if entity == _COMPANY:
        return {deal.company.id} if deal.company is not None else set()
    return {one.contact.id for one in deal.participants}


def _people(deal: DealRow, new: Sequence[str]) -> list[dict[str, object]]:
    return [
        *(
            {"contact": one.contact.id, "role": one.role, "primary": one.is_primary}
            for one in deal.participants
        ),
        *({"contact": key, "role": "", "primary": False} for key in new),
    ]
