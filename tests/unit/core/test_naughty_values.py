"""Whatever is typed or imported, a value is either accepted or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

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
from crm_desktop.core.values.phones import check_phone, find_phones
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.core.values.tax_ids import TAX_ID_KINDS, check_tax_id, recognise_tax_id

NAUGHTY = st.one_of(
    st.text(),
    st.text(st.characters()),  # lone surrogates too
    st.text(alphabet="0123456789+-/.,:;()eE @<>'доб \n\0\u200d\ufeff٣９"),
    st.from_regex(r"[+8]?\d{0,16}[-. /]\d{1,8}[@.]\w{0,9}"),
)

CHECKS: dict[str, Callable[[str], object]] = {
    "phone in Russia": lambda text: check_phone(text, "RU"),
    "phone in Poland": lambda text: check_phone(text, "PL"),
    "phone anywhere": lambda text: check_phone(text, None),
    "e-mail": check_email,
    **{kind: partial(check_tax_id, kind) for kind in TAX_ID_KINDS},
    "iban": check_iban,
    "bic": check_bic,
    "account": lambda text: check_account(text, None),
    "account's bank": lambda text: check_account("40702810000000000000", text),
    "date": parse_date,
    "birthday": parse_birthday,
    "web address": check_url,
    **{service: partial(check_messenger, service) for service in MESSENGERS},
}

READERS: dict[str, Callable[[str], object]] = {
    "clean line": clean_line,
    "clean text": clean_text,
    "fold": fold,
    "search document": lambda text: search_document([text], [text]),
    "sort key": sort_key,
    "typed search": interpret,
    "typo": lambda text: one_typo_apart("вектор", text.split()),
    "typo patterns": typo_patterns,
    "phones in Russia": lambda text: find_phones(text, "RU"),
    "phones anywhere": lambda text: find_phones(text, None),
    "shown phone": format_phone,
    "e-mails": find_emails,
    "kind of tax id": recognise_tax_id,
    "blank date": is_blank_date,
    "date order": lambda text: guess_day_first([text]),
    "full name": lambda text: split_full_name(text, "ru"),
    "two names": lambda text: names_contradict(
        NameParts(text, text, text), split_full_name(text, "en")
    ),
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@given(text=NAUGHTY)
def test_a_check_gives_a_value_or_a_refusal_that_can_be_shown(
    check: Callable[[str], object], text: str
) -> None:
    with suppress(Invalid):
        assert check(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", [*",1(@T<.a-я: ", "1 2"])
def test_a_pasted_book_takes_no_time(sign: str) -> None:
    text = sign * 100_000
    for check in CHECKS.values():
        with suppress(Invalid):
            check(text)
    for read in READERS.values():
        read(text)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@given(text=NAUGHTY)
def test_a_reader_never_fails(read: Callable[[str], object], text: str) -> None:
    read(text)
