"""What of many people can be changed at once, and how that is said. GUI thread only."""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.contacts.card_fields import as_taken, drafts_of, fields_kind
from crm_desktop.gui.shell.bulk.kind import BulkKind
from crm_desktop.gui.shell.numbers import shown_number


def make_kind(bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    kind = fields_kind(bridge)
    return BulkKind(
        kind.entity,
        "contacts",
        kind.plan,
        drafts_of,
        as_taken,
        bridge.settings.get("region"),
        _change,
        _changed,
        _will_change,
    )


def _change(number: int) -> str:
    words = ngettext("Change {number} contact", "Change {number} contacts", number)
    return words.format(number=shown_number(number))


def _changed(number: int) -> str:
    words = ngettext("{number} contact was changed.", "{number} contacts were changed.", number)
    return words.format(number=shown_number(number))


def _will_change(number: int) -> str:
    words = ngettext("{number} contact will change.", "{number} contacts will change.", number)
    return words.format(number=shown_number(number))
