"""The card of an entry of a custom list: its head, and of what it is made.

``read_head`` runs on reader threads; ``describe`` is called by ``gui/cards.py`` on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import ArchiveEntries, DeleteEntries, UpdateEntry
from crm_desktop.features.custom_lists.queries import get_entry, get_list
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.custom_lists import used_by
from crm_desktop.gui.pages.custom_lists.card_fields import fields_kind, make_fields_part
from crm_desktop.gui.pages.custom_lists.kind import make_kind
from crm_desktop.gui.shell.card import heads
from crm_desktop.gui.shell.card.description import (
    CardDescription,
    CardHead,
    HeadActions,
    HeadPart,
)
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.tabs import CardTab, HistoryPart, SectionTab, TabbedPart
from crm_desktop.gui.shell.page import RecordRef


def describe(entity: str) -> CardDescription:
    """The card of the entries of one list."""
    return CardDescription(
        entity,
        is_company=True,
        related=("favourite", "custom_list"),
        read_head=partial(read_head, entity),
        actions=HeadActions(
            partial(_change, entity),
            lambda entry_id, is_so: ArchiveEntries(entity, (entry_id,), is_so),
            lambda entry_id, is_so: DeleteEntries(entity, (entry_id,), is_so),
            heads.find_head_tags,
            heads.find_owners,
            heads.pin,
            heads.unpin,
            may_blacklist=False,
        ),
        archived=make_kind(entity).archived(1),
        gone=_("This entry isn’t there any more"),
        make_fields=partial(make_fields_part, entity),
        make_middle=partial(_make_tabs, entity),
        is_stacked=True,
        is_plain=True,
    )


def _make_tabs(entity: str, bridge: Bridge) -> CardPart:
    tabs = (
        CardTab("uses", _("Used by"), lambda b: SectionTab(b, used_by.make_section())),
        CardTab(
            "history",
            _("History of changes"),
            lambda b: HistoryPart(b, fields_kind(entity, b)),
        ),
    )
    return TabbedPart(bridge, tabs)


def read_head(entity: str, reader: Reader, entry_id: str) -> CardHead | None:
    """What the entry is called, and of which list it is."""
    loaded = get_entry(reader, entity, entry_id)
    if loaded is None:
        return None
    row = get_list(reader, entity)
    record = RecordRef(entity, entry_id)
    return CardHead(
        record,
        loaded.rid,
        loaded.version,
        loaded.state["name"],
        (HeadPart(row.one, icon=row.icon),) if row is not None else (),
        is_archived=bool(loaded.state["archived_at"]),
        is_deleted=bool(loaded.state["deleted_at"]),
        favourite=heads.favourite_of(reader, record),
    )


def _change(entity: str, head: CardHead, changes: Mapping[str, Any]) -> UpdateEntry:
    return UpdateEntry(entity, head.record.id, head.version, changes)
