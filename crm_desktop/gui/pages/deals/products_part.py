"""The products of a deal on its card: the table, what it comes to, and a line to add more.

Every change shows at once and is written as one undoable change of the deal's ``lines``; while one
is on its way the next waits, so that they never overtake each other. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from operator import ne
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealLine, DealRow
from crm_desktop.features.products.queries import find_by_key, find_products, get_products
from crm_desktop.features.products.rows import PriceListRow, ProductRow, RateRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form_flow import FlowLayout
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.from_template import FromTemplate
from crm_desktop.gui.pages.deals.line_menu import open_line_menu
from crm_desktop.gui.pages.deals.no_products import NoProducts
from crm_desktop.gui.pages.deals.price_choice import PriceChoice
from crm_desktop.gui.pages.deals.pricing import Pricing, repriced
from crm_desktop.gui.pages.deals.product_lines import (
    command_lines,
    keys_of,
    known_lines,
    pasted,
)
from crm_desktop.gui.pages.deals.products_cells import ProductCells
from crm_desktop.gui.pages.deals.products_model import ProductsModel
from crm_desktop.gui.pages.deals.products_reading import Found, read_products
from crm_desktop.gui.pages.deals.products_table import ProductsTable
from crm_desktop.gui.pages.deals.products_totals import Totals
from crm_desktop.gui.pages.deals.unpriced import UnpricedHint, unreachable_words
from crm_desktop.gui.pages.deals.words import replaced_amount_words
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef

_OFFERED = 8
_RATES = ("exchange_rate", "vat_rates")


def make_products_part(bridge: Bridge) -> ProductsPart:
    """The part for the card of a deal."""
    return ProductsPart(bridge)


class ProductsPart(CardPart):
    """The products of one deal."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record: RecordRef | None = None
        self._deal: DealRow | None = None
        self._is_writing = self._is_waiting = False
        self._rates: tuple[str, tuple[RateRow, ...]] | None = None
        self._lists: tuple[PriceListRow, ...] = ()
        self._vat: tuple[int, ...] = ()
        self._price_lists: dict[str, str] = {}  # chosen here, by deal
        self._likely = ""
        self.lines = ProductsModel()
        self.lines.setParent(self)
        self.cells = ProductCells(self._find, self)
        self.table = ProductsTable(self.lines, self.cells, self)
        self.totals = Totals(self)
        self.mistake = plain_label("", type="hint", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.unpriced = UnpricedHint(bridge, self)
        self._forbidden = bridge.locked(UpdateDeal)
        self.locked = plain_label(
            self._forbidden or _("The deal is closed. Reopen it to change its products.")
        )
        dress(self.locked, type="hint")
        self.add = QPushButton(_("Add product"), self)
        self.add.setAutoDefault(False)
        dress(self.add, scale="tiny")
        ThemeManager.instance().set_icon(self.add, "plus", IconRole.DEFAULT, size=16)
        self.template = FromTemplate(bridge, self)
        self.prices = PriceChoice(self)
        self.none = NoProducts(self)
        self._lay_out()
        self._connect()
        self._show_lines()

    def _lay_out(self) -> None:
        self.tile = QFrame(self)
        dress(self.tile, kind="tile")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 40, 10)
        left = QVBoxLayout()
        left.setSpacing(6)
        ways = QWidget(self.tile)
        flow = FlowLayout(ways)
        for way in (self.add, self.template, self.prices.button):
            flow.addWidget(way)
        left.addWidget(ways)
        left.addWidget(self.prices)
        left.addWidget(self.locked)
        left.addWidget(self.mistake)
        left.addWidget(self.unpriced)
        left.addStretch()
        foot.setSpacing(16)
        foot.addLayout(left, 1)
        foot.addWidget(self.totals, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self.tile)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table)
        inside.addLayout(foot)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        around = QVBoxLayout(self)
        around.setContentsMargins(20, 14, 20, 14)
        around.addWidget(self.tile)
        around.addWidget(self.none, 1)
        around.addStretch()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """No: else the least height would be that of all lines, however many there are."""
        return False

    def _connect(self) -> None:
        self.add.clicked.connect(self.table_line)
        self.cells.mistaken.connect(self._tell)
        self.lines.refused.connect(self._tell)
        self.lines.edited.connect(self._save)
        for signal in (self.lines.rowsInserted, self.lines.rowsRemoved):
            signal.connect(self._show_lines)
        self.table.block_wanted.connect(self._paste)
        self.table.menu_wanted.connect(
            lambda *at: open_line_menu(self.table, self.lines, self._vat, *at)
        )
        self.template.chosen.connect(self._begin_with)
        self.prices.chosen.connect(self._choose_list)
        self.prices.agreed.connect(partial(self._with_products, self._reprice))
        self._bridge.changed.connect(self._note_changes)

    def table_line(self) -> None:
        """Begin a line at the end."""
        self.none.hide()
        self.tile.show()
        self.table.begin_line()

    # Which deal

    def show_record(self, record: RecordRef) -> None:
        """Be about this deal; it is read here."""
        if record != self._record:
            self._record, self._deal = record, None
            self.template.be_about(record.id)
            self._forget()
        self._read()

    def _forget(self) -> None:
        """Nothing of the former deal is shown, typed or waited for any more."""
        self._is_writing = self._is_waiting = False
        self.lines.show((), self.lines.currency, is_locked=True)
        self.table.reset()
        self.prices.forget()
        self._tell("")
        self._show_lines()

    def unsaved(self) -> str:
        """A cell that stands open with a mistake in it."""
        return self.mistake.text() if self._is_typing() and self.mistake.text() else ""

    def _read(self) -> None:
        if self._record is not None:
            self._bridge.query(
                read_products,
                self._record.id,
                then=self._take_all,
                failed=self._fail,
                owner=self,
                channel="deal",
            )

    def _fail(self, error: BaseException) -> None:
        if self._deal is None:
            self.none.tell_unread(error, self._read)
            self.count_changed.emit(0)
        else:
            self._bridge.tell_failed_reading(error)

    def _take_all(self, found: Found) -> None:
        deal = found.deal
        self._rates, self._lists, self._likely = (found.own, found.rates), found.lists, found.likely
        self._vat = found.vat
        if deal is None:
            self.lines.show((), self.lines.currency, is_locked=True)
        elif not self._is_writing:
            self._take(deal)

    def _take(self, deal: DealRow) -> None:
        """Show it, unless something is being typed: that goes on top of what it was typed into."""
        if self._is_typing() or self._is_waiting:
            return
        self._deal = deal
        currency = deal.currency or self.lines.currency
        self._price_in(currency)
        self.unpriced.forget()
        is_locked = bool(self._forbidden) or deal.status != "open"
        self.lines.show(deal.lines, currency, is_locked=is_locked)
        self._show_lines()
        self._seek_services()
        self.count_changed.emit(len(deal.lines))

    def _price_in(self, currency: str) -> None:
        own, rates = self._rates or (currency, ())
        today = clock.now().astimezone(clock.LOCAL_ZONE).date()
        chosen = self._price_lists.get(self._record.id, self._likely) if self._record else ""
        self.cells.pricing = Pricing(currency, own, rates, today, chosen)
        self.prices.show_lists(self._lists, chosen)

    def _is_typing(self) -> bool:
        return self.table.state() == ProductsTable.State.EditingState

    def _note_changes(self, changes: Changes) -> None:
        if self._record is None or self._is_writing:
            return
        if changes.concern("deal", self._record.id) or changes.touch(_RATES):
            self._read()

    def _seek_services(self) -> None:
        ids = {line.product_id for line in self.lines.lines if line.product_id and not line.sku}
        if ids - self.lines.services:
            then = self._take_services
            self._bridge.query(get_products, sorted(ids), then=then, owner=self, channel="services")

    def _take_services(self, found: dict[str, ProductRow]) -> None:
        self.lines.show_services([key for key, one in found.items() if one.is_service])

    # Writing

    def _save(self) -> None:
        self._show_lines()
        if self._deal is None:
            return
        if self._is_writing:
            self._is_waiting = True
            return
        self._is_writing, self._is_waiting = True, False
        changes = {"lines": command_lines(self.lines.lines)}
        self._bridge.execute(
            UpdateDeal(self._deal.id, self._deal.version, changes),
            then=partial(self._written, self._deal.id),
            failed=partial(self._refused, self._deal.id),
            owner=self,
        )

    def _written(self, deal_id: str, _outcome: Any) -> None:
        self._bridge.query(
            get_deal,
            deal_id,
            then=partial(self._go_on, deal_id),
            failed=lambda error: self._tell(words_for(error)),
            owner=self,
        )

    def _go_on(self, deal_id: str, deal: DealRow | None) -> None:
        """The next change goes on top of the last one."""
        if self._deal is None or self._deal.id != deal_id or deal is None:
            return
        replaced = replaced_amount_words(self._deal, deal)
        if replaced:
            self.done.emit(replaced)
        self._is_writing = False
        if self._is_waiting:
            self._deal = deal
            self._save()
        else:
            self._take(deal)
            self._deal = deal

    def _refused(self, deal_id: str, error: BaseException) -> None:
        """What was shown is taken back, with a word."""
        if self._deal is None or self._deal.id != deal_id:
            return
        self._is_writing = self._is_waiting = False
        self.lines.show(self._deal.lines, self.lines.currency, is_locked=self.lines.is_locked)
        if isinstance(error, Invalid):
            self._tell(words_for(error))
        else:
            self._bridge.tell_failed(error)
        self._read()

    # The catalogue

    def _find(
        self, text: str, then: Callable[[Sequence[ProductRow]], None], owner: QWidget
    ) -> None:
        self._bridge.query(
            find_products, text, _OFFERED, then=then, owner=owner, channel="products"
        )

    def _paste(self, rows: list[list[str]]) -> None:
        try:
            lines = pasted(rows, self.lines.currency)
        except Invalid as error:
            self._tell(error.message.text())
            return
        self._tell("")
        self._bridge.query(
            find_by_key, *keys_of(lines), then=partial(self._add_known, lines), owner=self
        )

    def _add_known(self, lines: list[DealLine], found: dict[Any, ProductRow]) -> None:
        if self.cells.pricing is not None and not self.lines.is_locked:
            self.table.forget_empty()
            self.lines.add(known_lines(lines, found, self.cells.pricing))

    def _begin_with(self, deal: DealRow) -> None:
        """The lines of another deal in the same currency, behind those that are there."""
        if not self.lines.is_locked and deal.currency == self.lines.currency:
            self.table.forget_empty()
            self.lines.add(deal.lines)

    # Price lists

    def _choose_list(self, price_list: str) -> None:
        """New lines get its prices; whether those that are there do is asked."""
        if self._record is None or self.cells.pricing is None:
            return
        self._price_lists[self._record.id] = price_list
        self.cells.pricing = replace(self.cells.pricing, price_list=price_list)
        self._tell(unreachable_words(self._lists, self.cells.pricing))
        self._with_products(self._ask_to_reprice)

    def _with_products(self, then: Callable[[dict[str, ProductRow]], None]) -> None:
        ids = sorted({line.product_id for line in self.lines.lines if line.product_id})
        self._bridge.query(get_products, ids, then=then, owner=self, channel="pricing")

    def _ask_to_reprice(self, products: dict[str, ProductRow]) -> None:
        if self.cells.pricing is not None and not self.lines.is_locked:
            new = repriced(self.lines.lines, products, self.cells.pricing)
            self.prices.ask(sum(map(ne, self.lines.lines, new)))

    def _reprice(self, products: dict[str, ProductRow]) -> None:
        if self.cells.pricing is not None and not self.lines.is_locked:
            self.lines.fill(0, repriced(self.lines.lines, products, self.cells.pricing))

    # What stands below and beside

    def _show_lines(self) -> None:
        has_lines = bool(self.lines.lines)
        is_locked = self.lines.is_locked
        self.tile.setVisible(has_lines)
        self.none.setVisible(not has_lines and self._deal is not None)
        self.add.setVisible(not is_locked)
        self.template.setVisible(not is_locked)
        self.prices.button.setVisible(bool(self._lists) and not is_locked)
        self.locked.setVisible(is_locked and self._deal is not None)
        self.table.drag.is_allowed = not is_locked
        self.totals.show_sums(self.lines)
        self.unpriced.look_at(() if is_locked else self.lines.lines, self.cells.pricing)
        from_template = partial(self.template.offer_at, self.none)
        self.none.tell_none(None if is_locked else (self.table_line, from_template))

    def _tell(self, words: str) -> None:
        self.mistake.setText(words)
        self.mistake.setVisible(bool(words))
