"""What stands below the fields in the preview of a record, contributed by the page of activities.

Called by the preview through ``gui/session.py`` when the first record was shown, so that nothing
of it is imported before. GUI thread only.
"""

from __future__ import annotations

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.card.part import CardPart


def make_below(bridge: Bridge) -> CardPart:
    """The next step and what happened last."""
    from crm_desktop.gui.pages.activities.preview_part import PreviewPart

    return PreviewPart(bridge)
