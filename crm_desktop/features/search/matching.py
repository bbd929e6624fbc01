"""Why a record was found: the value in which what was typed stands.

Pure; called for every line of every answer of the search, on reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import fold, only_digits, sign_of
from crm_desktop.core.text.search_terms import SearchQuery

_LONGEST_MATCH = 80
_BEFORE_MATCH = 30
_DIGIT = late_pattern(r"\d")


def _folded(value: str) -> str:
    return _remembered(value) if len(value) <= _LONGEST_MATCH else fold(value)


# The next key finds many of the same records, and firms stand in many lines.
_remembered = lru_cache(maxsize=4_096)(fold)


@dataclass(frozen=True)
class Sought:
    """What was typed, as values may hold it: all words of one of ``spelled``, or one of the
    ``numbers``."""

    spelled: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]

    @classmethod
    def by(cls, query: SearchQuery) -> Sought:
        """What is sought by the query."""
        alone = (spelled[0] for spelled in query.with_numbers if len(spelled) == 1)
        numbers = (*(query.phone or ()), *alone)
        # A word that is the number stands nowhere where its digits don't.
        words = () if query.words in [(number,) for number in numbers] else query.words
        return cls(tuple(filter(None, (words, *query.variants))), numbers)

    def shown_in(self, values: Iterable[str]) -> str:
        """The first value in which what was typed stands; empty when it is the first, the title,
        or none."""
        for position, value in enumerate(values):
            if value and self._stands_in(value):
                return "" if position == 0 else self._around(value)
        return ""

    def _stands_in(self, value: str) -> bool:
        there = _folded(value) if self.spelled else ""
        # Loops, not all() and any(): it is asked some hundred times at every key.
        for words in self.spelled:
            for word in words:
                if word not in there:
                    break
            else:
                return True
        return bool(self.numbers) and self._has_number(value)

    def _has_number(self, value: str) -> bool:
        if not _DIGIT.search(value):
            return False  # as most names have none
        digits = only_digits(value)
        return any(number in digits for number in self.numbers)

    def _around(self, value: str) -> str:
        """As much of a long line as can be shown, with the words sought in it."""
        if len(value) <= _LONGEST_MATCH:
            return value
        letters = f" {''.join(map(sign_of, value))}"
        sought = chain(*self.spelled, self.numbers)
        places = (letters.find(f" {word}") for word in sought)
        begin = max(0, min((at for at in places if at >= 0), default=0) - _BEFORE_MATCH)
        begin = value.rfind(" ", 0, begin) + 1
        end = begin + _LONGEST_MATCH
        more = "…" if end < len(value) else ""
        return f"{'…' if begin else ''}{value[begin:end].strip()}{more}"
