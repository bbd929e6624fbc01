"""What a typed search may mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.folding import search_document
from crm_desktop.core.text.search_terms import (
    MOST_VARIANTS,
    TypoPatterns,
    interpret,
    one_typo_apart,
    typo_patterns,
)

WORDS = st.text(alphabet="абвгдеёabcл", min_size=4, max_size=9)


def test_words_are_sought_folded_and_once() -> None:
    assert interpret("  Łapińska ŁAPIŃSKA Ёлка ").words == ("lapinska", "елка")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("8 (912) 831-20-21", ("89128312021", "9128312021")),
        ("+7 912 831", ("7912831",)),
        ("+48 22 555 04 40", ("48225550440",)),
        ("0048601234567", ("48601234567",)),
        ("831-20-21", ("8312021", "312021")),
        ("8912", ("8912", "912")),
        ("022 555", ("022555", "22555")),
        ("79128312021", ("79128312021", "89128312021")),
        ("+7 (912) 831-20-21", ("79128312021", "89128312021")),
        ("'+79128312021", ("79128312021", "89128312021")),
    ],
)
def test_a_phone_is_sought_by_its_digits_in_any_writing(
    typed: str, digits: tuple[str, ...]
) -> None:
    assert interpret(typed).phone == digits


@pytest.mark.parametrize("typed", ["12", "Ким 912", "", "a@b.pl", "+"])
def test_other_input_is_no_phone(typed: str) -> None:
    assert interpret(typed).phone is None


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Ким 345-67-89", [("ким", "3456789")]),
        ("+7 912 345 Ким", [("ким", "7912345")]),
        ("Ким 8 912 345", [("ким", "8912345"), ("ким", "912345")]),
        ("офис 12, Ким 8912345", [("офис", "12", "ким", "912345")]),
        ("NIP 526-104-08-28", [("5261040828",)]),
        ("PL5261040828", [("5261040828",)]),
        ("тел. 8 (912) 345", [("8912345",), ("912345",)]),
        ("Ким 12", []),
        ("Ким 912", []),
        ("B2B", []),
    ],
)
def test_a_number_beside_words_is_sought_by_its_digits(
    typed: str, spelled: list[tuple[str, ...]]
) -> None:
    assert list(interpret(typed).with_numbers) == spelled


def test_an_address_is_sought_in_small_letters() -> None:
    assert interpret("Ivan@Example.COM").email == "ivan@example.com"
    assert interpret("@").email is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bdfyjd", "иванов"),
        ("dtrn", "вект"),
        ("`krbyf", "елкина"),
        (";er", "жук"),
        ("'km", "эль"),
        ("руддщ", "hello"),
        ("ivanov", "иванов"),
        ("shcherbakov", "щербаков"),
        ("szczerbakow", "щербаков"),
        ("yuliya", "юлия"),
        ("julia", "юлия"),
        ("olga", "ольга"),
        ("tatiana", "татьяна"),
        ("natalya", "наталья"),
        ("dmitry", "дмитрий"),
        ("sergey", "сергей"),
        ("alexey", "алексей"),
        ("khan", "хан"),
        ("grigoriev", "григорьев"),
        ("grigoreva", "григорьева"),
        ("vasilev", "васильев"),
        ("prokofev", "прокофьев"),
        ("andreev", "андреев"),
        ("lev", "лев"),
        ("kowalski", "ковальский"),
        ("alexander", "александр"),
        ("tchaikovsky", "чайковский"),
        ("nikolayev", "николаев"),
        ("kovalchuk", "ковальчук"),
        ("evgenii", "евгений"),
        ("ludmila", "людмила"),
        ("ёлкин", "elkin"),
        ("Иванов", "ivanov"),
        ("Ковальская", "kowalskaya"),
    ],
)
def test_other_layouts_and_alphabets_are_understood(typed: str, meant: str) -> None:
    assert (meant,) in interpret(typed).variants


def test_the_likeliest_variant_comes_first() -> None:
    assert interpret("ivanov petr").variants[0] == ("иванов", "петр")
    assert interpret("bdfyjd").variants[0] == ("иванов",)


@pytest.mark.parametrize("typed", ["i", "ш", "ж", "x"])
def test_one_letter_has_at_most_two_variants(typed: str) -> None:
    assert len(interpret(typed).variants) <= 2


@given(st.text(alphabet="abcehijlostuyxwzабвхцшщюя ';[.", max_size=40))
def test_variants_are_few_and_different(typed: str) -> None:
    query = interpret(typed)
    assert len(query.variants) <= MOST_VARIANTS
    assert len({query.words, (), *query.variants}) == len(query.variants) + (
        2 if query.words else 1
    )


@pytest.mark.parametrize(
    ("word", "document"),
    [
        ("вектт", "  вектор  плюс  "),
        ("ивнаов", "  иванов  "),
        ("ивановв", "  иванов  "),
        ("ковальсий", "  ковальский  "),
        ("петр", "  петров  "),
        ("ким", "  ким  "),
    ],
)
def test_one_wrong_letter_is_forgiven(word: str, document: str) -> None:
    assert one_typo_apart(word, document.split())


@pytest.mark.parametrize(
    ("word", "document"), [("вектттт", "вектор"), ("ким", "кот"), ("петр", "иванов"), ("abcd", "")]
)
def test_more_is_not(word: str, document: str) -> None:
    assert not one_typo_apart(word, document.split())


@st.composite
def _typos(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the same with one letter changed, lost, added or swapped."""
    word = draw(WORDS)
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from("абвxyz"))
    before, after = word[:place], word[place:]
    edited = draw(
        st.sampled_from(
            [
                before + letter + after[1:],
                before + after[1:],
                before + letter + after,
                before + after[1:2] + after[:1] + after[2:],
            ]
        )
    )
    return word, edited


@given(_typos(), st.text(alphabet="абвx", max_size=4))
def test_a_typo_pattern_stands_in_every_document_one_typo_away(
    typo: tuple[str, str], ending: str
) -> None:
    word, edited = typo
    document = f"  плюс  {edited}{ending}  вектор  "
    assert one_typo_apart(word, document.split())
    assert _leads_to(word, document)


def _leads_to(word: str, document: str) -> bool:
    patterns = typo_patterns(word)
    assert patterns
    gap = "[^ ]".join(map(re.escape, patterns.gap))
    held = (all(piece in document for piece in pieces) for pieces in patterns.pieces)
    return any(held) or re.search(gap, document) is not None


@given(WORDS)
def test_typo_patterns_can_be_sought_in_trigrams(word: str) -> None:
    patterns = typo_patterns(word)
    assert patterns
    assert all(len(piece) >= 3 for pieces in patterns.pieces for piece in pieces)
    assert len(patterns.gap[0]) >= 3


def test_typo_patterns_hold_all_letters_but_the_wrong_one() -> None:
    assert typo_patterns("вектор") == TypoPatterns(
        pieces=(
            ("ектор",),
            ("  в", "ктор"),
            (" ве", "тор"),
            (" век", "тор"),
            (" вект",),
            (" векор",),
            (" евктор",),
            (" вкетор",),
            (" веткор",),
            (" векотр",),
        ),
        gap=(" век", "ор"),
    )


def test_short_words_have_no_typo_patterns() -> None:
    assert typo_patterns("ким") is None


def test_patterns_meet_the_stored_document() -> None:
    document = search_document(["Вектор Плюс"], [])
    assert _leads_to("вектт", document)
