"""Text as it is stored and as search sees it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.folding import (
    DOCUMENT_LIMIT,
    clean_line,
    clean_text,
    fold,
    only_digits,
    search_document,
    words,
)

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Анна \t Ким  ", "Анна Ким"),
        ("Анна\u00a0Ким", "Анна Ким"),
        ("\ufeffID", "ID"),
        ("a\0b\x07c", "abc"),
        ("и\u0306", "й"),
        ("за\u200bмок", "замок"),
        ("\ud800x", "x"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\u200db", "ab"),
        ("first\nsecond", "first second"),
    ],
)
def test_one_line_keeps_only_what_can_be_seen(written: str, kept: str) -> None:
    assert clean_line(written) == kept


def test_a_longer_text_keeps_its_line_breaks() -> None:
    assert clean_text("\r\n Один \r\n\r\nдва\u2028три\n") == "Один\n\nдва\nтри"


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored_in_every_database(text: str) -> None:
    for cleaned in (clean_line(text), clean_text(text)):
        cleaned.encode("utf-8")
        assert "\0" not in cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ёлкина", "елкина"),
        ("Майя", "майя"),
        ("Їжак", "їжак"),
        ("Łapińska", "lapinska"),
        ("Zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("Ørsted", "orsted"),
        ("ΑΘΉΝΑ", "αθηνα"),
        ("O'Neill", "oneill"),
        ("O’Neill", "oneill"),
        ("García-López", "garcia lopez"),
        ("ООО «Вектор Плюс»", "ооо вектор плюс"),
        ("ivan.petrov@example.com", "ivan petrov example com"),
        ("за\u0301мок", "замок"),
        ("ＦＵＬＬ １２", "full 12"),
        ("№ 12/3", "12 3"),
        ("🙂", ""),
    ],
)
def test_search_sees_letters_without_case_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_words_are_those_of_the_folded_text(text: str) -> None:
    assert words(text) == words(text) == fold(text).split()


def test_a_search_document_parts_words_by_two_spaces_with_two_at_both_ends() -> None:
    document = search_document(["Ким, Марина", "ким"], ["+7 (912) 831-20-21"])
    assert document == "  79128312021  ким  марина  "


def test_a_record_without_words_has_an_empty_document() -> None:
    assert search_document(["", "…"], [""]) == ""


@pytest.mark.parametrize("text", ["слово " * 3, " ".join(map(str, range(9_000))), "х" * 50_000])
def test_a_document_ends_at_a_whole_word_within_its_limit(text: str) -> None:
    document = search_document([text], [])
    assert len(document) <= DOCUMENT_LIMIT
    assert set(document.split()) <= set(words(text))
    assert not document or (document.startswith("  ") and document.endswith("  "))


def test_digits_of_any_script_are_digits() -> None:
    assert only_digits("٣-９ x1") == "391"
