"""Phone numbers from any way of writing."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, ValidationResult

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.phones import Phone, check_phone, find_phones
from crm_desktop.core.values.shown_phones import format_phone


@pytest.mark.parametrize(
    ("written", "region", "value"),
    [
        ("'+7 (912) 831-20-21", "RU", "+79128312021"),
        ("8 912 653 99 06", "RU", "+79126539906"),
        ("8(903)0035333", "RU", "+79030035333"),
        ("9128312021", "RU", "+79128312021"),
        ("79128312021", "RU", "+79128312021"),
        ("79128312021.0", "RU", "+79128312021"),
        ("7.9128312021E10", "RU", "+79128312021"),
        ("84 24 3936 1234", "PL", "+842439361234"),
        ("7,9128312021E+10", "RU", "+79128312021"),
        ("7.91612345E10", "RU", "+79161234500"),
        ("８ ９１２ ８３１‑２０‑２１", "RU", "+79128312021"),
        ("8 912 831–20–21", "RU", "+79128312021"),
        ("tel:+79128312021", "RU", "+79128312021"),
        ("0048601234567", "RU", "+48601234567"),
        ("48600555114", "RU", "+48600555114"),
        ("+48 22 555 04 40", "RU", "+48225550440"),
        ("600 555 114", "PL", "+48600555114"),
        ("022 555 04 40", "PL", "+48225550440"),
        ("79128312021", "PL", "+79128312021"),
        ("(415) 626-9894", "US", "+14156269894"),
        ("1-415-200-3141", "US", "+14152003141"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("+44 (0) 20 7946 0123", None, "+442079460123"),
        ("+7 701 555 01 14", "RU", "+77015550114"),
    ],
)
def test_every_writing_gives_the_same_number(written: str, region: str | None, value: str) -> None:
    assert check_phone(written, region) == Phone(value)


@pytest.mark.parametrize(
    ("written", "extension"),
    [
        ("8 (812) 555-04-40 доб. 12", "12"),
        ("8 (812) 555-04-40, доб.12", "12"),
        ("8 (812) 555-04-40 (доб. 12)", "12"),
        ("8 (812) 555-04-40 вн. 7", "7"),
        ("+7 812 555-04-40 wew. 3", "3"),
        ("+7 812 555-04-40 ext 5", "5"),
        ("+78125550440x105", "105"),
        ("+7 812 555-04-40 #105", "105"),
    ],
)
def test_an_extension_is_kept_apart(written: str, extension: str) -> None:
    assert check_phone(written, "RU") == Phone("+78125550440", extension)


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("", "RU"),
        ("112", "RU"),
        ("831-20-21", "RU"),
        ("626-9894", "US"),
        ("020 7946 0018", "US"),
        ("84951234567", "PL"),
        ("8 (495) 123-45-67", "PL"),
        ("89128312021", "PL"),
        ("8 912 831 20 21", None),
        ("спросить Олю", "RU"),
        ("7,91283E+10", "RU"),
        ("7.91612345E+10", "RU"),
        ("1-800-FLOWERS", "US"),
        ("1234567890123456789", "RU"),
        ("+999 123 456 789", "RU"),
        ("89O30035333", "RU"),
        ("a@b.pl", "RU"),
    ],
)
def test_what_can_not_be_dialled_is_refused(written: str, region: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        check_phone(written, region)
    assert refused.value.field == "phones"


def test_digits_that_a_spreadsheet_cut_off_are_named_as_the_reason() -> None:
    with pytest.raises(Invalid, match="spreadsheet shortened"):
        check_phone("7,91283E+10", "RU")


@pytest.mark.parametrize(
    ("cell", "phones", "rest"),
    [
        ("8 912 653 99 06 ::: 8(903)0035333", ["+79126539906", "+79030035333"], ""),
        ("+79126539906\n+48600555114", ["+79126539906", "+48600555114"], ""),
        ("8 912 653 99 06, 8(903)0035333; 89126539906", ["+79126539906", "+79030035333"], ""),
        ("8 912 653 99 06 / 8(903)0035333", ["+79126539906", "+79030035333"], ""),
        ("8 912 653 99 06 8 903 003 53 33", ["+79126539906", "+79030035333"], ""),
        ("8 (903) 003-53-33; спросить Олю", ["+79030035333"], "спросить Олю"),
        ("тел.: 8-800-555-35-35 (Мария)", ["+78005553535"], "(Мария)"),
        ("моб. 8 903 003 53 33", ["+79030035333"], "моб."),
        ("8 (495) 123-45-67/68", ["+74951234567"], "68"),
        ("* '+7 912 831-20-21", ["+79128312021"], ""),
        ("15.01.2026 10:00", [], "15.01.2026 10:00"),
        ("user1234567@example.com", [], "user1234567@example.com"),
        ("tel:+7-912-831-20-21", ["+79128312021"], ""),
        ("7,91283E+10", [], "7,91283E+10"),
        ("нет; не звонить", [], "нет; не звонить"),
        ("", [], ""),
    ],
)
def test_every_number_of_a_cell_is_found_and_no_word_lost(
    cell: str, phones: list[str], rest: str
) -> None:
    assert find_phones(cell, "RU") == ([Phone(value) for value in phones], rest)


def test_an_extension_belongs_to_the_number_before_it() -> None:
    found, rest = find_phones("8 (903) 003-53-33; (495) 123-45-67, доб. 12", "RU")
    assert found == [Phone("+79030035333"), Phone("+74951234567", "12")]
    assert rest == ""


@pytest.mark.parametrize("sign", ["#", " ext. ", ";ext=", " x", " доб. ", ", вн. ", " wew. "])
def test_an_extension_is_found_however_it_is_marked(sign: str) -> None:
    assert find_phones(f"+7 812 555-04-40{sign}105", "RU") == ([Phone("+78125550440", "105")], "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+79005550114", "+7 900 555-01-14"),
        ("+78125550440", "+7 812 555-04-40"),
        ("+442079460123", "+44 20 7946 0123"),
        ("+48600555114", "+48 600 555 114"),
        ("+48225550440", "+48 22 555 04 40"),
        ("+14156269894", "+1 415-626-9894"),
        ("no number", "no number"),
    ],
)
def test_numbers_are_shown_grouped_by_country(value: str, shown: str) -> None:
    assert format_phone(value) == shown


@pytest.mark.parametrize("form", ["+7{:03}1234567", "+48{:03}234567", "+1{:03}2345678"])
def test_the_commonest_numbers_are_grouped_as_the_library_groups_them(form: str) -> None:
    for beginning in range(1000):
        value = form.format(beginning)
        grouped = phonenumbers.format_number(
            phonenumbers.parse(value), PhoneNumberFormat.INTERNATIONAL
        )
        assert format_phone(value) == grouped


def test_the_extension_is_shown_behind_the_number() -> None:
    assert format_phone("+78125550440", "12") == "+7 812 555-04-40 ext. 12"


def _library_alone(written: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    if number.country_code == 48 and len(str(number.national_number)) < 9:
        return None  # without its area code, which the library lets pass
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@st.composite
def _common_writings(draw: st.DrawFn) -> tuple[str, str]:
    region, prefixes, length = draw(
        st.sampled_from(
            [
                ("RU", ("", "8", "7", "+7", "8 ", "+7 ", "+48", "+1 "), 10),
                ("PL", ("", "48", "+48", "+48 ", "+7", "+1"), 9),
                ("US", ("", "1", "1-", "+1", "+1 ", "+7 ", "+48 "), 10),
            ]
        )
    )
    digits = draw(st.from_regex(rf"[1-9][0-9]{{{length - 2},{length}}}", fullmatch=True))
    form = draw(st.sampled_from(["{}{}{}", "({}) {}-{}", "{} {} {}", "{}-{}.{}"]))
    number = form.format(digits[:3], digits[3:6], digits[6:])
    return draw(st.sampled_from(prefixes)) + number, region


@given(_common_writings())
@example(("8800555353", "RU"))
@example(("483000000", "PL"))
@example(("7 300 000-00-00", "RU"))
def test_the_short_way_gives_what_the_library_gives(writing: tuple[str, str]) -> None:
    text, region = writing
    expected = _library_alone(text, region)
    if expected is not None:
        assert check_phone(text, region).value == expected


def test_the_library_is_asked_once_for_a_number_that_is_shown_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    parse = phonenumbers.parse

    def counted(value: str) -> phonenumbers.PhoneNumber:
        asked.append(value)
        return parse(value)

    monkeypatch.setattr(phonenumbers, "parse", counted)
    assert [format_phone("+442079460958") for _time in range(3)] == ["+44 20 7946 0958"] * 3
    assert asked == ["+442079460958"]
