"""How text is cleaned for storing and folded for seeking.

Every value a person or a file brings in passes ``clean_line`` or ``clean_text``; search
documents and typed searches pass ``fold``, so both speak the same reduced language. Called by
handlers, import and search, on any thread; pure functions, the lazily grown tables only ever
gain entries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from crm_desktop.core.late_pattern import late_pattern

DOCUMENT_LIMIT = 250_000
"""Length in characters at which a search document ends: a note without end must not slow everybody.
It holds each word once, so it takes in all of a text of half a million characters."""

_ZWJ = "\u200d"
_LINE_BREAKS = late_pattern("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SHORT = 40  # characters of a word that is worth to be remembered
_NEVER_STORED = {"Cc", "Cf", "Cs"}  # controls, invisible formatting (BOM too), lone surrogates
_EMOJI_PARTS = {"So", "Sk", "Mn"}  # what a joiner joins: pictures, skin tones, variation selectors

_APOSTROPHES = "'’‘‛`´ʼʻ′＇"
_FOLDED_BY_HAND = {
    **dict.fromkeys(_APOSTROPHES, ""),
    "ё": "е",
    "ѐ": "е",
    "ѝ": "и",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}


def clean_line(text: str) -> str:
    """One line fit for storing: NFC, nothing invisible, single spaces, no space at the ends."""
    if text.isprintable() and "  " not in text:  # of white space only the space can be printed
        return unicodedata.normalize("NFC", text.strip(" "))
    return " ".join(_without_invisible(text).split())


def clean_text(text: str) -> str:
    """As ``clean_line``, but the line breaks of a longer text stay, each as one ``\\n``."""
    if text.isprintable():
        return clean_line(text)
    lines = _LINE_BREAKS.sub("\n", text).split("\n")
    return "\n".join(map(clean_line, lines)).strip("\n")


def _without_invisible(text: str) -> str:
    """NFC without controls, zero-width characters and surrogates; white space is untouched."""
    if not text.isprintable():
        text = "".join(char for position, char in enumerate(text) if _is_kept(char, text, position))
    return unicodedata.normalize("NFC", text)


def _is_kept(char: str, text: str, position: int) -> bool:
    if char.isspace() or unicodedata.category(char) not in _NEVER_STORED:
        return True
    return char == _ZWJ and _joins_emoji(text, position)


def _joins_emoji(text: str, position: int) -> bool:
    neighbours = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    return len(neighbours) == 2 and all(
        ord(char) > 0x7F and unicodedata.category(char) in _EMOJI_PARTS for char in neighbours
    )


class _FoldingTable(dict[int, str]):
    """Code point to its folded form, worked out when first met (``str.translate`` reads it)."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


def _fold_char(char: str) -> str:
    lowered = char.casefold()
    by_hand = _FOLDED_BY_HAND.get(lowered)
    if by_hand is not None:
        return by_hand
    if unicodedata.combining(char):
        return ""
    if not (char.isalnum() or unicodedata.category(char).startswith("M")):
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    apart = unicodedata.normalize("NFKD", lowered)
    if not _has_foldable_marks(apart[0]):
        return unicodedata.normalize("NFKC", lowered)
    plain = "".join(part for part in apart.casefold() if part.isalnum())
    return "".join(_FOLDED_BY_HAND.get(part, part) for part in plain)


def _has_foldable_marks(base: str) -> bool:
    """Latin and Greek lose their marks; й, ї and ў are letters of their own and keep them."""
    return base.isascii() or unicodedata.name(base, "").startswith(("LATIN", "GREEK"))


_FOLDING = _FoldingTable()


def fold(text: str) -> str:
    """The text as search sees it: lower case, ё→е, ł→l, é→e, ß→ss, apostrophes gone, every run
    of other signs one space. Folding twice changes nothing."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLDING)
    return " ".join(unicodedata.normalize("NFC", folded).split())


@lru_cache(maxsize=2_048)
def sign_of(letter: str) -> str:
    """The letter folded into just one sign, so that places in a text stay the same."""
    return fold(letter)[:1] or " "


def words(text: str) -> list[str]:
    """The words of the folded text, in order."""
    found: list[str] = []
    for word in text.split():
        found += _folded_words(word) if len(word) <= _SHORT else fold(word).split()
    return found


# Most words come again and again; to fold one takes ten times as long as to remember it.
@lru_cache(maxsize=10_000)
def _folded_words(word: str) -> tuple[str, ...]:
    return tuple(fold(word).split())


def search_document(parts: Iterable[str], phones: Iterable[str]) -> str:
    """What is stored to be sought: the different words of ``parts`` and the digits of
    ``phones``, joined by two spaces and with two at both ends (quality.md, 'Search').

    With ``␣`` for a space, ``␣␣a`` finds one letter, ``␣ab`` two, ``abc`` more letters anywhere,
    ``␣word`` a beginning, ``␣word␣`` the word itself and ``1234␣`` the end of a phone. Phones
    come first, so the cut at ``DOCUMENT_LIMIT`` characters only ever drops words of long notes.
    """
    different = dict.fromkeys(digits for phone in phones if (digits := only_digits(phone)))
    different.update(dict.fromkeys(words("\n".join(parts))))
    if not different:
        return ""
    document = f"  {'  '.join(different)}  "
    if len(document) <= DOCUMENT_LIMIT:
        return document
    whole_words = document[: document.rfind("  ", 0, DOCUMENT_LIMIT)].rstrip()
    return f"{whole_words}  " if whole_words else ""


def only_digits(text: str) -> str:
    """The decimal digits of the text as ASCII, whatever script they were written in."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
