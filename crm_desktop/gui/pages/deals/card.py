"""The card of a deal: its head, and of what it is made.

``describe`` is called by ``gui/cards.py`` on the GUI thread, which adds the parts of other pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import ArchiveDeals, DeleteDeals, UpdateDeal
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.fields import LEANT_ON
from crm_desktop.gui.pages.deals.head import ENTITY, read_head
from crm_desktop.gui.pages.deals.top import DealTop
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import CardDescription, CardHead, HeadActions
from crm_desktop.gui.shell.card.part import CardPart, Section

MakePart = Callable[[Bridge], CardPart]


def describe(
    make_fields: MakePart, make_middle: MakePart, sections: Sequence[Section]
) -> CardDescription:
    """The card of deals, of these parts."""
    return CardDescription(
        ENTITY,
        is_company=False,
        related=("tag", "favourite", "pipeline", "stage", "company", "contact"),
        read_head=read_head,
        actions=HeadActions(
            _change,
            lambda deal_id, is_so: ArchiveDeals((deal_id,), is_so),
            lambda deal_id, is_so: DeleteDeals((deal_id,), is_so),
            heads.find_head_tags,
            heads.find_owners,
            heads.pin,
            heads.unpin,
            may_blacklist=False,
        ),
        archived=_("The deal is in the archive now."),
        gone=_("This deal isn’t there any more"),
        make_fields=make_fields,
        make_middle=make_middle,
        sections=sections,
        make_top=DealTop,
        is_stacked=True,
        leant_on=LEANT_ON,
    )


def _change(head: CardHead, changes: Mapping[str, Any]) -> UpdateDeal:
    return UpdateDeal(head.record.id, head.version, changes)
