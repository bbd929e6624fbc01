"""Whether letters were read in a wrong encoding: the tell-tale shapes of such words.

Called by the wizard on the GUI thread for the rows it shows. Pure functions, safe on every
thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What no table of people holds: the sign for a letter that could not be read, control characters
# of the second kind, lines of boxes (Russian DOS text read as another one).
_NEVER = "\ufffd\u0080-\u009f\u2550-\u256c\u2580-\u259f∞∂≈≠≤"
# The second bytes of a letter in UTF-8, as the Windows code pages show them.
_SECOND = "\u00a0-\u00bf\u0402-\u040f\u0452-\u045f\u2013-\u203a\u20ac\u2116\u2122"
_SHAPES = re.compile(
    rf"[{_NEVER}]"
    rf"|[ÐÑÃÂÅÄĂĹĐŃ][{_SECOND}ŚšśťźžŹŽ]"  # UTF-8 read as Western or Polish Windows
    rf"|[РС][{_SECOND}].?[РС][{_SECOND}]"  # UTF-8 read as Russian Windows
    r"|[À-ſ]{5,}"  # Russian read as Western or Polish
    r"|[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]"  # Polish read as Russian
    r"|[^\W\d_][¢£¤¥¦§¨¬®¯°±´¶¸†‡•][^\W\d_]"
    r"|[£¥¯¦√][^\W\d_]|(?:^|\s)[–—][^\W\d_]"  # Polish read as Western, Russian as Mac's
    r"|\b[а-яё][А-ЯЁ]{2,}"  # Russian Windows read as KOI8-R, or the other way round
)
_ENOUGH = 0.2


def looks_garbled(cells: Iterable[str]) -> bool:
    """Whether every fifth of the cells with other letters than the English ones has such words."""
    foreign = [cell for cell in cells if not cell.isascii()]
    wrong = sum(1 for cell in foreign if _SHAPES.search(cell))
    return wrong > 0 and wrong >= _ENOUGH * len(foreign)
