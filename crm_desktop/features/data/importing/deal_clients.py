"""Which new deals of a portion have a client on the blacklist.

Nobody may begin such a deal here, but a file brings what was begun elsewhere: it comes in, and the
result names it. Used by ``deal_portions``.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.data.importing.planned_deals import PlannedDeal


def bar(reader: HasConnection, deals: Sequence[PlannedDeal]) -> None:
    """Give each of the deals that are new and open the name of the client who is on the list, the
    company before the main contact; clients that come with the file aren't on it."""
    new = [deal for deal in deals if deal.is_new and deal.told["status"] == "open"]
    firms = {deal.firm.rid for deal in new if deal.firm and deal.firm.rid}
    people = {deal.people[0].rid for deal in new if deal.people and deal.people[0].rid}
    listed = find_blacklisted(reader, "company", sorted(firms)) if firms else {}
    if people:
        listed |= find_blacklisted(reader, "contact", sorted(people))
    for deal in new if listed else ():
        clients = (*([deal.firm] if deal.firm else ()), *deal.people[:1])
        deal.barred = next((listed[one.id] for one in clients if one.id in listed), "")
