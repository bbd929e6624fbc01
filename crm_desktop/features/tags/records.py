"""How the store writes and journals tags."""

from __future__ import annotations

from crm_desktop.core.text.folding import fold
from crm_desktop.features.tags.tables import tag
from crm_desktop.store.records import RecordType

TAG = RecordType(
    "tag",
    tag,
    columns=("name", "colour"),
    label="name",
    derive=lambda state: {"folded": fold(state["name"])},
)
