"""The section of a client's card that tells how often they buy and when they will again.

Put into the cards by ``gui/cards.py``. GUI thread only; the read runs on a reader's thread.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.recurring.queries import find_cycle
from crm_desktop.features.recurring.rows import DUE, LAPSED, OVERDUE, Cycle
from crm_desktop.features.recurring.rules import DAYS_OF_MONTH, KNOWN_FROM, state_of
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.words import (
    ahead_words,
    estimate_words,
    long_day,
    money_words,
    today,
)
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.unread_part import UnreadPart

_TELL_IN_MONTHS, _LARGE_PERCENT = 60, 110
_TONES = {DUE: "warning", OVERDUE: "danger", LAPSED: "tertiary"}


def make_section() -> Section:
    """The section for the right column of a client's card."""
    return Section("recurring", _("Regular purchases"), RecurringPart)


class RecurringPart(CardPart):
    """The cycle of a client's purchases in four lines, or what it takes to see one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record: RecordRef | None = None
        self.hint = plain_label("", type="hint")
        self.hint.setWordWrap(True)
        self.unread = UnreadPart(bridge, self)
        self.unread.retry.connect(self._ask)
        self.buys, self.next, self.state = (plain_label("") for _line in range(3))
        self.amount, self.monthly = plain_label(""), plain_label("")
        self._lines: list[tuple[QLabel, QLabel]] = []
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.hint, 0, 0, 1, 2)
        grid.addWidget(self.unread, 1, 0, 1, 2)
        for words, value in (
            (_("Buys"), self.buys),
            (_("Next purchase"), self.next),
            ("", self.state),
            (_("Expected amount"), self.amount),
            (_("A month"), self.monthly),
        ):
            name = plain_label(words, tone="secondary")
            name.setBuddy(value)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.append((name, value))
        self._show(None)
        ThemeManager.instance().changed.connect(self._place)
        self._place()
        bridge.changed.connect(self._follow)
        bridge.day_changed.connect(self._ask)

    def _place(self) -> None:
        """Values beside their names; where letters are large, below them."""
        below = 1 if ThemeManager.instance().theme.text_percent > _LARGE_PERCENT else 0
        for row, (name, value) in enumerate(self._lines, start=1):
            self._grid.addWidget(name, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, 2 * row + below, 1 - below)

    def show_record(self, record: RecordRef) -> None:
        """Be about this client."""
        if record != self._record:
            self._record = record
            self.unread.begin()
            self._show(None)
        self._ask()

    def _follow(self, changes: Changes) -> None:
        if changes.touch({"deal"}):
            self._ask()

    def _ask(self) -> None:
        if self._record is None:
            return
        self._bridge.query(
            find_cycle,
            self._record.entity,
            self._record.id,
            then=self._take,
            failed=self._fail,
            owner=self,
            channel="cycle",
        )

    def _take(self, cycle: Cycle | None) -> None:
        self.unread.note_read()
        self._show(cycle)

    def _fail(self, error: BaseException) -> None:
        if self.unread.note_failed(error):
            self.hint.hide()

    def _show(self, cycle: Cycle | None) -> None:
        self.hint.setVisible(cycle is None)
        self.hint.setText(
            _(
                "After the second purchase, a week or more after the first, you see here how "
                "often the client buys."
            )
        )
        if cycle is not None:
            self.buys.setText(often_words(cycle))
            self.buys.setToolTip(_told_by(cycle.occasions))
            self.next.setText(long_day(cycle.next_on))
            state = state_of(cycle, today())
            self.state.setText(state_words(cycle, today()))
            dress(self.state, tone=_TONES.get(state, "success"))
            self.amount.setText(money_words(cycle.amount))
            monthly = None if state == LAPSED else cycle.monthly
            self.monthly.setText(estimate_words(monthly) if monthly is not None else "")
        for name, value in self._lines:
            is_told = cycle is not None and bool(value.text())
            name.setVisible(is_told)
            value.setVisible(is_told)


def often_words(cycle: Cycle) -> str:
    """``every 30 days``; of the first two purchases ``every 30 days (a guess)``."""
    often = every_words(cycle.days)
    return often if cycle.occasions >= KNOWN_FROM else _("{often} (a guess)").format(often=often)


def every_words(days: int) -> str:
    """``every 30 days``, ``about every 3 months``."""
    if days < _TELL_IN_MONTHS:
        words = ngettext("every {number} day", "every {number} days", days)
        return words.format(number=shown_number(days))
    months = round(days / DAYS_OF_MONTH)
    words = ngettext("about every {number} month", "about every {number} months", months)
    return words.format(number=shown_number(months))


def _told_by(purchases: int) -> str:
    words = ngettext("From {number} purchase", "From {number} purchases", purchases)
    return words.format(number=shown_number(purchases))


def state_words(cycle: Cycle, here: date) -> str:
    """``in 3 weeks``, ``today``, ``12 days late``, or that the client seems to be gone."""
    late = (here - cycle.next_on).days
    if state_of(cycle, here) == LAPSED:
        return _("seems to have stopped buying")
    if late == 0:
        return _("today")
    if late < 0:
        return ahead_words(here, cycle.next_on)
    words = ngettext("{number} day late", "{number} days late", late)
    return words.format(number=shown_number(late))
