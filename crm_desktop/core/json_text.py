"""Values as JSON texts whose numbers keep all their digits.

Called by the command line and by exports; pure, any thread.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

_EXACT = re.compile(r'"\\u0000(-?\d+(?:\.\d+)?)\\u0000"')


def json_text(value: object) -> str:
    """The value on one line, letters as they are. A ``Decimal`` becomes a number with all its
    digits, which ``json`` alone can't write: it is marked with U+0000, which no text that is kept
    here holds, and unmarked in what was written."""
    text = json.dumps(value, ensure_ascii=False, default=_marked)
    return _EXACT.sub(r"\1", text)


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"\0{value:f}\0"
    raise TypeError(value)
