"""To which deal people or a company come: a pop-over that seeks deals.

Opened by the menus of lists and cards, by the palette and by the bar of ticked rows, where rows
can't or shall not be dragged. GUI thread; ``deals_like`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.deals.columns import find_order
from crm_desktop.features.deals.queries import find_list_rows
from crm_desktop.features.deals.rows import DealListRow
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import DEAL
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.clients import Say, join_clients, read_joined
from crm_desktop.gui.shell.card.pick import Choice, PickList
from crm_desktop.gui.shell.suggested import suggested

_MOST = 20
# Among so many that changed last there are open ones.
_LOOKED_AT = 100
_NEWEST = ListOrder(sort="changed", descending=True)


def deals_like(reader: Reader, text: str) -> list[Choice]:
    """Those that the search finds; the open ones that changed last as long as nothing is typed."""
    if text.strip():
        hits = [hit for hit in search(reader, text, limit=_MOST, kinds=(DEAL,)) if not hit.archived]
        return [Choice(one.id, one.words, one.aside) for one in suggested(hits)]
    newest = find_list_rows(reader, list(find_order(reader, _NEWEST, _LOOKED_AT)))
    told = [Choice(row.id, row.name, _aside(row)) for row in newest if row.status == OPEN]
    return told[:_MOST]


def _aside(row: DealListRow) -> str:
    """What tells deals of one name from each other."""
    return " · ".join(filter(None, (row.client, row.stage)))


def ask_for_deal(
    bridge: Bridge,
    clients: tuple[str, Sequence[int]],
    place: QWidget,
    beside: QWidget,
    *,
    done: Say,
    told: Say,
) -> None:
    """Ask beside a widget of ``place`` to which deal these people or this company come (an entity
    and internal keys), and bring them there; ``done`` and ``told`` as ``join_clients`` takes
    them."""
    entity, rids = clients

    def join(choice: Choice, _is_ticked: bool) -> None:
        read = partial(read_joined, entity=entity, rids=rids, deal_id=choice.key)
        join_clients(bridge, place, read, done=done, told=told)

    pick = PickList(_("Deal"), place, wide=True)
    pick.asked.connect(
        lambda text: bridge.query(
            deals_like, text, then=pick.show_choices, owner=pick, channel="pick"
        )
    )
    pick.picked.connect(join)
    pick.begin(beside)
