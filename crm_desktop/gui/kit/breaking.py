"""Long words get places to be broken at, which nobody sees: addresses of e-mail and of the web.

Called by widgets that show what people typed in narrow columns. Pure.
"""

from __future__ import annotations

from crm_desktop.core.late_pattern import late_pattern

_BREAK = "\u200b"
_LONG_WORD = late_pattern(r"\S{13,}")
_PLACES = late_pattern(r"(?<=[@._/\-])(?=\w)")
_EVERY = 12


def breakable(text: str) -> str:
    """``text`` with places to break words of more letters than a line holds."""
    return _LONG_WORD.sub(lambda found: _with_breaks(found[0]), text)


def unbroken(text: str) -> str:
    """The text again, as it is copied."""
    return text.replace(_BREAK, "")


def _with_breaks(word: str) -> str:
    pieces = _PLACES.split(word)
    return _BREAK.join(
        _BREAK.join(piece[i : i + _EVERY] for i in range(0, len(piece), _EVERY)) for piece in pieces
    )
