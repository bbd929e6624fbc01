"""The deals of a client, for the cards of people and companies, and those of a product for its.

Put into those cards by ``gui/cards.py``. GUI thread; reads go over the bridge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import find_deals_of, find_list_rows
from crm_desktop.features.deals.rows import DealListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
from crm_desktop.gui.pages.deals.reads import ENTITY, read_client
from crm_desktop.gui.pages.deals.words import money_words
from crm_desktop.gui.shell.card.lines_part import LinesPart
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.page import RecordRef


def make_section() -> Section:
    """The deals of the person or company, the open ones first, with a plus for a new one."""
    return Section("deals", _("Deals"), ClientDeals, _add, _("New deal"), CreateDeal)


def make_section_of_product() -> Section:
    """The deals in which a product stands."""
    return Section("deals", _("Deals"), ClientDeals)


def _add(part: CardPart) -> None:
    if isinstance(part, ClientDeals):
        part.add()


class ClientDeals(LinesPart):
    """The deals of one client."""

    entity = ENTITY
    touching = (ENTITY, "stage")

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.dialog: NewDealDialog | None = None

    def ask(self) -> None:
        """Read the deals."""
        assert self.record is not None
        self.bridge.query(
            _deals_of,
            self.record,
            then=self._show,
            failed=self.fail,
            owner=self,
            channel="lines",
        )

    def _show(self, rows: Sequence[DealListRow]) -> None:
        self.take([_words(row) for row in rows[: self.most]], len(rows))
        if not rows and self.record is not None and self.record.entity == "product":
            self.hint.setText(_("This product is in no deal yet."))
            self.hint.show()

    def add(self) -> None:
        """Begin a new deal with this client."""
        if self.record is not None:
            self.bridge.query(
                read_client, self.record, then=self._begin, owner=self, channel="name"
            )

    def _begin(self, values: Mapping[str, Any]) -> None:
        if self.dialog is None:
            self.dialog = NewDealDialog(self.bridge, self.window())
            self.dialog.created.connect(self._note_created)
        self.dialog.begin_in("", values)

    def _note_created(self, _record: RecordRef) -> None:
        self.done.emit(_("The deal was created."))


def _deals_of(reader: Reader, record: RecordRef) -> list[DealListRow]:
    cards = find_deals_of(reader, record.entity, record.id)
    return find_list_rows(reader, [card.rid for card in cards])


def _words(row: DealListRow) -> LineWords:
    ended = {"won": _("Won"), "lost": _("Lost")}
    where = ended.get(row.status, row.stage)
    below = " · ".join(filter(None, (money_words(row.amount), where)))
    return LineWords(Key(row.id), row.name, below, is_square=True)
