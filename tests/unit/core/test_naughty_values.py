"""Whatever is typed or imported, a value is either accepted or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import clean_line, clean_text, fold, search_document
from crm_desktop.core.text.search_terms import interpret, one_typo_apart, typo_patterns
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.core.values.banking import check_account, check_bic, check_iban
from crm_desktop.core.values.dates import (
    guess_day_first,
    is_blank_date,
    parse_birthday,
    parse_date,
)
from crm_desktop.core.values.emails import check_email, find_emails
from crm_desktop.core.values.links import MESSENGERS, check_messenger, check_url
from crm_desktop.core.values.names import NameParts, names_contradict, split_full_name
from crm_desktop.core.values.phones import check_phone, find_phones, format_phone
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, check_tax_id, recognise_tax_id

NAUGHTY = st.one_of(
    st.text(),
    st.text(st.characters()),  # lone surrogates too
    st.text(alphabet="0123456789+-/.,:;()eE @<>'доб \n\0\u200d\ufeff٣９"),
    st.from_regex(r"[+8]?\d{0,16}[-. /]\d{1,8}[@.]\w{0,9}"),
)

CHECKS: list[Callable[[str], object]] = [
    lambda text: check_phone(text, "RU"),
    lambda text: check_phone(text, None),
    lambda text: check_phone(text, "PL"),
    check_email,
    *(lambda text, kind=kind: check_tax_id(kind, text) for kind in TAX_ID_KINDS),
    check_iban,
    check_bic,
    lambda text: check_account(text, None),
    lambda text: check_account("40702810000000000000", text),
    parse_date,
    parse_birthday,
    check_url,
    *(lambda text, service=service: check_messenger(service, text) for service in MESSENGERS),
]

READERS: list[Callable[[str], object]] = [
    clean_line,
    clean_text,
    fold,
    lambda text: search_document([text], [text]),
    sort_key,
    interpret,
    lambda text: one_typo_apart("вектор", text),
    typo_patterns,
    lambda text: find_phones(text, "RU"),
    lambda text: find_phones(text, None),
    format_phone,
    find_emails,
    recognise_tax_id,
    is_blank_date,
    lambda text: guess_day_first([text]),
    lambda text: split_full_name(text, "ru"),
    lambda text: names_contradict(NameParts(text, text, text), split_full_name(text, "en")),
]


@pytest.mark.parametrize("check", CHECKS)
@given(text=NAUGHTY)
def test_a_check_gives_a_value_or_a_refusal_that_can_be_shown(
    check: Callable[[str], object], text: str
) -> None:
    with suppress(Invalid):
        assert check(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", [sign * 100_000 for sign in ",1(@T<.a-я: "] + ["1 2" * 50_000])
def test_a_pasted_book_takes_no_time(text: str) -> None:
    for check in CHECKS:
        with suppress(Invalid):
            check(text)
    for read in READERS:
        read(text)


@pytest.mark.parametrize("read", READERS)
@given(text=NAUGHTY)
def test_a_reader_never_fails(read: Callable[[str], object], text: str) -> None:
    read(text)
