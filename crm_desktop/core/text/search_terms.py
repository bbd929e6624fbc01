"""What a typed search may mean, before anything is sought.

Called by the search of the backend and by type-ahead lists for every key pressed, on any
thread. ``interpret`` only describes: the words as stored documents spell them, a phone in its
possible spellings, an e-mail address, and the same words as they would read from the other
keyboard layout or in the other alphabet (design/interaction.md, section 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern
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

_LONGEST_WITH_TYPO = 12  # letters that are looked at: each costs a question

_PHONE = late_pattern(r"'?\+?[\d\s().\-‐‑‒–—/]+")
_NUMBER = late_pattern(r"\+?\(?\d[\d\s().\-‐‑‒–—/]*")
# “PL” of a tax number, which is stored without it where the country is the office's own.
_COUNTRY = late_pattern(r"(?<!\w)[A-Za-z]{2}[ -]?$")
_SHORTEST_WITH_COUNTRY = 8
_NAMES_OF_NUMBERS = frozenset(
    (
        *("инн", "кпп", "огрн", "снилс", "тел", "телефон", "моб", "факс"),
        *("inn", "kpp", "vat", "tin", "tel", "phone", "mobile", "fax"),
        *("nip", "regon", "krs", "telefon", "kom", "ust", "idnr"),
    )
)
_LATIN = late_pattern(r"[a-z]")
_CYRILLIC = late_pattern(r"[\u0400-\u04ff]")
_LATIN_VOWEL = late_pattern(r"[aeiou]")


@dataclass(frozen=True)
class SearchQuery:
    """A typed search. All of ``words`` must match; ``phone`` and ``email`` are further ways to
    match when the whole input is one; ``with_numbers`` are the words with the digits of a number
    that stands among them, as it may be stored; ``variants`` are tried after ``words``, likeliest
    first."""

    words: tuple[str, ...]
    phone: tuple[str, ...] | None = None
    email: str | None = None
    with_numbers: tuple[tuple[str, ...], ...] = ()
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
    with_numbers = tuple(_different_words(_with_numbers(line), sought))
    return SearchQuery(sought, with_numbers=with_numbers, variants=_variants(line, sought))


def beginning(letters: str) -> str:
    """The substring of every search document that has a word which begins so; a trigram index
    wants three characters (quality.md, 'Search')."""
    return f"  {letters}" if len(letters) == 1 else f" {letters}"


def one_typo_apart(word: str, candidates: Iterable[str]) -> set[str]:
    """Which of the candidates are ``word``, or begin with it, up to one letter wrong, missing,
    too many or swapped with its neighbour (Damerau–Levenshtein ≤ 1). Words under
    ``SHORTEST_WITH_TYPO`` letters must match as they are. All words are folded."""
    if len(word) < SHORTEST_WITH_TYPO:
        return {candidate for candidate in candidates if candidate.startswith(word)}
    from rapidfuzz.distance import OSA  # not at the start: 2 MB that few searches need

    # One typo leaves one of the first two letters there, at most one place off.
    first = word[:2]
    likely = (c for c in candidates if c[:1] in first or c[1:2] in first)
    lengths = range(len(word) - 1, len(word) + 2)
    return {
        candidate
        for candidate in likely
        if any(OSA.distance(word, candidate[:n], score_cutoff=1) <= 1 for n in lengths)
    }


@dataclass(frozen=True)
class TypoPatterns:
    """What search documents hold that have a word beginning one typo away from the sought one:
    all substrings of any of ``pieces``, each of three characters at least, or the two of ``gap``
    with any one letter between them, of which the first has three characters."""

    pieces: tuple[tuple[str, ...], ...]
    gap: tuple[str, str]


def typo_patterns(word: str) -> TypoPatterns | None:
    """Where to look for ``word`` with a typo; short words have none.

    A letter that is wrong, missing or too many leaves whole what is before it and what is behind
    it, and what begins with all but the last two letters may end as it likes. Only a wrong letter
    third from the end leaves too little to be sought in a trigram index: that is the gap.
    """
    if len(word) < SHORTEST_WITH_TYPO:
        return None
    word = word[:_LONGEST_WITH_TYPO]  # what begins like the word begins like its beginning
    last = len(word) - 3
    before, behind = beginning(word[:last]), word[last + 1 :]
    around = [(beginning(word[:i]), word[i + 1 :]) for i in range(1, last)]
    swapped = [f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}" for i in range(last + 1)]
    exact = [word[: last + 1], word[:last] + behind, *(each for each in swapped if each != word)]
    pieces = ((word[1:],), *around, (before, word[last:]), *((beginning(e),) for e in exact))
    return TypoPatterns(tuple(dict.fromkeys(pieces)), (before, behind))


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


def _with_numbers(line: str) -> Iterator[list[str]]:
    """The words of a line in which a number stands, with its digits in one: “Kim 345-67-89”,
    “NIP PL5261040828”. What only says which number it is stands in no document."""
    number = max(_NUMBER.finditer(line), key=lambda found: len(only_digits(found[0])), default=None)
    if number is None or len(only_digits(number[0])) < _SHORTEST_PHONE:
        return
    before, behind = line[: number.start()], line[number.end() :]
    if len(only_digits(number[0])) >= _SHORTEST_WITH_COUNTRY:
        before = _COUNTRY.sub("", before)
    rest = [word for word in (*words(before), *words(behind)) if word not in _NAMES_OF_NUMBERS]
    for digits in _phone_spellings(number[0].strip()):
        yield [*rest, digits]


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
