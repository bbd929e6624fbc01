"""What the pop-over of a gate says. Pure but for the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.shell.numbers import shown_number


@dataclass(frozen=True)
class GateWords:
    """Into which stage (``""``: they are to be won) how many deals go, what the pipeline that
    follows is called, and who takes them over."""

    stage: str
    deals: int
    next_pipeline: str = ""
    responsible: str = ""

    def heading(self, fields: int, skipped: int) -> str:
        """``The stage “Contract” needs 2 more fields``."""
        if not fields and skipped and self.stage:
            return _("Some stages come before “{stage}”").format(stage=self.stage)
        if not fields:
            return ngettext("The deal is won", "The deals are won", self.deals)
        if not self.stage:
            words = ngettext(
                "To be won the deal needs {number} more field",
                "To be won the deal needs {number} more fields",
                fields,
            )
            return words.format(number=shown_number(fields))
        words = ngettext(
            "The stage “{stage}” needs {number} more field",
            "The stage “{stage}” needs {number} more fields",
            fields,
        )
        return words.format(stage=self.stage, number=shown_number(fields))

    def hint(self, filled: Sequence[str], lacking: int) -> str:
        """What is there already; of several deals, how many lack something."""
        if self.deals > 1:
            words = ngettext(
                "{number} deal lacks them. What you enter goes to it.",
                "{number} deals lack them. What you enter goes to each of these.",
                lacking,
            )
            return words.format(number=shown_number(lacking))
        if not filled:
            return ""
        names = [filled[0], *(_small(name) for name in filled[1:])]
        listed = QLocale().createSeparatedList(names)
        words = ngettext(
            "Already filled in: {fields}.", "{fields} are filled in already.", len(filled)
        )
        if len(filled) == 1:
            listed = _small(filled[0])
        return words.format(fields=listed)

    def apart(self, field: str) -> str:
        """Why a field of several clients is not asked for here."""
        words = _(
            "{field}: these deals have different clients, each with its own. Fill it in on their "
            "cards first, or move the deals one by one."
        )
        return words.format(field=isolated(field))

    def skipped(self, names: Sequence[str]) -> str:
        """Which stages the pipeline does not let pass by."""
        listed = QLocale().createSeparatedList([f"“{isolated(name)}”" for name in names])
        return _("This pipeline goes stage by stage. First: {stages}.").format(stages=listed)

    def move(self) -> str:
        """On the primary button."""
        if self.stage:
            return _("Move to “{stage}”").format(stage=self.stage)
        return _("Mark as won")

    def others(self, number: int) -> str:
        """On the way for those deals alone that lack nothing."""
        if self.stage:
            return _("Move only the others: {number}").format(number=shown_number(number))
        return _("Mark only the others as won: {number}").format(number=shown_number(number))

    def follows(self) -> str:
        """What happens by itself."""
        if not self.responsible:
            return ""
        words = ngettext(
            "{name} takes the deal over on this stage.",
            "{name} takes the deals over on this stage.",
            self.deals,
        )
        return words.format(name=isolated(self.responsible))

    def anew(self) -> str:
        """At the box for the pipeline that follows."""
        words = ngettext(
            "Open a new deal in “{pipeline}”", "Open new deals in “{pipeline}”", self.deals
        )
        return words.format(pipeline=self.next_pipeline)


def _small(name: str) -> str:
    """A label inside a sentence; abbreviations stay as they are."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
