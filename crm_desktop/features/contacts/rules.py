"""Pure decisions about people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg

LARGEST_PICTURE = 5 * 1024 * 1024


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


def picture_type(data: bytes) -> str:
    """The media type of a picture, by its first bytes and never by its name. ``Invalid`` for
    anything else, and for more than ``LARGEST_PICTURE`` bytes."""
    if len(data) > LARGEST_PICTURE:
        raise Invalid(
            msg("The picture is larger than 5 MB. Nothing was changed; choose a smaller one."),
            "photo",
        )
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise Invalid(
        msg("This file is no picture. Nothing was changed; choose a PNG, JPEG or WebP file."),
        "photo",
    )
