"""Languages are kept by code, shown by name, and typed in any of the program's languages."""

from __future__ import annotations

import pytest

from crm_desktop.core.i18n import set_language
from crm_desktop.core.values.languages import language_code, language_name


@pytest.mark.parametrize(
    ("shown_in", "name"), [("en", "Russian"), ("ru", "русский"), ("pl", "rosyjski")]
)
def test_a_code_is_shown_by_the_name_of_its_language(shown_in: str, name: str) -> None:
    set_language(shown_in)
    try:
        assert language_name("ru") == language_name("RU") == name
    finally:
        set_language("en")


@pytest.mark.parametrize("text", ["Polish", "польский", "POLSKI", "polski"])
def test_a_name_in_any_language_is_kept_as_the_code(text: str) -> None:
    assert language_code(text) == "pl"


def test_codes_are_those_of_the_standard_in_its_letters() -> None:
    assert language_code("Brazilian Portuguese") == "pt_BR"


@pytest.mark.parametrize("text", ["", "Klingon of the north", "x", "немного по-польски"])
def test_what_is_no_known_language_stays_as_it_is(text: str) -> None:
    assert language_name(text) == language_code(text) == text
