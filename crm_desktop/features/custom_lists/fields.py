"""What can be asked of the entries of any list in filters. Names are stable: saved views hold
them. Pure."""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.fields import marked, text
from crm_desktop.features.common.list_entities import LIST_PREFIX
from crm_desktop.filters.catalogue import Catalogue, Field, FieldKind

CATALOGUE = Catalogue(
    "list_entry",
    (
        text("name", msg("Title")),
        marked("archived", msg("Archived"), "archived_at"),
        Field("created_at", msg("Created"), FieldKind.INSTANT),
        Field("updated_at", msg("Changed"), FieldKind.INSTANT),
    ),
    prefix=LIST_PREFIX,
)
