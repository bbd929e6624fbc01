"""Bank details by their check digits."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.banking import check_account, check_bic, check_iban

SBER_BIK = "044525225"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("PL61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        ("61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        ("de89370400440532013000", "DE89370400440532013000"),
    ],
)
def test_an_iban_is_stored_without_spaces(written: str, number: str) -> None:
    assert check_iban(written) == number


@pytest.mark.parametrize("written", ["", "PL62 1090 1014 0000 0712 1981 2874", "XX00", "РL61"])
def test_an_iban_with_a_typing_error_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        check_iban(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [("deutdeff", "DEUTDEFF"), ("DEUTDEFF500", "DEUTDEFF500"), ("44525225", SBER_BIK)],
)
def test_a_bank_code_is_a_bic_or_a_russian_bik(written: str, code: str) -> None:
    assert check_bic(written) == code


@pytest.mark.parametrize("written", ["", "DEUT", "944525225", "12345"])
def test_other_bank_codes_are_refused(written: str) -> None:
    with pytest.raises(Invalid):
        check_bic(written)


@pytest.mark.parametrize(
    ("account", "bik"),
    [
        ("30101810400000000225", SBER_BIK),  # the bank's own account at the Bank of Russia
        ("40702810938000000001", SBER_BIK),
        ("40102810545370000003", "004525988"),  # the Treasury's
        ("03100643000000017300", "004525988"),
        ("40702810438000000001", None),
        ("40702810438000000001", "DEUTDEFF"),
    ],
)
def test_an_account_that_agrees_with_its_bank_is_kept(account: str, bik: str | None) -> None:
    assert check_account(account, bik) == account


@pytest.mark.parametrize(
    ("account", "bik"),
    [
        ("40702810438000000001", SBER_BIK),
        ("4070281043800000000", None),
        ("", None),
        ("x" * 20, None),
    ],
)
def test_an_account_with_a_typing_error_is_refused(account: str, bik: str | None) -> None:
    with pytest.raises(Invalid):
        check_account(account, bik)


@pytest.mark.parametrize("place", range(20))
def test_any_single_wrong_digit_is_noticed(place: int) -> None:
    account = "30101810400000000225"
    if place < 3:
        return  # another kind of account may follow another rule
    wrong = str((int(account[place]) + 1) % 10)
    with pytest.raises(Invalid):
        check_account(account[:place] + wrong + account[place + 1 :], SBER_BIK)
