"""The pop-over that explains the chance of a deal and lets a person set another one.

Opened from the head of the card. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.deals.chance.rule import ENOUGH, Chance, Factor, Reason, Tally
from crm_desktop.gui.kit.anchored import AnchoredPane
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals import fields
from crm_desktop.gui.pages.deals.head import DealFacts
from crm_desktop.gui.pages.deals.words import shown_chance
from crm_desktop.gui.shell.numbers import shown_number, shown_percent

_WIDTH = 344
_LINE = 100
MINUS = "\u2212"


class ChancePane(AnchoredPane):
    """``chosen``: the chance in percent, or ``None`` for the one that follows from the past or the
    stage."""

    chosen = Signal(object)

    def __init__(self, facts: DealFacts, chance: Chance, parent: QWidget) -> None:
        shown = shown_chance(facts.deal)
        heading = _("Chance: {percent}").format(percent=shown)
        super().__init__(parent, heading, _WIDTH)
        self._facts, self._past = facts, chance
        self.column.addWidget(plain_label(heading, type="subheading"))
        for words in chance_words(facts, chance):
            label = plain_label(words, type="hint")
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.entry = fields.chance_entry()
        self.entry.load(shown)
        self.entry.line.setFixedWidth(_LINE)
        self.entry.line.selectAll()
        self.column.addWidget(self.entry)
        self.save = QPushButton(_("Set the chance"), self)
        dress(self.save, kind="primary", scale="small")
        self.save.clicked.connect(self.enter)
        self.column.addLayout(_row(self.save))
        self._offer()

    def _offer(self) -> None:
        """The chances that others would give, one press each."""
        deal, past = self._facts.deal, self._past
        if deal.is_chance_own:
            words = _("Back to {percent}, as the past says")
            if not past.is_from_past:
                words = _("Back to {percent} of the stage")
            self.back = self._link(words, past.usual, None)
        if past.reasons and past.percent != deal.chance:
            words = _("Take {percent}, as deals like this one")
            self.alike = self._link(words, past.percent, past.percent)
        if past.is_from_past and past.of_stage != deal.chance:
            words = _("Take {percent} of the stage")
            self.of_stage = self._link(words, past.of_stage, past.of_stage)

    def _link(self, words: str, percent: int, chosen: int | None) -> QPushButton:
        button = QPushButton(words.format(percent=shown_percent(percent)), self)
        dress(button, kind="link")
        button.clicked.connect(lambda: self.chosen.emit(chosen))
        self.column.addLayout(_row(button))
        return button

    def enter(self) -> None:
        """What was typed, if it is a chance."""
        if not self.entry.check():
            self.fit()
            return
        try:
            self.chosen.emit(fields.percent_of(self.entry.value() or ""))
        except UserError as error:
            self.entry.show_mistake(error.message.text())
            self.fit()


def chance_words(facts: DealFacts, chance: Chance) -> list[str]:
    """Where the chance comes from, and what closed deals say, sentence by sentence."""
    is_own = facts.deal.is_chance_own
    said = [_("Set by hand.")] if is_own else []
    if not chance.is_from_past:
        if not is_own:
            words = _("The usual chance of the stage “{stage}”.")
            said.append(words.format(stage=facts.stage))
        return [*said, _too_few(chance.base)]
    said += _of_base(chance)
    if chance.reasons:
        said += [_reason(facts, one) for one in chance.reasons]
        words = _("With these it would be {percent}.")
        said.append(words.format(percent=shown_percent(chance.percent)))
    return said


def _too_few(base: Tally) -> str:
    words = ngettext(
        "Too few deals came this far to tell more: {number} is closed, {enough} are needed.",
        "Too few deals came this far to tell more: {number} are closed, {enough} are needed.",
        base.total,
    )
    return words.format(number=shown_number(base.total), enough=shown_number(ENOUGH))


def _of_base(chance: Chance) -> list[str]:
    """How many were won, and what follows from it."""
    base = chance.base
    words = ngettext(
        "Of {number} closed deal that came this far {percent} were won.",
        "Of {number} closed deals that came this far {percent} were won.",
        base.total,
    )
    won = words.format(number=shown_number(base.total), percent=shown_percent(base.percent))
    follows = _("By this the chance is {percent}.").format(percent=shown_percent(chance.usual))
    return [won, follows]


def _reason(facts: DealFacts, reason: Reason) -> str:
    """``Anna Sokolova wins 62% of 40: +5``."""
    patterns = {
        Factor.OWNER: _("{name}: {percent} of {number} were won, {points}"),
        Factor.SOURCE: _("Source “{name}”: {percent} of {number} were won, {points}"),
        Factor.AMOUNT: _("Deals of this size: {percent} of {number} were won, {points}"),
    }
    owner = facts.deal.owner.name if facts.deal.owner else ""
    names = {Factor.OWNER: owner, Factor.SOURCE: facts.deal.source}
    sign = "+" if reason.points >= 0 else MINUS
    return patterns[reason.factor].format(
        name=isolated(names.get(reason.factor, "")),
        percent=shown_percent(reason.tally.percent),
        number=shown_number(reason.tally.total),
        points=f"{sign}{shown_number(abs(reason.points))}",
    )


def _row(button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch()
    return row
