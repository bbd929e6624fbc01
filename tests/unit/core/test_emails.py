"""E-mail addresses by their form."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.emails import check_email, find_emails


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("user1-1@example.com", "user1-1@example.com"),
        ("  Ivan.Petrov@Example.COM ", "Ivan.Petrov@example.com"),
        ("<mailto:a@b.pl?subject=x>", "a@b.pl"),
        ("MAILTO:a@b.pl", "a@b.pl"),
        ("иван@пример.рф", "иван@пример.рф"),
        ("a@xn--e1afmkfd.xn--p1ai", "a@пример.рф"),
        ("o'neill+crm@example.co.uk", "o'neill+crm@example.co.uk"),
        ("printer@office.local", "printer@office.local"),
        ("a@firma.test", "a@firma.test"),
        ("a@firma.INVALID", "a@firma.invalid"),
        ("a@firma.example", "a@firma.example"),
    ],
)
def test_an_address_is_stored_with_its_domain_in_small_letters(written: str, address: str) -> None:
    assert check_email(written) == address


@pytest.mark.parametrize(
    "written",
    ["", "ivan", "@b.pl", "a@", "a@b", "a b@c.pl", "a@@b.pl", "a..b@c.pl", "a@-b.pl", "a@b..pl"],
)
def test_what_can_not_be_written_to_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_email(written)
    assert refused.value.field == "emails"


@pytest.mark.parametrize(
    ("cell", "addresses", "rest"),
    [
        ("a@b.pl; c@d.com", ["a@b.pl", "c@d.com"], ""),
        ("a@b.pl ::: a@B.pl\nc@d.com", ["a@b.pl", "c@d.com"], ""),
        ("Jan Kowalski <jan@b.pl>, c@d.com", ["jan@b.pl", "c@d.com"], "Jan Kowalski"),
        ("* a@b.pl (личная)", ["a@b.pl"], "(личная)"),
        ("a@b.pl|c@d.com", ["a@b.pl", "c@d.com"], ""),
        ("a@b.pl/c@d.com", ["a@b.pl", "c@d.com"], ""),
        ("a@b.pl / c@d.com", ["a@b.pl", "c@d.com"], ""),
        ("sales/eu|x@d.com", ["sales/eu|x@d.com"], ""),
        ("нет", [], "нет"),
        ("broken@", [], "broken@"),
        ("", [], ""),
    ],
)
def test_every_address_of_a_cell_is_found_and_no_word_lost(
    cell: str, addresses: list[str], rest: str
) -> None:
    assert find_emails(cell) == (addresses, rest)


def _library_alone(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


@given(
    st.from_regex(r"[A-Za-z0-9.!'+_-]{1,10}@[A-Za-z0-9.-]{1,14}\.[A-Za-z0-9]{1,4}", fullmatch=True)
)
@example("a@ab--cd.com")
@example(f"{'a' * 64}@example.com")
@example(f"{'a' * 65}@example.com")
@example(f"a@{'b' * 63}.com")
@example(f"a@{'b' * 64}.com")
def test_the_short_way_gives_what_the_library_gives(address: str) -> None:
    expected = _library_alone(address)
    if address.startswith(("'", "*")) or address.endswith((".test", ".local", ".invalid")):
        return
    if expected is None:
        with pytest.raises(Invalid):
            check_email(address)
    else:
        assert check_email(address) == expected
