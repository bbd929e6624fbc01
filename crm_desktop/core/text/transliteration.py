"""The same typed letters on the other keyboard layout and in the other alphabet.

Called by ``search_terms`` alone, on any thread. People write Щербаков as Shcherbakov,
Scherbakov, Szczerbakow; the rules list the spellings in use (passport, BGN/PCGN, Polish
habit), each with its readings, likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_desktop.core.late_pattern import late_pattern

_KEYS_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~"
_KEYS_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё"
_TO_CYRILLIC_KEYS = str.maketrans(_KEYS_LATIN, _KEYS_CYRILLIC)
_TO_LATIN_KEYS = {
    ord(cyrillic): latin
    for latin, cyrillic in zip(_KEYS_LATIN, _KEYS_CYRILLIC, strict=True)
    if latin.isalpha()
}
_KEYS_WITHOUT_LETTER = late_pattern("[хъжэбюё]")  # signs on a Latin keyboard: no word has them
_BEYOND_KEYBOARD = late_pattern("[\u00c0-\u024f]")  # who types ł meant the Latin layout

_CONSONANT = "bcdfghjklmnpqrstvwxz"

# Before the -ев of a surname papers leave out the soft sign: Grigoreva, Vasilev, Prokofev.
_BEFORE_EV = {
    f"{latin}{latin_end}$": (f"{cyrillic}{end}", f"{cyrillic}ь{end}")
    for latin, cyrillic in zip("flnrstv", "флнрств", strict=True)
    for latin_end, end in (("ev", "ев"), ("eva", "ева"))
}

# Latin spelling → Cyrillic readings (folded: е for ё), likeliest first. Longer spellings win;
# ``^`` begins a word, ``$`` ends it, ``_`` follows a consonant.
_READINGS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",),
    "szcz": ("щ",),
    "sch": ("щ", "ш"),
    "tch": ("ч",),
    "sh": ("ш",),
    "sz": ("ш",),
    "zh": ("ж",),
    "kh": ("х",),
    "ch": ("ч", "х"),
    "cz": ("ч",),
    "ck": ("к", "цк"),
    "ts": ("ц", "тс"),
    "tz": ("ц",),
    "rz": ("ж", "рз"),
    "ph": ("ф",),
    "yo": ("е", "йо"),
    "jo": ("е", "йо"),
    "joh": ("джо", "йох"),
    "yu": ("ю",),
    "ju": ("ю",),
    "iu": ("ю", "иу"),
    "ya": ("я",),
    "ja": ("я", "джа"),
    "_yo": ("е", "ье", "йо"),
    "_ya": ("я", "ья"),
    "_yu": ("ю", "ью"),
    "ia": ("ия", "я", "ья"),
    "ye": ("е",),
    "_ye": ("ье", "е"),
    "je": ("е", "дже"),
    "ie": ("ие", "е", "ье"),
    "iya": ("ия",),
    "aya": ("ая",),
    "eya": ("ея",),
    "oya": ("оя",),
    "aye": ("ае",),
    "eye": ("ее",),
    "oye": ("ое",),
    "iy": ("ий",),
    "ii$": ("ий", "ии"),
    "ij": ("ий",),
    "yy": ("ый", "ий"),
    "ey": ("ей",),
    "ay": ("ай",),
    "oy": ("ой",),
    "uy": ("уй",),
    "ei": ("ей", "еи"),
    "ai": ("ай", "аи"),
    "oi": ("ой", "ои"),
    "ks": ("кс",),
    "_y$": ("ий", "ы", "и"),
    "^e": ("е", "э"),
    "^y": ("й", "ы"),
    "oo": ("у", "оо"),
    "ee": ("и", "ее"),
    "lg": ("льг", "лг"),
    "lk": ("лк", "льк"),
    "ln": ("льн", "лн"),
    "ls": ("льс", "лс"),
    "lsk": ("льск", "лск"),
    "lski$": ("льский", "льски"),
    "lsky$": ("льский",),
    "ski$": ("ский", "ски"),
    "sky$": ("ский",),
    "ky$": ("кий", "кы"),
    "nder$": ("ндр", "ндер"),
    "lc": ("льц", "лк"),
    "lch": ("льч", "лч"),
    "lsh": ("льш", "лш"),
    "lyi": ("льи",),
    "lu": ("лу", "лю"),
    "lm": ("льм", "лм"),
    "lv": ("льв", "лв"),
    **_BEFORE_EV,
    "a": ("а",),
    "b": ("б",),
    "c": ("к", "ц", "с"),
    "d": ("д",),
    "e": ("е", "э"),
    "f": ("ф",),
    "g": ("г",),
    "h": ("х", "г"),
    "i": ("и",),
    "j": ("й", "дж", "ж"),
    "k": ("к",),
    "l": ("л",),
    "m": ("м",),
    "n": ("н",),
    "o": ("о",),
    "p": ("п",),
    "q": ("к",),
    "r": ("р",),
    "s": ("с",),
    "t": ("т",),
    "u": ("у",),
    "v": ("в",),
    "w": ("в",),
    "x": ("кс", "х"),
    "y": ("ы", "й", "и"),
    "z": ("з",),
}

# Cyrillic letter → Latin spellings, likeliest first.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    **dict(zip("абгдезиклмнопрстуфыэ", zip("abgdeziklmnoprstufye"), strict=True)),
    "в": ("v", "w"),
    "ж": ("zh", "z"),
    "й": ("y", "i", "j"),
    "х": ("kh", "h", "ch"),
    "ц": ("ts", "c"),
    "ч": ("ch", "cz"),
    "ш": ("sh", "sz"),
    "щ": ("shch", "sch", "szcz"),
    "ъ": ("",),
    "ь": ("",),
    "ю": ("yu", "iu", "ju"),
    "я": ("ya", "ia", "ja"),
    "і": ("i",),
    "ї": ("yi", "i"),
    "є": ("ye", "ie"),
    "ґ": ("g",),
    "ў": ("u",),
}

_LONGEST_SPELLING = 4


def other_layouts(line: str) -> Iterator[str]:
    """The keys of ``line`` read on the other layout (``bdfyjd`` → ``иванов``). Needs the text
    as typed: х ъ ж э б ю ё share their keys with signs."""
    lowered = line.lower()
    if re.search("[a-z]", lowered) and not _BEYOND_KEYBOARD.search(lowered):
        yield lowered.translate(_TO_CYRILLIC_KEYS)
    if re.search("[а-яё]", lowered) and not _KEYS_WITHOUT_LETTER.search(lowered):
        yield lowered.translate(_TO_LATIN_KEYS)


def spellings_in_cyrillic(folded: str, limit: int) -> list[str]:
    """At most ``limit`` Cyrillic readings of folded text in Latin letters, likeliest first."""
    return _likeliest(_readings_by_position(folded), limit)


def spellings_in_latin(folded: str, limit: int) -> list[str]:
    """At most ``limit`` Latin spellings of folded text in Cyrillic, likeliest first."""
    return _likeliest((_SPELLINGS.get(letter, (letter,)) for letter in folded), limit)


def _readings_by_position(folded: str) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(folded):
        taken, readings = _longest_reading(folded, place)
        yield readings
        place += taken


def _longest_reading(folded: str, place: int) -> tuple[int, tuple[str, ...]]:
    before = folded[place - 1 : place] if place else ""
    start = "^" if before in {"", " "} else "_" if before in _CONSONANT else ""
    for length in range(_LONGEST_SPELLING, 0, -1):
        spelling = folded[place : place + length]
        if len(spelling) < length:
            continue
        end = "$" if folded[place + length : place + length + 1] in {"", " "} else ""
        marked = (f"{start}{spelling}{end}", f"{start}{spelling}", f"{spelling}{end}", spelling)
        for key in marked:
            if key in _READINGS:
                return length, _READINGS[key]
    return 1, (folded[place],)


def _likeliest(choices: Iterator[tuple[str, ...]], limit: int) -> list[str]:
    """The ``limit`` texts with the fewest unlikely choices (a beam search, exact for sums)."""
    texts = [(0, "")]
    for options in choices:
        texts = sorted(
            (
                (doubt + rank, text + option)
                for doubt, text in texts
                for rank, option in enumerate(options)
            ),
            key=lambda text: text[0],
        )[:limit]
    return [text for _doubt, text in texts]
