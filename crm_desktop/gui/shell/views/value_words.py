"""The values that a filter offers, as its pop-over shows them.

Called where a filter is shown, on the GUI thread.
"""

from __future__ import annotations

from crm_desktop.features.common.known_values import ValueCount
from crm_desktop.gui.kit.filters.world import Known
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell.stage_words import stage_tag


def known_value(found: ValueCount) -> Known:
    """The value with its colour: tags have the number of one, stages its name."""
    colour = found.colour
    if isinstance(colour, int):
        colour = TAG_COLOURS[colour % len(TAG_COLOURS)]
    return Known(str(found.value), found.label, found.count, stage_tag(colour) if colour else "")
