"""Keys: UUIDv7 (RFC 9562), so that newer records sort after older ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from uuid import UUID

if sys.version_info >= (3, 14):
    from uuid import uuid7 as _uuid7
else:
    from uuid_utils.compat import uuid7 as _uuid7


_source: Callable[[], UUID] = _uuid7


def new_id() -> UUID:
    """A new key, unique across devices and ordered by time."""
    return _source()


def set_source(source: Callable[[], UUID] | None) -> None:
    """Replace the source of keys (pictures); ``None`` gives the usual one back."""
    global _source  # noqa: PLW0603 - one source per process
    _source = source or _uuid7
