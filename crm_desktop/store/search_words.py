"""Which words the search documents of names hold, so that nobody looks for what isn't there.

Only on SQLite. That no document holds a word made of common pieces, as most of what is typed on
the way to a longer name, its trigram index learns by reading all their places, at a million
people for 30 ms; this table by one look (docs/decisions/0018). Called by ``search_index`` inside
transactions, with the driver's own connection.

A number isn't kept: there would be a word for each phone. Words never go: one that stands in no
document any longer only costs the time that all of them cost before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import filterfalse
from typing import Any

# Letters that are kept of a word: few words differ only behind, but most of the parts of e-mail
# addresses, which would make the table a hundred times as large.
_KEPT = 8
_LAST = "\U0010ffff"


def words_of(texts: Iterable[str]) -> str:
    """What ``learn`` notes of documents, as it takes it; where there is time for that."""
    return _as_list(_words(texts))


def learn(driver: Any, words: str) -> None:
    """Note the words of documents that are written, which ``words_of`` gave."""
    known = "INSERT OR IGNORE INTO search_index_words SELECT value FROM json_each(?)"
    driver.execute(known, (words,))


def unknown(driver: Any, texts: Collection[str]) -> int:
    """How many of the documents hold a word that isn't known, so that nobody finds them by it."""
    rows = driver.execute(
        "SELECT value FROM json_each(?) EXCEPT SELECT word FROM search_index_words WHERE word IN "
        "(SELECT value FROM json_each(?))",
        (words := _as_list(_words(texts)), words),
    )
    missing = {word for (word,) in rows}
    return sum(not missing.isdisjoint(_words([text])) for text in texts) if missing else 0


def _words(texts: Iterable[str]) -> set[str]:
    """What is kept of the documents."""
    different = filterfalse(str.isdecimal, set("".join(texts).split()))
    return {word[:_KEPT] for word in different}


def _as_list(words: Iterable[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def may_be_held(driver: Any, pattern: str) -> bool:
    """False if no document holds the pattern: a word, or how one begins, that isn't known. Of
    numbers and of what may stand inside a word nothing is known."""
    word = pattern.strip(" ")
    if not pattern.startswith(" ") or not word or word.isdecimal():
        return True
    if pattern.endswith(" ") or len(word) >= _KEPT:
        return _is_any(driver, "word = ?", word[:_KEPT])
    return _is_any(driver, "word >= ? AND word < ?", word, f"{word}{_LAST}")


def may_be_gapped(driver: Any, before: str, behind: str) -> bool:
    """False if no word begins with ``before``, a pattern, any one letter, and ``behind``."""
    begin = before.strip(" ")
    if not before.startswith(" ") or begin.isdecimal():
        return True
    like = f"{begin}_{behind}"[:_KEPT]
    known = "word >= ? AND word < ? AND word LIKE ?"
    return _is_any(driver, known, begin[:_KEPT], f"{begin[:_KEPT]}{_LAST}", f"{like}%")


def _is_any(driver: Any, condition: str, *values: str) -> bool:
    query = f"SELECT EXISTS (SELECT 1 FROM search_index_words WHERE {condition})"
    return bool(driver.execute(query, values).fetchone()[0])
