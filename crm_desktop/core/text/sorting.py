"""One stored key that sorts Russian, Polish and English names together, byte by byte.

Called by handlers when a record is written and by search for tie-breaking, on any thread. The
order follows CLDR's root with the Polish letters placed as in CLDR's ``pl``:

1. digits by their value, then Latin, Greek, Cyrillic, other scripts by code point;
2. ą after a, ł after l and so on are letters of their own; ё, é, ü differ from their base
   letter only where nothing else does; ß is ss;
3. spaces and hyphens stand before letters, other punctuation and case decide last;
4. texts without a letter or digit come after all others, empty ones at the very end.

A key is ``letters 00 accents 00 case``; every weight of a letter is above 01, so a shorter name
stands before a longer one that begins alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import fold

NAMELESS = b"\xff"
"""The key of an empty text."""

_LONGEST_NAME = 200  # characters that take part in sorting
_LONGEST_KEY = 2_000  # bytes; an index entry of PostgreSQL holds 2,704
_PICTURES_ONLY = b"\xfe"  # nothing to sort by: emoji, signs
_GAP = "\x03"  # a space
_NUMBER = 0x05  # plus the number of digits: longer numbers are greater
_LONGEST_NUMBER = 0x20  # digits; still longer ones compare as text
_LATIN = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"  # from 0x40
_GREEK = 0x7E  # a lead byte, then the place in the alphabet
# From 0x80: Russian with its neighbours at their places; ё is е with an accent.
_CYRILLIC = "абвгґдђѓеєжзѕиіїйјкќлљмнњопрстћуўфхцчџшщъыьэюя"
_OTHER = 0xF0  # a lead byte, then the code point in three bytes of seven bits

_DIGITS = late_pattern(r"\d+")
_LAST_NUMBER = late_pattern(r"\d+$")
_WEIGHT = late_pattern(r"\xf0...|~.|.", re.DOTALL)  # one letter, whatever bytes it takes
_MOST_BEGINNINGS = 64  # of one typed text; each is sought by itself
_PLAIN_LETTERS = late_pattern(f"[{_LATIN}{_LATIN.upper()}{_CYRILLIC}{_CYRILLIC.upper()}0-9 ]*")


def sort_key(text: str) -> bytes:
    """Bytes that compare as the texts sort. Never raises; equal only for texts that differ in
    nothing but spacing, invisible signs or zeros before a number."""
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST_NAME]).split())
    if not line:
        return NAMELESS
    letters = _letters(line)
    if not letters:
        return _PICTURES_ONLY + line.encode("utf-8", "surrogatepass")
    parts = (letters.encode("latin-1"), _accents(line), _case(line))
    return b"\0".join(parts).rstrip(b"\0")[:_LONGEST_KEY]


def beginning_key(text: str, *, is_cut: bool) -> bytes:
    """With what the keys begin of the texts that begin so, or the text's own key if it is not
    ``is_cut``; numbers are one like the other. Of two beginnings of which neither key begins with
    the other's, all texts of the lesser one come first."""
    number = _DIGITS.search(text)
    if number is None and not is_cut:
        return sort_key(text)
    whole = text if number is None else text[: number.start()]
    letters = whole.translate(_LETTERS).lstrip(_GAP)
    while "\x03\x03" in letters:
        letters = letters.replace("\x03\x03", _GAP)
    if number is None:
        return letters.rstrip(_GAP).encode("latin-1")
    return f"{letters}{chr(_NUMBER)}".encode("latin-1")


def _letters(line: str) -> str:
    """The weights of the letters as Latin-1 characters."""
    letters = _DIGITS.sub(_number, line).translate(_LETTERS).strip(_GAP)
    while "\x03\x03" in letters:
        letters = letters.replace("\x03\x03", _GAP)
    return letters


class Beginnings(NamedTuple):
    """Keys of names that begin so begin with one of ``all``; if these had to be cut short, keys
    match ``pattern`` from their beginning besides."""

    all: tuple[bytes, ...]
    pattern: re.Pattern[bytes] | None = None

    def begin(self, key: bytes) -> bool:
        """Whether the name of this key begins so."""
        return key.startswith(self.all) and (self.pattern is None or bool(self.pattern.match(key)))


