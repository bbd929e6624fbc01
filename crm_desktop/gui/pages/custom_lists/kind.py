"""What the shell can do with an entry of a custom list: read it in words, archive it, bring it
back.

``read_text`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_fields.columns import custom_texts
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_lists.commands import (
    ArchiveEntries,
    ArchiveManyEntries,
    DeleteEntries,
)
from crm_desktop.features.custom_lists.queries import get_entry
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordKind


def make_kind(entity: str) -> RecordKind:
    """The entries of one list, as the shell sees them."""
    return RecordKind(
        entity,
        ("custom_field",),
        partial(read_text, entity),
        partial(ArchiveEntries, entity),
        partial(ArchiveManyEntries, entity),
        _archived,
        partial(_restore, entity),
        partial(DeleteEntries, entity),
    )


def _restore(entity: str, ids: tuple[str, ...], shelf: str) -> Any:
    """From the recycle bin or from the archive."""
    if shelf == "bin":
        return DeleteEntries(entity, ids, deleted=False)
    return ArchiveEntries(entity, ids, archived=False)


def _archived(number: int) -> str:
    words = ngettext(
        "The entry is in the archive now.", "{number} entries are in the archive now.", number
    )
    return words.format(number=shown_number(number))


def read_text(entity: str, reader: Reader, entry_id: str) -> RecordText | None:
    """All filled fields of an entry."""
    loaded = get_entry(reader, entity, entry_id)
    if loaded is None:
        return None
    fields = [
        one for one in fields_of(reader.connection, entity, is_reader=True) if not one.deleted
    ]
    texts = custom_texts(reader, entity, [loaded.rid], [one.key for one in fields])
    own = texts.get(loaded.rid, {})
    shown = values.filled(
        [
            *((one.name, own.get(one.key)) for one in fields),
            (_("Note"), loaded.state["note"]),
            (_("Created"), values.moment(loaded.created_at)),
            (_("Changed"), values.moment(loaded.updated_at)),
        ]
    )
    return RecordText(
        loaded.state["name"], "", "", shown, key=entry_id, is_company=True, has_story=False
    )
