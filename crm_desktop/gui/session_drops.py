"""What rows that are dragged within a window do on its records, and where they can be let go.

Called by ``gui/session.py`` each time a view of the workspace is put up. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.bulk.commands import JoinCompany, TagMany
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.gui.shell.bulk.kind import SO_ALREADY
from crm_desktop.gui.shell.list_drops import ListDrops
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import workspace_of
from crm_desktop.gui.shell.row_drops import DropRule, RowDrops, TagRule

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.shell.main_window import MainWindow
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

_CONTACT, _COMPANY, _DEAL = "contact", "company", "deal"


def take_rows(
    window: MainWindow, bridge: Bridge, view: WorkspaceView, deals: DealsPage
) -> RowDrops:
    """Let the lists, the favourites and the cards of this view take rows."""
    company = partial(_join_company, window, bridge)
    deal, joining = partial(_join_deal, window, bridge), bridge.locked(UpdateDeal)
    drops = RowDrops(
        (
            DropRule(_CONTACT, _COMPANY, _company_words, company, bridge.locked(JoinCompany)),
            DropRule(_CONTACT, _DEAL, _people_words, partial(deal, _CONTACT), joining),
            DropRule(_COMPANY, _DEAL, _client_words, partial(deal, _COMPANY), joining),
        ),
        TagRule(partial(_put_tag, window, bridge), bridge.locked(TagMany)),
        workspace_of(bridge),
        view,
    )
    for page in view.pages:
        if isinstance(page, ListPage) and page.objectName() in (_CONTACT, _COMPANY):
            ListDrops(page, drops)
    deals.list_made.connect(lambda page: ListDrops(page, drops))
    view.sidebar.favourites.drops = drops
    return drops


def _company_words(_number: int, name: str) -> str:
    return _("Company: {name}").format(name=isolated(name))


def _people_words(_number: int, name: str) -> str:
    return _("Participant of “{deal}”").format(deal=name)


def _client_words(number: int, name: str) -> str:
    """A deal has one company."""
    return _("Company of “{deal}”").format(deal=name) if number == 1 else ""


def _join_company(
    window: MainWindow, bridge: Bridge, rids: Sequence[int], company: RecordRef
) -> None:
    def tell(outcome: Outcome) -> None:
        if not outcome.result:
            _tell_so_already(window)
            return
        words = ngettext(
            "{number} contact is with the company now.",
            "{number} contacts are with the company now.",
            outcome.result,
        )
        window.steps.tell_done(words.format(number=shown_number(outcome.result)))

    def join(ids: tuple[str, ...]) -> None:
        bridge.start(JoinCompany(company.id, ids), _("Changing records"), then=tell, owner=window)

    bridge.query(ids_of, _CONTACT, rids, then=join, owner=window)


def _tell_so_already(window: MainWindow) -> None:
    window.notifications.tell(SO_ALREADY.text(), mark="told")


def _put_tag(
    window: MainWindow, bridge: Bridge, entity: str, rids: Sequence[int], name: str
) -> None:
    def tell(outcome: Outcome) -> None:
        if not outcome.result:
            _tell_so_already(window)
            return
        words = ngettext(
            "{number} record has the tag “{tag}” now.",
            "{number} records have the tag “{tag}” now.",
            outcome.result,
        )
        window.steps.tell_done(words.format(number=shown_number(outcome.result), tag=name))

    def put(ids: tuple[str, ...]) -> None:
        command = TagMany(entity, ids, add=({"name": name},))
        bridge.start(command, _("Changing tags"), then=tell, owner=window)

    bridge.query(ids_of, entity, rids, then=put, owner=window)


def _join_deal(
    window: MainWindow, bridge: Bridge, entity: str, rids: Sequence[int], deal: RecordRef
) -> None:
    """Those on the blacklist only after a question, as on the board."""
    from crm_desktop.gui.pages.deals.clients import join_clients, read_joined

    join_clients(
        bridge,
        window,
        partial(read_joined, entity=entity, rids=rids, deal_id=deal.id),
        done=window.steps.tell_done,
        told=partial(window.notifications.tell, mark="told"),
    )
