"""What of many deals can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.card_fields import as_taken, fields_kind
from crm_desktop.gui.shell.bulk.kind import BulkKind, BulkWords, bulk_kind

_WORDS = BulkWords(
    lambda n: ngettext("Change {number} deal", "Change {number} deals", n),
    lambda n: ngettext("{number} deal was changed.", "{number} deals were changed.", n),
    lambda n: ngettext("{number} deal will change.", "{number} deals will change.", n),
)


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the board and the list."""
    return bulk_kind(fields_kind(bridge), bridge, _WORDS, as_taken, files="deals")
