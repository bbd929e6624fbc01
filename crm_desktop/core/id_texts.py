"""The keys of records as text, without Python's ``uuid``: that asks about the machine as soon as it
is imported, and the first page of a window waits for it.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def id_text(stored: bytes) -> str:
    """The 16 bytes of a key, as ``UUID`` writes them."""
    key = stored.hex()
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def is_id(value: object) -> bool:
    """Whether it is the id of a record: a text as ``UUID`` writes it."""
    return isinstance(value, str) and _FORM.fullmatch(value) is not None
