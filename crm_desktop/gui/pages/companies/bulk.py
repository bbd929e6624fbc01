"""What of many companies can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies.card_fields import as_taken, fields_kind
from crm_desktop.gui.shell.bulk.kind import FORMATS, BulkKind, BulkWords, bulk_kind

_WORDS = BulkWords(
    lambda n: ngettext("Change {number} company", "Change {number} companies", n),
    lambda n: ngettext("{number} company was changed.", "{number} companies were changed.", n),
    lambda n: ngettext("{number} company will change.", "{number} companies will change.", n),
)


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    return bulk_kind(
        fields_kind(bridge), bridge, _WORDS, as_taken, files="companies", formats=FORMATS
    )
