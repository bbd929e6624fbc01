"""What can be done with tags themselves; records get theirs by their own commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class UpdateTag:
    """Give a tag another ``name``, or another ``colour`` (its number in the palette)."""

    tag_id: str
    changes: Mapping[str, Any]
