"""What of many people can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.contacts.card_fields import as_taken, fields_kind
from crm_desktop.gui.shell.bulk.kind import FORMATS, BulkKind, BulkWords, bulk_kind

_WORDS = BulkWords(
    lambda n: ngettext("Change {number} contact", "Change {number} contacts", n),
    lambda n: ngettext("{number} contact was changed.", "{number} contacts were changed.", n),
    lambda n: ngettext("{number} contact will change.", "{number} contacts will change.", n),
)


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    return bulk_kind(
        fields_kind(bridge), bridge, _WORDS, as_taken, files="contacts", formats=FORMATS
    )
