"""Why deals were lost: the dialog that asks before they close.

Opened by the deal card and the board through ``ask_lost``; window-modal without a loop of its own.
``read_losing`` runs on reader threads, everything else on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.deals.commands import LoseDeals, RejectDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.pipelines.rows import LostReasonRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.dialog import EDGE, Dialog, Foot
from crm_desktop.gui.kit.filters.value_editors import DayEditor
from crm_desktop.gui.kit.form_dialog import FormArea
from crm_desktop.gui.kit.form_field import Line, TextField
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.deals.many import Done, carry_out, is_long
from crm_desktop.gui.pages.deals.words import (
    ahead_words,
    counted_deals,
    in_months,
    money_words,
    today,
)
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.numbers import shown_number

Left = Callable[[], object]
MakeDialog = Callable[[Bridge, tuple[str, ...], "Losing", QWidget], "LosingDialog"]

_WIDTH, _ROW_EDGE, _ROW = 480, 14, 34
_COMMENT = 60
_REMIND_MONTHS = 3
_LOSE_KEYS = "Ctrl+Return"
# Of more deals their steps aren't counted one by one: the note says it without a number.
_MOST_COUNTED = 50


@dataclass(frozen=True)
class Losing:
    """What the dialog shows: the reasons there are, which deals it is about in words, and how
    many of their steps are open (``None``: too many deals to count)."""

    reasons: tuple[LostReasonRow, ...]
    deals: str
    open_steps: int | None


def ask_lost(
    bridge: Bridge,
    parent: QWidget,
    deal_ids: Sequence[str],
    done: Done,
    left: Left | None = None,
    *,
    make: MakeDialog | None = None,
) -> None:
    """Ask why the deals were lost, and close them. ``done`` gets what became of them; ``left`` is
    called if they stay open; ``make`` makes a dialog of other words."""
    ids = tuple(deal_ids)

    def fail(error: BaseException) -> None:
        bridge.tell_failed(error)
        if left is not None:
            left()

    def ask(losing: Losing) -> None:
        dialog = (make or LosingDialog)(bridge, ids, losing, parent.window())
        dialog.outcome, dialog.failed = done, fail
        if left is not None:
            dialog.rejected.connect(left)
        dialog.open()

    bridge.query(read_losing, ids, then=ask, failed=fail, owner=parent, channel="losing")


def read_losing(reader: Reader, deal_ids: Sequence[str]) -> Losing:
    """What is to be known of the deals before they close."""
    steps: int | None = None
    if len(deal_ids) <= _MOST_COUNTED:
        steps = len({row.id for key in deal_ids for row in find_open(reader, "deal", key)})
    return Losing(tuple(find_lost_reasons(reader)), _deals_words(reader, deal_ids), steps)


def _deals_words(reader: Reader, deal_ids: Sequence[str]) -> str:
    """``Office on Ligovsky, Vector Plus, ₽1,180,000``; of several their number."""
    if len(deal_ids) > 1:
        return counted_deals(len(deal_ids))
    deal = get_deal(reader, deal_ids[0]) if deal_ids else None
    if deal is None:
        return ""
    person = next((one.contact.name for one in deal.participants if one.is_primary), "")
    client = deal.company.name if deal.company else person
    return ", ".join(filter(None, (deal.title, client, money_words(deal.amount))))


class LosingDialog(Dialog):
    """Reason, comment, reminder. ``outcome`` is called with what became of the deals; ``failed``
    with what stopped the closing of many, for which the dialog doesn't wait."""

    outcome: Done
    failed: Callable[[BaseException], None]

    def __init__(
        self, bridge: Bridge, deal_ids: Sequence[str], losing: Losing, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        heading = ngettext("Why was the deal lost?", "Why were the deals lost?", len(deal_ids))
        self.setWindowTitle(heading)
        self._bridge = bridge
        self._deal_ids = tuple(deal_ids)
        self.outcome = lambda _done: None
        self.failed = bridge.tell_failed
        self.reasons: list[ReasonRow] = []
        self.group = QButtonGroup(self)
        self.comment = TextField(_("Comment"))
        self.comment.area.setFixedHeight(_COMMENT)
        self.remind = QCheckBox(_("Remind about the client"))
        self.day = DayEditor(_("Day of the reminder"))
        dress(self.day.day, scale="small")
        self.ahead = plain_label("", type="hint")
        self.mistake = plain_label("", tone="danger")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.area = FormArea()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._lay_out_body(losing)
        column.addWidget(self.area, 1)
        column.addWidget(self._make_foot(losing.open_steps))
        self._begin()
        self.be_at_least(self._least_width())
        self._fitting = single_shot(self, self.fit)
        self.fit()

    def _lay_out_body(self, losing: Losing) -> None:
        body = self.area.column
        body.setContentsMargins(0, 20, 0, 16)
        body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(EDGE, 0, EDGE, 12)
        head.setSpacing(4)
        head.addWidget(self.make_heading())
        deals = plain_label(losing.deals, tone="secondary")
        deals.setMinimumHeight(ThemeManager.instance().theme.faces.body.line)
        deals.setWordWrap(True)
        head.addWidget(deals)
        body.addLayout(head)
        rows = QVBoxLayout()
        rows.setContentsMargins(_ROW_EDGE, 0, _ROW_EDGE, 8)
        rows.setSpacing(0)
        for reason in losing.reasons:
            row = ReasonRow(reason, self.group)
            row.button.toggled.connect(partial(self._choose, row))
            self.reasons.append(row)
            rows.addWidget(row)
        body.addLayout(rows)
        self.no_reasons = self._reasonless()
        self.no_reasons.setVisible(not losing.reasons)
        rest = QVBoxLayout()
        rest.setContentsMargins(EDGE, 0, EDGE, 0)
        rest.setSpacing(12)
        rest.addWidget(self.no_reasons)
        rest.addWidget(self.comment)
        rest.addLayout(self._reminder())
        rest.addWidget(self.mistake)
        body.addLayout(rest)
        body.addStretch()

    def _reasonless(self) -> QLabel:
        """What to do where all reasons are archived: without one no deal is lost."""
        words = _(
            "There is no reason to choose from. Add one in the settings, under “Pipelines and "
            "stages”."
        )
        label = plain_label(words, tone="danger")
        label.setWordWrap(True)
        return label

    def _reminder(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.remind)
        row.addWidget(self.day)
        row.addWidget(self.ahead)
        row.addStretch()
        return row

    def _make_foot(self, open_steps: int | None) -> Foot:
        self.note = plain_label(_closing_words(open_steps, len(self._deal_ids)), type="hint")
        self.note.setWordWrap(True)
        self.cancel = QPushButton(_("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.close_deals = QPushButton(_losing_words(len(self._deal_ids)), self)
        self.close_deals.setAutoDefault(False)
        self.close_deals.setToolTip(shown_keys(_LOSE_KEYS))
        dress(self.close_deals, kind="danger")
        self.close_deals.clicked.connect(self.lose)
        foot = Foot(self, self.cancel, self.close_deals)
        foot.row.insertWidget(0, self.note, 1)
        return foot

    def _begin(self) -> None:
        self.close_deals.setEnabled(False)
        self.day.show_value(in_months(today(), _REMIND_MONTHS).isoformat())
        self.day.day.setMinimumDate(self.day.day.date().fromString(_tomorrow(), "yyyy-MM-dd"))
        self.remind.toggled.connect(self._show_reminder)
        self.day.changed.connect(self._show_reminder)
        self._show_reminder()
        if self.reasons:
            self.reasons[0].button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_reminder(self) -> None:
        is_on = self.remind.isChecked()
        self.day.setEnabled(is_on)
        chosen = date.fromisoformat(str(self.day.value()))
        self.ahead.setText(ahead_words(today(), chosen) if is_on else "")

    def _choose(self, row: ReasonRow, is_chosen: bool) -> None:
        row.show_chosen(is_chosen)
        self.close_deals.setEnabled(any(one.button.isChecked() for one in self.reasons))
        self._fitting.start()

    def fit(self) -> None:
        """As high as what is in it, but never higher than most of the window."""
        column = self.layout()
        foot = self.note.parentWidget()
        if column is None or foot is None:
            return
        width = self._least_width()
        if self.isVisible():
            width = max(self.panel.width(), width)
        border = self.panel.width() - self.contentsRect().width()
        wanted = self.area.wanted_height(width - border) + foot.sizeHint().height() + border
        self.resize_panel(width, min(wanted, self.most_height()))

    def _least_width(self) -> int:
        """As wide as its words need it, which may be larger, within the window."""
        window = self.parentWidget()
        room = window.width() - 2 * EDGE if window is not None else _WIDTH
        return max(_WIDTH, min(ThemeManager.instance().theme.grown(_WIDTH), room))

    def chosen(self) -> ReasonRow | None:
        """The reason that is ticked."""
        return next((row for row in self.reasons if row.button.isChecked()), None)

    def command(self) -> LoseDeals | RejectDeals | None:
        """What the person says; none as long as there is no reason."""
        row = self.chosen()
        if row is None:
            return None
        return LoseDeals(
            self._deal_ids,
            row.reason.id,
            detail=row.detail.text().strip() if row.reason.asks_detail else "",
            comment=self.comment.value() or "",
            remind_on=str(self.day.value()) if self.remind.isChecked() else "",
        )

    def lose(self) -> None:
        """Close the deals; what is refused is said here, and all that was typed stays."""
        command = self.command()
        if command is None:
            return
        self.mistake.hide()
        self.close_deals.setEnabled(False)
        if is_long(command):
            asked_by = self.parentWidget() or self
            carry_out(self._bridge, command, then=self.outcome, failed=self.failed, owner=asked_by)
            self.accept()
        else:
            carry_out(self._bridge, command, then=self._end, failed=self._refuse, owner=self)

    def _end(self, done: ManyDone) -> None:
        self.outcome(done)
        self.accept()

    def _refuse(self, error: BaseException) -> None:
        self.close_deals.setEnabled(True)
        self.mistake.setText(words_for(error))
        self.mistake.show()
        self._fitting.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter closes the deals; Enter alone never does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.lose()
        else:
            super().keyPressEvent(event)


class ReasonRow(QWidget):
    """A reason, and the line of text that belongs to it while it is chosen."""

    def __init__(self, reason: LostReasonRow, group: QButtonGroup) -> None:
        super().__init__()
        self.reason = reason
        self.button = QRadioButton(reason.name.replace("&", "&&"))
        group.addButton(self.button)
        self.frame = QFrame(self)
        dress(self.frame, kind="pick")
        inside = QHBoxLayout(self.frame)
        inside.setContentsMargins(10, 0, 10, 0)
        inside.addWidget(self.button, 1)
        self.frame.setMinimumHeight(_ROW)
        self.detail = Line(self)
        dress(self.detail, scale="small")
        asked = _("{reason}: which").format(reason=reason.name)
        self.detail.setAccessibleName(asked)
        self.detail.setPlaceholderText(_("Which one"))
        self._below = QWidget(self)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(34, 4, 10, 8)
        below.addWidget(self.detail)
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.frame)
        column.addWidget(self._below)

    def show_chosen(self, is_chosen: bool) -> None:
        """The fill, and the line below where one belongs to it."""
        dress(self.frame, state="on" if is_chosen else "")
        self._below.setVisible(is_chosen and self.reason.asks_detail)


def _losing_words(number: int) -> str:
    """What the red button does."""
    if number == 1:
        return _("Mark as lost")
    words = ngettext("Mark {number} deal as lost", "Mark {number} deals as lost", number)
    return words.format(number=shown_number(number))


def _closing_words(open_steps: int | None, deals: int) -> str:
    if open_steps is None:
        return _("Open steps of these deals will close")
    if not open_steps:
        return ""
    if deals == 1:
        words = ngettext(
            "{number} open step of the deal will close",
            "{number} open steps of the deal will close",
            open_steps,
        )
    else:
        words = ngettext(
            "{number} open step of the deals will close",
            "{number} open steps of the deals will close",
            open_steps,
        )
    return words.format(number=shown_number(open_steps))


def _tomorrow() -> str:
    return (today() + timedelta(days=1)).isoformat()
