"""Very many internal keys out of SQLite as one text: ``group_concat`` of an ordered subquery.

Row by row the driver lets other threads go first at each key, so that a list of a hundred
thousand waits for whoever works beside it; and it makes as many rows. SQLite keeps the order of
the subquery for a function that depends on it. Any thread; nothing of SQLAlchemy is imported.
"""

from __future__ import annotations

import json
from array import array

# Numbers that are objects of Python at the same time, as characters: a million would take 36 MB.
_PORTION = 1 << 16


def keys_in(text: str | None) -> array[int]:
    """The keys of a ``text`` with commas between them; SQLite gives ``None`` for no key."""
    keys, start = array("q"), 0
    text = text or ""
    while start < len(text):
        end = text.find(",", start + _PORTION)
        end = len(text) if end < 0 else end
        keys.fromlist(json.loads(f"[{text[start:end]}]"))
        start = end + 1
    return keys
