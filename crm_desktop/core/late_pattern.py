"""Regular expressions that are compiled when the first text meets them.

Compiling one takes a tenth of a millisecond and more, and the modules that a start imports declare
seventy that no start needs: how dates, phones or addresses are written. Any thread.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["late_pattern"]


class _LatePattern:
    """Answers as the compiled pattern does. What was asked for once is kept here, so that it is
    found as quickly as there; threads that ask at once both get the same."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._written), name)
        setattr(self, name, asked)
        return asked


if TYPE_CHECKING:
    from re import compile as late_pattern
else:

    def late_pattern(pattern: str, flags: int = 0) -> _LatePattern:
        """As ``re.compile``, but ``re.error`` of a wrong pattern comes with its first use. To be
        used by its methods; functions of ``re`` don't take it."""
        return _LatePattern(pattern, flags)
