"""What may stand in custom lists. Called by the handlers on the writer's thread; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check

MOST_LISTS = 100
ICONS = (
    "list-bullets",
    "buildings",
    "map-pin",
    "target",
    "package",
    "stack",
    "table",
    "file-text",
    "receipt",
    "folder-simple",
    "image",
    "tag-simple",
    "star",
    "lightning",
    "handshake",
    "users-three",
    "user-circle",
    "calendar-blank",
    "hard-drives",
    "compass",
)
"""What a list can have in the sidebar, the usual one first."""

_LONGEST_NAME = 60


def _name(value: Any, region: str | None = None) -> str:
    name = checks.required_line(value, region)
    if len(name) > _LONGEST_NAME:
        raise Invalid(
            msg("The name is too long: at most {limit} characters fit.", limit=_LONGEST_NAME)
        )
    return name


def _icon(value: Any, _region: str | None = None) -> str:
    if value not in ICONS:
        raise TypeError
    return str(value)


LIST_CHECKS: Mapping[str, Check] = {
    "name": _name,
    "one": _name,
    "icon": _icon,
    "note": checks.line,
}

ENTRY_CHECKS: Mapping[str, Check] = {
    "name": checks.required_line,
    "note": checks.text,
    "source_ids": checks.source_ids,
    "custom": checks.same,
}
