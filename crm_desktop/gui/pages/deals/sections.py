"""The deals of a client, for the cards of people and companies, and those of a product for its.

Put into those cards by ``gui/cards.py``. GUI thread; reads go over the bridge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import find_deals_of, find_list_rows
from crm_desktop.features.deals.rows import DealCardRow, DealListRow
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.board_words import step_of
from crm_desktop.gui.pages.deals.deal_tiles import DealTiles, TileFacts
from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
from crm_desktop.gui.pages.deals.reads import ENTITY, read_client
from crm_desktop.gui.pages.deals.words import barred, money_words, sums_words
from crm_desktop.gui.shell.card.lines_part import LinesPart
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.stage_words import stage_tag

_TILE_LINE = 2
_AROUND_CLOSED = 2 + _TILE_LINE


def make_section() -> Section:
    """The deals of the person or company, the open ones first, with a plus for a new one."""
    head = (_("Deal"), "handshake")
    return Section(
        "deals", _("Deals"), ClientDeals, _add, _("New deal"), CreateDeal, barred(), head
    )


def make_section_of_product() -> Section:
    """The deals in which a product stands."""
    return Section("deals", _("Deals"), ClientDeals)


def _add(part: CardPart) -> None:
    if isinstance(part, ClientDeals):
        part.add()


@dataclass(frozen=True)
class Deals:
    """The deals of a record, open ones first, with their tiles by id."""

    rows: Sequence[DealListRow]
    facts: Mapping[str, TileFacts]


class ClientDeals(LinesPart):
    """The deals of one client; closed ones are counted below the open ones, and shown by a press.
    Those of a product are shown all."""

    entity = ENTITY
    touching = (ENTITY, "stage", "activity")
    lines_type = DealTiles

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.dialog: NewDealDialog | None = None
        self._deals = Deals((), {})
        self._shows_closed = False
        self._told = ""
        self.closed = QPushButton(self)
        dress(self.closed, kind="headHint")
        self.closed.setAutoDefault(False)
        self.closed.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.closed.clicked.connect(self._show_closed)
        self.closed.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        row = QHBoxLayout()
        row.addSpacing(_TILE_LINE)  # below the words of the tiles
        row.addWidget(self.closed)
        row.addStretch()
        layout.addLayout(row)

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        if record != self.record:
            self._shows_closed = record.entity == "product"
            self.closed.hide()
        super().show_record(record)

    def ask(self) -> None:
        """Read the deals."""
        assert self.record is not None
        self.read_lines(_deals_of, self.record, then=self._show)

    def _show(self, deals: Deals) -> None:
        self._deals = deals
        rows = [row for row in deals.rows if self._shows_closed or row.status == OPEN]
        assert isinstance(self.lines, DealTiles)
        self.lines.facts = deals.facts
        self.take([_words(row) for row in rows[: self.most]], len(rows))
        self._told = "" if self._shows_closed else closed_words(deals.rows)
        self.closed.setToolTip(self._told)
        self.closed.setAccessibleName(self._told)
        self.closed.setVisible(bool(self._told))
        self._cut_words()
        if not rows and self.record is not None and self.record.entity == "product":
            self.hint.setText(_("This product is in no deal yet."))
            self.hint.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Other words fit below the deals."""
        super().resizeEvent(event)
        self._cut_words()

    def _cut_words(self) -> None:
        metrics, end = self.closed.fontMetrics(), Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(self._told, end, self.width() - _AROUND_CLOSED)
        self.closed.setText(shown.replace("&", "&&"))

    def _show_closed(self) -> None:
        self._shows_closed = True
        self._show(self._deals)
        if self.lines.lines:
            self.lines.lines[0].setFocus()

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


def _deals_of(reader: Reader, record: RecordRef) -> Deals:
    cards = {card.rid: card for card in find_deals_of(reader, record.entity, record.id)}
    rows = find_list_rows(reader, list(cards))
    pipelines = find_pipelines(reader) if rows else ()
    colours = {stage.id: stage.colour for one in pipelines for stage in one.stages}
    facts = {row.id: _facts(row, cards[row.rid], colours.get(row.stage_id, "")) for row in rows}
    return Deals(rows, facts)


def _facts(row: DealListRow, card: DealCardRow, colour: str) -> TileFacts:
    amount = money_words(row.amount)
    if row.status != OPEN:
        return TileFacts(amount)
    step, words = step_of(card.next_step)
    return TileFacts(amount, stage_tag(colour), step, words)


def closed_words(rows: Sequence[DealListRow]) -> str:
    """``Won earlier: 3 for 2 310 000 ₽ · Lost: 1``; sums of several currencies side by side."""
    won = [row for row in rows if row.status == "won"]
    lost = sum(row.status == "lost" for row in rows)
    parts = []
    if won:
        words = _("Won earlier: {number} for {amount}")
        parts.append(words.format(number=shown_number(len(won)), amount=_sums(won)))
    if lost:
        parts.append(_("Lost: {number}").format(number=shown_number(lost)))
    return " · ".join(parts)


def _sums(rows: Sequence[DealListRow]) -> str:
    sums: dict[str, int] = {}
    for row in rows:
        if row.amount is not None:
            sums[row.amount.currency] = sums.get(row.amount.currency, 0) + row.amount.minor
    return sums_words([Money(minor, currency) for currency, minor in sums.items()]) or "0"


def _words(row: DealListRow) -> LineWords:
    ended = {"won": _("Won"), "lost": _("Lost")}
    return LineWords(Key(row.id), row.name, ended.get(row.status, row.stage))
