"""What a typed search may mean, before anything is sought.

Called by the search of the backend and by type-ahead lists for every key pressed, on any
thread. ``interpret`` only describes: the words as stored documents spell them, a phone in its
possible spellings, an e-mail address, and the same words as they would read from the other
keyboard layout or in the other alphabet (design/interaction.md, section 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from crm_desktop.core.text.folding import clean_line, fold, only_digits, words
from crm_desktop.core.text.transliteration import (
    other_layouts,
    spellings_in_cyrillic,
    spellings_in_latin,
)

LONGEST_QUERY = 200  # characters; more is a pasted text
MOST_VARIANTS = 8
_SHORTEST_PHONE = 3  # digits
SHORTEST_WITH_TYPO = 4  # letters; in shorter words every second word is a typo away

_PHONE = re.compile(r"'?\+?[\d\s().\-‐‑‒–—/]+")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN_VOWEL = re.compile(r"[aeiou]")


@dataclass(frozen=True)
class SearchQuery:
    """A typed search. All of ``words`` must match; ``phone`` and ``email`` are further ways to
    match when the whole input is one; ``variants`` are tried after ``words``, likeliest first."""

    words: tuple[str, ...]
    phone: tuple[str, ...] | None = None
    email: str | None = None
    variants: tuple[tuple[str, ...], ...] = ()


def interpret(query: str) -> SearchQuery:
    """The meanings of ``query``; never raises, an empty query has no words."""
    line = clean_line(query[:LONGEST_QUERY])
    sought = _different(words(line))
    if _PHONE.fullmatch(line) and len(only_digits(line)) >= _SHORTEST_PHONE:
        return SearchQuery(sought, phone=_phone_spellings(line))
    if "@" in line:
        address = next((part for part in line.split() if "@" in part and part != "@"), None)
        return SearchQuery(sought, email=address.lower().strip("<>,;") if address else None)
    return SearchQuery(sought, variants=_variants(line, sought))


def one_typo_apart(word: str, document: str | Iterable[str]) -> bool:
    """Whether a word of the document, or its beginning, is ``word`` up to one letter wrong,
    missing, too many or swapped with its neighbour (Damerau–Levenshtein ≤ 1). Words under
    ``SHORTEST_WITH_TYPO`` letters must match as they are. All words are folded."""
    candidates = document.split() if isinstance(document, str) else document
    if len(word) < SHORTEST_WITH_TYPO:
        return any(candidate.startswith(word) for candidate in candidates)
    lengths = range(len(word) - 1, len(word) + 2)
    return any(
        OSA.distance(word, candidate[:length], score_cutoff=1) <= 1
        for candidate in candidates
        for length in lengths
    )


def typo_patterns(word: str) -> tuple[str, ...]:
    """Substrings of at least three characters, one of which stands in every search document
    that has a word beginning one typo away from ``word``. Short words have none.

    One edit leaves one of two halves whole (pigeonhole); only two letters swapped across the
    border break both, which is the third pattern. Spaces as in ``folding.search_document``.
    """
    if len(word) < SHORTEST_WITH_TYPO:
        return ()
    half = max(1, min(len(word) // 2, len(word) - 3))
    start = "  " if half == 1 else " "
    swapped = f" {word[: half - 1]}{word[half]}{word[half - 1]}"
    return tuple(dict.fromkeys((f"{start}{word[:half]}", word[half:], swapped)))


def _different(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _phone_spellings(line: str) -> tuple[str, ...]:
    """Digit strings one of which the stored digits contain. Stored phones begin with the
    country code, but notes may hold the number as it is dialled at home."""
    digits = only_digits(line)
    if line.lstrip("'").startswith("+"):
        return _with_home_spelling(digits)
    if digits.startswith("00"):
        return _with_home_spelling(digits[2:]) if len(digits) > 4 else (digits,)
    if digits[0] in "80" and len(digits) > _SHORTEST_PHONE:
        return (digits, digits[1:])  # a trunk prefix, or simply the number's own first digit
    return _with_home_spelling(digits)


def _with_home_spelling(digits: str) -> tuple[str, ...]:
    if len(digits) == 11 and digits[0] == "7":
        return (digits, f"8{digits[1:]}")
    return (digits,)


def _variants(line: str, sought: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    other_keys = map(words, other_layouts(line))
    other_letters = map(str.split, _in_other_alphabet(" ".join(sought)))
    # Without a vowel it is no Latin word, so the layout was wrong.
    mistyped = not _LATIN_VOWEL.search(fold(line))
    ordered = (*other_keys, *other_letters) if mistyped else (*other_letters, *other_keys)
    found = _different_words(ordered, sought)
    return tuple(found)[:MOST_VARIANTS]


def _different_words(
    found: Iterable[list[str]], sought: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    seen = {sought, ()}
    for each in found:
        variant = _different(each)
        if variant not in seen:
            seen.add(variant)
            yield variant


def _in_other_alphabet(folded: str) -> Iterator[str]:
    # One letter already finds plenty; a second spelling of it would find everything.
    limit = 1 if len(folded) == 1 else MOST_VARIANTS - 2
    if _LATIN.search(folded):
        yield from spellings_in_cyrillic(folded, limit)
    if _CYRILLIC.search(folded):
        yield from spellings_in_latin(folded, limit)
