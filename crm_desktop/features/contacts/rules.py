"""Pure decisions about people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def shown_name(state: Mapping[str, Any]) -> str:
    """How lists name the person: given and family name, in that order in all three languages
    (interaction.md, section 22); without a name by phone or e-mail."""
    name = " ".join(part for part in (state["given_name"], state["family_name"]) if part)
    if name:
        return name
    if state["middle_name"]:
        return str(state["middle_name"])
    for field in ("phones", "emails"):
        for item in state[field]:
            return str(item["value"])
    return ""
