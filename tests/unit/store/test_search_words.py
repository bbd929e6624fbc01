"""The table of known words never hides a document."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.folding import search_document
from crm_desktop.store.search_words import learn, may_be_gapped, may_be_held, unknown, words_of

WORDS = st.text("абyz12", min_size=1, max_size=11)


def knowing(*words: str) -> tuple[sqlite3.Connection, str]:
    """A table that learned one document with these words, and the document."""
    driver = sqlite3.connect(":memory:")
    driver.execute("CREATE TABLE search_index_words (word TEXT PRIMARY KEY) WITHOUT ROWID")
    document = search_document(words, [])
    learn(driver, words_of([document]))
    return driver, document


@pytest.mark.parametrize(
    ("pattern", "may"),
    [
        (" иванов ", True),
        (" иван", True),
        ("  и", True),
        (" иван ", False),
        (" петр", False),
        ("ван", True),  # inside a word anything may stand
        (" 7912 ", True),  # and numbers are not kept
        (" александ ", True),  # only the first eight letters are
        (" александрит", True),
        (" алексей", False),
    ],
)
def test_what_nobody_is_called_is_known_not_to_be_there(pattern: str, may: bool) -> None:
    driver, _document = knowing("Иванов", "Александрович", "79128312021")
    assert may_be_held(driver, pattern) is may


def test_documents_are_counted_that_hold_words_nobody_learned() -> None:
    driver, document = knowing("Иванов", "Александрович", "79128312021")
    alike = search_document(["Александрина", "512"], [])
    others = [search_document(["Иванов", name], []) for name in ("Ян", "Петр")]
    assert unknown(driver, [document, alike, *others]) == 2


@given(st.lists(WORDS, max_size=4), WORDS, st.integers(1, 11))
def test_no_document_is_hidden(words: list[str], other: str, length: int) -> None:
    driver, document = knowing(*words)
    for word in (*words, other):
        for pattern in (f" {word} ", f" {word}", f" {word[:length]}", word):
            assert may_be_held(driver, pattern) or pattern not in document
    for word in words:
        for place in range(1, len(word)):
            assert may_be_gapped(driver, f" {word[:place]}", word[place + 1 :][:length])
