"""What of many products can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.card_fields import as_taken, fields_kind
from crm_desktop.gui.shell.bulk.kind import BulkKind, BulkWords, bulk_kind

_WORDS = BulkWords(
    lambda n: ngettext("Change {number} product", "Change {number} products", n),
    lambda n: ngettext("{number} product was changed.", "{number} products were changed.", n),
    lambda n: ngettext("{number} product will change.", "{number} products will change.", n),
)


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    return bulk_kind(fields_kind(bridge), bridge, _WORDS, as_taken, files="products")
