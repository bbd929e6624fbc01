"""What of many entries of a custom list can be changed at once, and how that is said. GUI thread
only."""

from __future__ import annotations

from functools import partial

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.custom_lists.card_fields import drafts_of, fields_kind
from crm_desktop.gui.shell.bulk.kind import WITHOUT_CARDS, BulkKind
from crm_desktop.gui.shell.card_fields.custom import with_custom
from crm_desktop.gui.shell.numbers import shown_number


def make_kind(entity: str, bridge: Bridge) -> BulkKind:
    """For the bar below the list."""
    kind = fields_kind(entity, bridge)
    return BulkKind(
        entity,
        entity,
        kind.plan,
        partial(drafts_of, entity),
        with_custom,
        bridge.settings.get("region"),
        _change,
        _changed,
        _will_change,
        WITHOUT_CARDS,
    )


def _change(number: int) -> str:
    words = ngettext("Change {number} entry", "Change {number} entries", number)
    return words.format(number=shown_number(number))


def _changed(number: int) -> str:
    words = ngettext("{number} entry was changed.", "{number} entries were changed.", number)
    return words.format(number=shown_number(number))


def _will_change(number: int) -> str:
    words = ngettext("{number} entry will change.", "{number} entries will change.", number)
    return words.format(number=shown_number(number))
