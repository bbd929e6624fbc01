"""What the settings say of the deals that came as far as a stage and closed."""

from __future__ import annotations

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.chance.rule import ENOUGH, Tally, usual_percent
from crm_desktop.gui.shell.numbers import shown_number, shown_percent


def past_words(past: Tally) -> str:
    """Which chance counts, the stage's or that of its closed deals, and from when on."""
    number, usual = shown_number(past.total), usual_percent(past)
    if usual is not None:
        words = ngettext(
            "{percent} counts instead, by {number} closed deal that came this far.",
            "{percent} counts instead, by {number} closed deals that came this far.",
            past.total,
        )
        return words.format(percent=shown_percent(usual), number=number)
    words = _(
        "Counts until {enough} deals that came this far are closed, then the share that was won; "
        "so far {number} are."
    )
    return words.format(enough=shown_number(ENOUGH), number=number)
