"""Names in Hebrew or Arabic letters inside sentences and lists of another direction.

Pure; called wherever a person's text is put into words of ours, on any thread.
"""

from __future__ import annotations

from unicodedata import bidirectional

# First strong isolate, pop directional isolate (Unicode Standard Annex 9, section 2.4).
_BEGIN, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


def runs_right_to_left(text: str) -> bool:
    """Whether any letter of ``text`` is written from right to left."""
    return not text.isascii() and any(bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


def isolated(text: str) -> str:
    """``text`` so that digits, commas and brackets around it keep their places; texts that run
    from left to right stay as they are."""
    return f"{_BEGIN}{text}{_END}" if runs_right_to_left(text) else text
