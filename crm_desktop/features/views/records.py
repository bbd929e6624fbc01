"""How the store writes and journals saved views and favourites."""

from __future__ import annotations

from crm_desktop.features.views.tables import favourite, view
from crm_desktop.store.records import RecordType, Reference

_OWNER = Reference("owner", "owner_rid", "user")

VIEW = RecordType(
    "view",
    view,
    columns=("listed", "name", "filter", "look", "shared", "position", "deleted_at"),
    label="name",
    references=(_OWNER,),
)

FAVOURITE = RecordType(
    "favourite",
    favourite,
    columns=("kind", "target_id", "position"),
    label="target_id",
    references=(_OWNER,),
)