def sort_beginnings(text: str) -> Beginnings:
    """What the keys of names begin with that begin with ``text``, whatever its accents and
    capitals: a plain letter stands for those with a mark too, as in the search, one with a mark
    for itself. Where the text ends in a digit, a longer number has another weight; a text without
    a letter or digit begins nothing."""
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST_NAME]).split())
    number = _LAST_NUMBER.search(line)
    if number is None:
        letters = _letters(line)
        numbers: tuple[str, ...] = ()
    else:
        letters, digits = _letters(line[: number.start()] + "0")[:-2], _number(number)[1:]
        counts = range(len(digits), _LONGEST_NUMBER + 1)
        numbers = tuple(f"{chr(_NUMBER + count)}{digits}" for count in counts)
    weights = [_LIKE.get(weight, (weight,)) for weight in _WEIGHT.findall(letters)]
    return _begun([*weights, numbers] if numbers else weights)


def _begun(weights: Sequence[Sequence[str]]) -> Beginnings:
    """The beginnings of which each part is one of these."""
    begun = [""] if weights else []
    for ways in weights:
        if len(begun) * len(ways) > _MOST_BEGINNINGS:
            parts = ("|".join(map(re.escape, one)) for one in weights)
            pattern = "".join(f"(?:{part})" for part in parts).encode("latin-1")
            return Beginnings(_encoded(begun), re.compile(pattern, re.DOTALL))
        begun = [f"{beginning}{way}" for beginning in begun for way in ways]
    return Beginnings(_encoded(begun))


def _encoded(letters: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(each.encode("latin-1") for each in letters)


def _accents(line: str) -> bytes:
    """Nothing for the plainest of the texts with the same letters, so that it comes first."""
    if _PLAIN_LETTERS.fullmatch(line):
        return b""
    return line.lower().replace("\0", "").encode("utf-8", "surrogatepass")


def _case(line: str) -> bytes:
    """Small letters before Capitals Of Words before any other MiXture."""
    if line.istitle():
        return b"\x01"
    return b"" if line.islower() else line.translate(_CASE).rstrip("\x02").encode("latin-1")


def _number(match: re.Match[str]) -> str:
    """The digits behind a private sign for their count, which ``_LETTERS`` turns to a weight."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in match[0]).lstrip("0") or "0"
    return _COUNT_SIGNS[min(len(digits), _LONGEST_NUMBER)] + digits


# Stand-ins within a private use area that no cleaned text contains at this place.
_COUNT_SIGNS = [chr(0xF8000 + count) for count in range(_LONGEST_NUMBER + 1)]


class _LetterTable(dict[int, str]):
    """Code point to its weights as Latin-1 characters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        weights = self[code] = _weights(chr(code))
        return weights


class _CaseTable(dict[int, str]):
    """Code point to 02, or 03 for a capital, which comes after the small letter."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        case = self[code] = "\x03" if char != char.lower() else "\x02"
        return case


def _weights(char: str) -> str:
    if char in _COUNT_SIGNS:
        return chr(_NUMBER + _COUNT_SIGNS.index(char))
    lowered = char.lower()
    if lowered in _KNOWN:
        return _KNOWN[lowered]
    folded = fold(lowered)
    if not folded:
        # An apostrophe or an accent alone belongs to its word; anything else parts words.
        return "" if not fold(f"a{char}a").count(" ") else _GAP
    return "".join(_KNOWN.get(part) or _other(part) for part in folded)


def _other(char: str) -> str:
    if "α" <= char <= "ω":
        return chr(_GREEK) + chr(ord(char) - ord("α") + 2)
    code = ord(char)
    return "".join(map(chr, (_OTHER, 2 + (code >> 14), 2 + (code >> 7 & 0x7F), 2 + (code & 0x7F))))


_KNOWN = {
    " ": _GAP,
    **{letter: chr(0x40 + place) for place, letter in enumerate(_LATIN)},
    **{letter: chr(0x80 + place) for place, letter in enumerate(_CYRILLIC)},
    **{digit: digit for digit in "0123456789"},
}
# Plain letters that stand for others too.
_LIKE = {
    _KNOWN[alike[0]]: tuple(map(_KNOWN.__getitem__, alike))
    for alike in ("aą", "cć", "eę", "lł", "nń", "oó", "sś", "zźż")
}
_LETTERS = _LetterTable()
_CASE = _CaseTable()
