"""What the entries of a custom list are called in the journal, in fields and in filters.

Each list is an entity of its own, ``list_`` and the list's id in base 32 (RFC 4648) in small
letters: 31 characters, which fit where entities are kept. Pure; any thread.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from uuid import UUID

from crm_desktop.core.late_pattern import late_pattern

LIST_PREFIX = "list_"
_ENTITY = late_pattern(r"list_[a-z2-7]{26}", re.ASCII)
_PADDING = "======"


def list_entity(list_id: str) -> str:
    """The entity of the entries of the list with this id."""
    return LIST_PREFIX + b32encode(UUID(list_id).bytes).decode().rstrip("=").lower()


def is_list_entity(entity: object) -> bool:
    """Whether it is the entity of a list's entries."""
    return isinstance(entity, str) and _ENTITY.fullmatch(entity) is not None


def list_id_of(entity: str) -> str:
    """The id of the list whose entries these are; ``ValueError`` for another entity."""
    if not is_list_entity(entity):
        raise ValueError(f"{entity} is no list")
    return str(UUID(bytes=b32decode(entity.removeprefix(LIST_PREFIX).upper() + _PADDING)))
