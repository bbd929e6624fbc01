"""Tax and register numbers by their check digits."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.tax_ids import check_tax_id, recognise_tax_id


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("inn", "7707083893", "7707083893"),
        ("inn", " 5001 0073 2259 ", "500100732259"),
        ("inn", "ИНН 7707083893", "7707083893"),
        ("inn", "7707083893.0", "7707083893"),
        ("inn", "278207583", "0278207583"),
        ("kpp", "770701001", "770701001"),
        ("ogrn", "1027700132195", "1027700132195"),
        ("ogrn", "304500116000157", "304500116000157"),
        ("nip", "526-025-02-74", "5260250274"),
        ("nip", "PL5260250274", None),
        ("regon", "012100784", "012100784"),
        ("regon", "12100784", "012100784"),
        ("krs", "0000028860", "0000028860"),
        ("krs", "28860", "0000028860"),
        ("vat", "PL 526-025-02-74", "PL5260250274"),
        ("vat", "de136695976", "DE136695976"),
        ("inn", "7707083894", None),
        ("inn", "", None),
        ("inn", "0000000000", None),
        ("kpp", "77070100", "077070100"),
        ("kpp", "7707", None),
        ("ogrn", "1027700132196", None),
        ("nip", "5260250275", None),
        ("krs", "0000000000", None),
        ("vat", "5260250274", None),
        ("vat", "XX123456789", None),
    ],
)
def test_numbers_are_stored_without_separators_or_refused(
    kind: str, written: str, number: str | None
) -> None:
    if number is not None:
        assert check_tax_id(kind, written) == number
        return
    with pytest.raises(Invalid) as refused:
        check_tax_id(kind, written)
    assert refused.value.field == f"tax_ids.{kind}"


def test_an_entrepreneurs_control_digit_is_the_last_one_of_the_remainder() -> None:
    number = next(
        f"{stem}{stem % 13 % 10}"
        for stem in range(30450011600010, 30450011600050)
        if stem % 13 >= 10
    )
    assert check_tax_id("ogrn", number) == number


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("7707083893", "inn"),
        ("500100732259", "inn"),
        ("526-025-02-74", "nip"),
        ("5260250274", "nip"),
        ("PL5260250274", "vat"),
        ("770701001", "kpp"),
        ("012100784", "regon"),
        ("1027700132195", "ogrn"),
        ("0000028860", "krs"),
        ("12345", None),
        ("0000000000", None),
        ("Вектор", None),
        ("", None),
    ],
)
def test_the_likeliest_kind_is_recognised(written: str, kind: str | None) -> None:
    assert recognise_tax_id(written) == kind
