"""What of many entries of a custom list can be changed at once, and how that is said. GUI thread
only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.custom_lists.card_fields import fields_kind
from crm_desktop.gui.shell.bulk.kind import BulkKind, BulkWords, bulk_kind
from crm_desktop.gui.shell.card_fields.custom import with_custom

_WORDS = BulkWords(
    lambda n: ngettext("Change {number} entry", "Change {number} entries", n),
    lambda n: ngettext("{number} entry was changed.", "{number} entries were changed.", n),
    lambda n: ngettext("{number} entry will change.", "{number} entries will change.", n),
)


def make_kind(entity: str, bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    return bulk_kind(fields_kind(entity, bridge), bridge, _WORDS, with_custom, files=entity)
