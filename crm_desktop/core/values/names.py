"""Names of people: one written name into its parts, the parts shown, two names compared.

Called by import (full names split), contact handlers (display name) and duplicate detection,
on any thread. Nobody's name can be told for certain: the rules take patronymics, initials,
particles, well-known given names and surname endings as evidence, in this order, and never
lose a word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.given_names import GROUPS

_PATRONYMIC = late_pattern(
    r".{2,}(?:ович|евич|ьич|мич|кич|тич|ыч|овна|евна|инична|ична|ovich|evich|ovna|evna)",
    re.IGNORECASE,
)
_PATRONYMIC_WORDS = {"оглы", "кызы", "оглу", "улы", "ogly", "kyzy", "oglu"}
_SURNAME = late_pattern(
    r".{2,}(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|ской|[оеё]вский|[иы]х|енко|чук|юк|ян|швили|дзе|"
    r"ук|ко|o[vw]a?|e[vw]a?|in|ina|[sc]k[iay]|czyk|wicz|iak|enko|chuk|son|man|berg|stein|ez|"
    r"sen|ford|ton)",
    re.IGNORECASE,
)
_PARTICLES = {
    *("van", "von", "der", "den", "de", "la", "le", "del", "della", "di", "da", "dos", "du"),
    *("bin", "ibn", "al", "el", "ter", "zu", "af", "ван", "фон", "дер", "де", "ла", "бин", "аль"),
}
_HONORIFICS = {
    *("г-н", "г-жа", "гн", "гжа", "господин", "госпожа", "mr", "mrs", "ms", "miss", "dr", "prof"),
    *("sir", "pan", "pani", "mgr", "hab", "inż", "пан", "пані", "д-р", "проф", "herr", "frau"),
}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "мл", "ст"}
_INITIALS = late_pattern(r"(?:[^\W\d_]\.-?)+[^\W\d_]?\.?")
_INITIAL = late_pattern(r"[^\W\d_]\.?")


@dataclass(frozen=True)
class NameParts:
    """A person's name; ``middle`` is the patronymic or the second given names. Parts that were
    not written are empty."""

    family: str = ""
    given: str = ""
    middle: str = ""


def split_full_name(text: str, language: str) -> NameParts:
    """The parts of a name written as one. ``language`` (``ru``, ``en``, ``pl``) decides where
    nothing else does: three unknown words are Фамилия Имя Отчество only in Russian."""
    family, comma, rest = _readable(text).partition(",")
    if comma and family.strip() and not _is_suffix(rest):
        given, *middle = _tokens(rest) or [""]
        return NameParts(" ".join(_tokens(family)), given, " ".join(middle))
    tokens = _without_honorifics(_tokens(f"{family} {rest}"))
    suffix: list[str] = []
    while len(tokens) > 2 and _is_suffix(tokens[-1]):
        suffix.insert(0, tokens.pop())
    parts = _arranged(tokens, language)
    return NameParts(" ".join([parts.family, *suffix]).strip(), parts.given, parts.middle)


def split_given_names(text: str) -> tuple[str, str]:
    """The given name and the patronymic of a person whose family name stands elsewhere:
    ``Анна Петровна``; without a patronymic the text as it is."""
    given, _space, last = text.rpartition(" ")
    return (given, last) if given and _PATRONYMIC.fullmatch(last) else (text, "")


def display_name(family: str, given: str, middle: str, language: str) -> str:
    """The name as lists show it: ``Марина Ким``. The middle name appears beside initials, where
    there is no family name (``Иван Иванович``), and as an English middle initial."""
    shows_middle = not family or _is_initial(given) or (language == "en" and _is_initial(middle))
    return " ".join(filter(None, (given, middle if shows_middle else "", family)))


def names_contradict(a: NameParts, b: NameParts) -> bool:
    """Whether the two can not be the same person. Missing parts, initials, short forms, ё for
    е, another alphabet and swapped order do not contradict; a different given, family or middle
    name does, a married name too."""
    if _family_agrees(a.family, b.family) and _given_agrees(a.given, b.given):
        return not _given_agrees(a.middle, b.middle)
    swapped = all((a.family, a.given, b.family, b.given))
    return not (swapped and _family_agrees(a.family, b.given) and _family_agrees(a.given, b.family))


def _readable(text: str) -> str:
    """The line without emoji and other pictures."""
    line = clean_line(text)
    if line.isascii():
        return line
    kept = (" " if unicodedata.category(char) in {"So", "Sk", "Cf"} else char for char in line)
    return clean_line("".join(kept).replace("\ufe0f", ""))


def _tokens(text: str) -> list[str]:
    """The words, joined initials apart: ``И.И.`` is ``И.`` and ``И.``."""
    tokens: list[str] = []
    for token in text.replace(",", " ").split():
        if len(token) > 2 and _INITIALS.fullmatch(token):
            tokens += re.findall(r"[^\W\d_]\.?", token)
        else:
            tokens.append(token)
    return tokens


def _without_honorifics(tokens: list[str]) -> list[str]:
    while len(tokens) > 1 and tokens[0].lower().strip(".") in _HONORIFICS:
        tokens = tokens[1:]
    return tokens


def _is_suffix(text: str) -> bool:
    return text.strip(" .").replace(".", "").lower() in _SUFFIXES


def has_initials(text: str) -> bool:
    """Whether it is one family name with initials: ``Иванов И.И.``, ``J. R. Smith``."""
    tokens = _tokens(text)
    whole = [token for token in tokens if not _is_initial(token)]
    return len(tokens) > 1 and len(whole) == 1 and whole[0][0].isupper() and whole[0][-1] != "."


def _is_initial(token: str) -> bool:
    return bool(_INITIAL.fullmatch(token)) and token[0].isupper()


def _arranged(tokens: list[str], language: str) -> NameParts:
    if len(tokens) < 2:
        return _single("".join(tokens))
    return (
        _by_initials(tokens)
        or _by_patronymic(tokens)
        or _by_particle(tokens)
        or _by_known_names(tokens, language)
    )


def _single(word: str) -> NameParts:
    if not is_given_name(word) and _SURNAME.fullmatch(fold(word)):
        return NameParts(family=word)
    return NameParts(given=word)


def _by_initials(tokens: list[str]) -> NameParts | None:
    initials = [token for token in tokens if _is_initial(token)]
    whole = [token for token in tokens if not _is_initial(token)]
    if not initials or not whole:
        return None
    if len(whole) == 1 or _is_particle(whole[0]):
        return NameParts(" ".join(whole), initials[0], " ".join(initials[1:]))
    named = _by_particle(whole) or _by_known_names(whole, "en")
    return NameParts(named.family, named.given, " ".join(filter(None, [named.middle, *initials])))


def _by_patronymic(tokens: list[str]) -> NameParts | None:
    """``Иванов Иван Иванович``, ``Иван Иванович Иванов``, ``Гасанов Рашид Али оглы``."""
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index].lower() in _PATRONYMIC_WORDS and index > 1:
            start, end = index - 1, index + 1
        elif _PATRONYMIC.fullmatch(tokens[index]):
            start, end = index, index + 1
        else:
            continue
        before, middle, after = tokens[:start], " ".join(tokens[start:end]), tokens[end:]
        given = before.pop(0) if len(before) > 1 and _only_first_is_given(before) else before.pop()
        return NameParts(" ".join(before + after), given, middle)
    return None


def _only_first_is_given(words: list[str]) -> bool:
    return is_given_name(words[0]) and not any(map(is_given_name, words[1:]))


def _by_particle(tokens: list[str]) -> NameParts | None:
    """``Pieter van der Berg`` and ``van der Berg Pieter``."""
    first = next((i for i, token in enumerate(tokens) if _is_particle(token)), None)
    if first is None or first == len(tokens) - 1:
        return None
    if first:
        return NameParts(" ".join(tokens[first:]), tokens[0], " ".join(tokens[1:first]))
    end = next((i for i, token in enumerate(tokens) if not _is_particle(token)), 0) + 1
    family, given, middle = tokens[:end], tokens[end : end + 1], tokens[end + 1 :]
    return NameParts(" ".join(family), " ".join(given), " ".join(middle))


def _is_particle(token: str) -> bool:
    """``van`` and ``Van`` in Latin; in Cyrillic only small letters, since Ван is a name."""
    return (token.lower() if token.isascii() else token) in _PARTICLES


def _by_known_names(tokens: list[str], language: str) -> NameParts:
    if _family_stands_first(tokens, language):
        return NameParts(tokens[0], tokens[1], " ".join(tokens[2:]))
    return NameParts(tokens[-1], tokens[0], " ".join(tokens[1:-1]))


def _family_stands_first(tokens: list[str], language: str) -> bool:
    first, second, last = tokens[0], tokens[1], tokens[-1]
    if is_given_name(first) != is_given_name(second):
        return is_given_name(second)
    if _shouts(first) != _shouts(last):  # KOWALSKI Jan: capitals mark the family name
        return _shouts(first)
    if is_given_name(first) or is_given_name(last):
        return is_given_name(last) and not is_given_name(first)
    if _looks_like_surname(first) != _looks_like_surname(last):
        return _looks_like_surname(first)
    return language == "ru" and len(tokens) == 3


def _shouts(word: str) -> bool:
    return len(word) > 2 and word.isupper()


def _looks_like_surname(word: str) -> bool:
    return bool(_SURNAME.fullmatch(fold(word)))


def is_given_name(word: str) -> bool:
    """Whether the word, or each half of a hyphenated one, is a well-known given name."""
    halves = fold(word).split()
    return bool(halves) and all(half in _groups_by_name() for half in halves)


@cache
def _groups_by_name() -> dict[str, frozenset[int]]:
    """Folded given name → numbers of the groups in which it stands."""
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(GROUPS.strip().splitlines()):
        for name in line.split():
            groups.setdefault(fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


def _family_agrees(a: str, b: str) -> bool:
    return not a or not b or _same_letters(a, b) or _initial_agrees(a, b)


def _given_agrees(a: str, b: str) -> bool:
    if _family_agrees(a, b):
        return True
    groups = _groups_by_name()
    first, second = (fold(name).partition(" ")[0] for name in (a, b))
    if not groups.get(first, frozenset()).isdisjoint(groups.get(second, frozenset())):
        return True
    return first == second or _letters_of_any_alphabet(first) == _letters_of_any_alphabet(second)


def _initial_agrees(a: str, b: str) -> bool:
    if not (_is_initial(a) or _is_initial(b)):
        return False
    first, second = _letters_of_any_alphabet(fold(a)), _letters_of_any_alphabet(fold(b))
    return first[:1] == second[:1]


def _same_letters(a: str, b: str) -> bool:
    first, second = fold(a), fold(b)
    if first == second or not first or not second:
        return True
    if not (_has_latin(first) or _has_latin(second)):
        return False
    return _letters_of_any_alphabet(first) == _letters_of_any_alphabet(second)


def _has_latin(folded: str) -> bool:
    return any("a" <= char <= "z" for char in folded)


_CYRILLIC_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufie", strict=True)),
        **dict(zip("іїєґў", "iiegu", strict=True)),
        "ж": "z",
        "х": "h",
        "ц": "c",
        "ч": "c",
        "ш": "s",
        "щ": "s",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)
# Spellings of one sound in the usual transliterations, in Polish and in English.
_LATIN_SOUNDS = (
    *(("shch", "s"), ("szcz", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("sz", "s")),
    *(("zh", "z"), ("rz", "z"), ("kh", "h"), ("ch", "c"), ("cz", "c"), ("ts", "c"), ("tz", "c")),
    *(("x", "ks"), ("w", "v"), ("j", "i"), ("y", "i"), ("ck", "k"), ("ph", "f")),
)


@lru_cache(maxsize=65_536)
def _letters_of_any_alphabet(folded: str) -> str:
    """A rough spelling that Иванов, Ivanov and Iwanow share; only ever compared for equality."""
    letters = folded.translate(_CYRILLIC_SOUNDS).replace(" ", "")
    for spelling, sound in _LATIN_SOUNDS:
        letters = letters.replace(spelling, sound)
    letters = letters.replace("ie", "e").replace("io", "o")
    return re.sub(r"(.)\1+", r"\1", letters)
