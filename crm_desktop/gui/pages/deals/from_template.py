"""Products to begin with: those of another deal, offered below the table of products.

Any deal is a template: the client's own come first, then those of its pipeline. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.deals.sold.queries import SoldDeal, find_sold
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.menu_entries import add_entry
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.words import money_words
from crm_desktop.gui.shell.numbers import shown_number

_OFFERED = 8


class FromTemplate(QPushButton):
    """A press offers deals; ``chosen`` gives the one whose products are wanted."""

    chosen = Signal(object)  # DealRow

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(_("From a template"), parent)
        self._bridge = bridge
        self._deal_id = ""
        self._anchor: QWidget = self
        self.setAutoDefault(False)
        dress(self, kind="ghost", scale="tiny")
        ThemeManager.instance().set_icon(self, "stack", IconRole.DEFAULT, size=16)
        self.clicked.connect(lambda: self.offer_at(self))

    def be_about(self, deal_id: str) -> None:
        """For this deal."""
        self._deal_id = deal_id

    def offer_at(self, anchor: QWidget) -> None:
        """Offer deals with products below this button, or in the middle of what stands for it."""
        self._anchor = anchor
        self._bridge.query(
            find_sold, self._deal_id, _OFFERED, then=self._offer, owner=self, channel="sold"
        )

    def _offer(self, deals: Sequence[SoldDeal]) -> None:
        if not self._anchor.isVisible():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = _("The products of") if deals else _("No other deal has products in this currency")
        add_entry(menu, head, None)
        for deal in deals:
            add_entry(menu, _words(deal).replace("&", "&&"), partial(self._read, deal.id))
        middle = self._anchor.rect().center()
        place = QPoint(0, self.height()) if self._anchor is self else middle
        menu.popup(self._anchor.mapToGlobal(place))

    def _read(self, deal_id: str) -> None:
        self._bridge.query(get_deal, deal_id, then=self._take, owner=self, channel="template")

    def _take(self, deal: DealRow | None) -> None:
        if deal is not None and deal.lines:
            self.chosen.emit(deal)


def _words(deal: SoldDeal) -> str:
    """``Office on Ligovsky · 6 products · €118,000``."""
    number = ngettext("{number} product", "{number} products", deal.lines)
    products = number.format(number=shown_number(deal.lines))
    return f"{isolated(deal.title)} · {products} · {money_words(deal.amount)}"
