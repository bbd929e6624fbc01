"""How the store writes and journals custom fields and the layouts of cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm_desktop.core.i18n import msg
from crm_desktop.features.custom_fields.formula import Formula
from crm_desktop.features.custom_fields.rows import PREFIX, SOUGHT_TYPES, plain_label
from crm_desktop.features.custom_fields.tables import card_layout, custom_field
from crm_desktop.store.records import RecordType, Reference, State, Way


def _derive(state: State) -> dict[str, Any]:
    sought = state["in_search"] and state["type"] in SOUGHT_TYPES
    return {"name": plain_label(state["label"]), "sought": "1" if sought else ""}


def _asked_fields(state: State) -> Iterator[str]:
    """The ids of the custom fields for which a formula asks."""
    inputs = Formula(state["formula"] or "").inputs if state["type"] == "formula" else ()
    return (name.removeprefix(PREFIX) for name in inputs if name.startswith(PREFIX))


CUSTOM_FIELD = RecordType(
    "custom_field",
    custom_field,
    columns=(
        "entity",
        "label",
        "type",
        "group",
        "required",
        "default",
        "choices",
        "currency",
        "decimals",
        "formula",
        "target",
        "position",
        "on_card",
        "in_search",
        "hint",
        "deleted_at",
    ),
    label="name",
    mention="sought",
    shapes=True,
    derive=_derive,
    way=Way(
        ("formula", "type"),
        _asked_fields,
        msg("The formula asks for its own result. Take its field out of it."),
    ),
)

CARD_LAYOUT = RecordType(
    "card_layout",
    card_layout,
    columns=("entity", "layout"),
    label="entity",
    references=(Reference("user", "user_rid", "user"),),
)
