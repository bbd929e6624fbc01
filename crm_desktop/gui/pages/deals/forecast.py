"""The forecast: open deals by the month in which they are expected to close.

Made by the page of deals when it is first wanted. A deal that is dragged to another month is
expected to close then. GUI thread only, reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.commands import ExpectDeals
from crm_desktop.features.deals.rows import ForecastMonth, ManyDone
from crm_desktop.filters.ast import EVERYTHING
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.board.model import BoardWords
from crm_desktop.gui.pages.deals import board_words as words
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.many import carry_out
from crm_desktop.gui.pages.deals.reads import ForecastRead, read_whole_forecast
from crm_desktop.gui.pages.deals.words import in_months, today
from crm_desktop.gui.shell.numbers import shown_number

_MONTHS_AHEAD = 3


class ForecastPage(DealBoard):
    """Months as columns; a deal's own order in a month is by its day."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        shown = BoardWords(_("Forecast"), "", _("Nothing is expected"))
        super().__init__(bridge, shown, parent)
        self.board.is_ordered_by_hand = False
        self.board.moved.connect(self._move)

    def unread_words(self) -> str:
        """What is said where it could not be read."""
        return _("The forecast couldn’t be read")

    def ask(self, then: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Read the months."""
        self.bridge.query(
            read_whole_forecast, self.asked, then=then, failed=failed, owner=self, channel="board"
        )

    def take(self, read: ForecastRead) -> None:
        """Show the months there are, and the next ones though nothing is expected in them."""
        months = with_coming(read.months, today())
        self.totals = words.totals((len(one.rids), one.sums, one.weighted) for one in months)
        heads = [
            words.make_month(month, (place, len(months))) for place, month in enumerate(months, 1)
        ]
        rids = {head.key: month.rids for head, month in zip(heads, months, strict=True)}
        self.board.set_columns(heads, rids)
        is_empty = not self.totals[0] and not any(month.won for month in months)
        if is_empty and self.asked.filter != EVERYTHING:
            self.say_none()

    def expect_in(self, month: str) -> None:
        """The chosen deals are expected in a month of the columns."""
        if self.board.chosen and month in self.board.order.columns:
            self.board.move_cards(self.board.chosen, month, None)

    def _move(self, rids: Sequence[int], month: str, _before: int | None) -> None:
        self.begin_move()
        self.with_ids(rids, partial(self._write, list(rids), month), self.taker_back(rids))

    def _write(self, rids: Sequence[int], month: str, ids: tuple[str, ...]) -> None:
        wanted = "" if month == words.NO_MONTH else month

        def done(_done: ManyDone) -> None:
            self.end_move()
            self.done.emit(self._said(rids, wanted))

        command = ExpectDeals(ids, wanted)
        refuse = partial(self._refuse, rids)
        carry_out(self.bridge, command, then=done, failed=refuse, owner=self)

    def _said(self, rids: Sequence[int], month: str) -> str:
        if not month:
            return self._said_without(rids)
        name = words.month_name(month)
        if len(rids) == 1 and rids[0] in self.rows:
            said = _("“{deal}” is expected in: {month}.")
            return said.format(deal=self.rows[rids[0]].title, month=name)
        several = ngettext(
            "Expected in {month}: {number} deal.",
            "Expected in {month}: {number} deals.",
            len(rids),
        )
        return several.format(month=name, number=shown_number(len(rids)))

    def _said_without(self, rids: Sequence[int]) -> str:
        if len(rids) == 1 and rids[0] in self.rows:
            said = _("“{deal}” has no expected close any more.")
            return said.format(deal=self.rows[rids[0]].title)
        several = ngettext(
            "{number} deal has no expected close any more.",
            "{number} deals have no expected close any more.",
            len(rids),
        )
        return several.format(number=shown_number(len(rids)))

    def _refuse(self, rids: Sequence[int], error: BaseException) -> None:
        self.bridge.tell_failed(error)
        self._take_back(rids)


def with_coming(months: Sequence[ForecastMonth], here: date) -> list[ForecastMonth]:
    """The months with those of the next quarter among them, those without a date last."""
    known = {month.month: month for month in months}
    for ahead in range(_MONTHS_AHEAD + 1):
        name = f"{in_months(here.replace(day=1), ahead):%Y-%m}"
        known.setdefault(name, ForecastMonth(name, (), (), (), ()))
    known.setdefault("", ForecastMonth("", (), (), (), ()))
    return [known[name] for name in sorted(known, key=lambda name: (not name, name))]
