"""The fields of an entry on its card.

The plan is made on the GUI thread; ``read_fields`` runs on reader threads.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import UpdateEntry
from crm_desktop.features.custom_lists.queries import get_entry
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, plain_words
from crm_desktop.gui.kit.form_field import TextField
from crm_desktop.gui.shell.card_fields import shared
from crm_desktop.gui.shell.card_fields.custom import (
    Layout,
    custom_drafts,
    laid_out,
    read_layout,
    with_custom,
)
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.card_fields.reading import made_and_changed, written
from crm_desktop.gui.shell.form_record import NONE_ALIKE


def make_fields_part(entity: str, bridge: Bridge) -> FieldsPart:
    """The left pane of an entry's card, as high as its fields are together."""
    part = FieldsPart(bridge, fields_kind(entity, bridge))
    part.pane.grow()
    return part


def fields_kind(entity: str, bridge: Bridge) -> FieldsKind:
    """What the pane has to know of the entries of this list."""
    region = bridge.settings.get("region")
    return FieldsKind(
        entity,
        _("Fields"),
        lambda layout: laid_out((_main(), written()), layout, bridge),
        partial(read_fields, entity),
        lambda key, version, changes: UpdateEntry(
            entity, key, version, with_custom(changes), region
        ),
        NONE_ALIKE,
        lambda one: one.name,
        "",
        partial(drafts_of, entity),
        lambda key, version, stored: UpdateEntry(entity, key, version, stored, region),
    )


def _main() -> CardGroup:
    # Under this name fields without a group of their own join it.
    return CardGroup(
        "work",
        _("Basics"),
        (
            shared.line("name", _("Title")),
            CardField(
                "note",
                _("Note"),
                plain_words,
                lambda: TextField(_("Note")),
                is_wide=True,
                is_long=True,
            ),
        ),
    )


def read_fields(entity: str, reader: Reader, entry_id: str) -> FieldsRecord | None:
    """The entry as the editors load it."""
    loaded = get_entry(reader, entity, entry_id)
    if loaded is None:
        return None
    layout = read_layout(reader, entity)
    return FieldsRecord(
        entry_id,
        loaded.state["name"],
        loaded.version,
        drafts_of(entity, reader, loaded.state, layout) | made_and_changed(reader, loaded),
        layout=layout,
    )


def drafts_of(
    entity: str, reader: Reader, state: dict[str, Any], layout: Layout | None = None
) -> dict[str, Any]:
    """What the editors load."""
    layout = layout or read_layout(reader, entity)
    own = {"name": state["name"], "note": state["note"]}
    return own | custom_drafts(reader, layout, state["custom"])
