"""What of many products can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.card_fields import as_taken, drafts_of, fields_kind
from crm_desktop.gui.shell.bulk.kind import WITHOUT_CARDS, BulkKind
from crm_desktop.gui.shell.numbers import shown_number


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    kind = fields_kind(bridge)
    return BulkKind(
        kind.entity,
        "products",
        kind.plan,
        drafts_of,
        as_taken,
        bridge.settings.get("region"),
        _change,
        _changed,
        _will_change,
        WITHOUT_CARDS,
    )


def _change(number: int) -> str:
    words = ngettext("Change {number} product", "Change {number} products", number)
    return words.format(number=shown_number(number))


def _changed(number: int) -> str:
    words = ngettext("{number} product was changed.", "{number} products were changed.", number)
    return words.format(number=shown_number(number))


def _will_change(number: int) -> str:
    words = ngettext("{number} product will change.", "{number} products will change.", number)
    return words.format(number=shown_number(number))
