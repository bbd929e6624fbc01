"""Bank details: IBAN, BIC and Russian account numbers, by their check digits.

Called by company handlers and import on any thread. IBAN (ISO 13616) and BIC (ISO 9362) are
``python-stdnum``'s; the key of a Russian account is the Bank of Russia's rule of 8 September
1997, no. 515. The library is imported when it is asked: no start of the program asks it.
"""

from __future__ import annotations

import re

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line

_BIK = late_pattern(r"[0-2]\d{8}")
_ACCOUNT = late_pattern(r"\d{5}[\dABCEHKMPTX]\d{14}")
_FOREIGN_ACCOUNT = late_pattern(r"(?=.*\d)[A-Z0-9/]{4,34}")
# What begins like the account of a Russian company, person or bank and is nearly as long is one
# with a typing error.
_NEARLY_RUSSIAN = late_pattern(r"(?:03|301|40[1-8]|42[0-6])[\dA-Z]{14,19}")
_IBAN = late_pattern(r"(?:[A-Z]{2}\d{2}[A-Z0-9]{11,30}|\d{26})")
_CLEARING_LETTERS = str.maketrans("ABCEHKMPTX", "0123456789")  # for a currency code's last digit
_WEIGHTS = (7, 1, 3)
_LONGEST = 60


def check_iban(text: str) -> str:
    """The IBAN without spaces, in capitals. A bare Polish account (26 digits) gets its ``PL``.
    Raises ``Invalid``."""
    value = _compact(text)
    number = f"PL{value}" if re.fullmatch(r"\d{26}", value) else value
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        if not number.isascii():
            raise ValidationError
        return iban.validate(number)
    except ValidationError as refused:
        raise Invalid(
            msg(
                "{value} is not an account number in the IBAN form. Its check digits do not "
                "agree; please look for a typing error.",
                value=_shown(text),
            ),
            field="iban",
        ) from refused


def check_bic(text: str) -> str:
    """A SWIFT BIC of 8 or 11 characters or a Russian БИК of 9 digits. Raises ``Invalid``."""
    value = _compact(text)
    if len(value) == 8 and value.isdigit():
        value = f"0{value}"  # a spreadsheet took the leading zero of a БИК
    from stdnum import bic

    if value.isascii() and (_BIK.fullmatch(value) or bic.is_valid(value)):
        return value
    raise Invalid(
        msg(
            "{value} is not a bank code. A BIC has 8 or 11 characters, a Russian BIK 9 digits.",
            value=_shown(text),
        ),
        field="bic",
    )


def is_iban(text: str) -> bool:
    """Whether it is written like an IBAN or a bare Polish account, right or wrong."""
    return _IBAN.fullmatch(_compact(text)) is not None


def check_account(account: str, bik: str | None) -> str:
    """The 20 characters of a Russian account; with the bank's БИК its key is checked as well.
    Without one other countries' accounts are kept as they are. Raises ``Invalid``."""
    number = _compact(account)
    is_russian = bool(bik and check_bic(bik).isdigit()) or _NEARLY_RUSSIAN.fullmatch(number)
    if not is_russian and _FOREIGN_ACCOUNT.fullmatch(number):
        return number
    if not (number.isascii() and _ACCOUNT.fullmatch(number)):
        raise Invalid(
            msg("{value} is not an account number. It has 20 digits.", value=_shown(account)),
            field="account",
        )
    if bik and not _key_agrees(number, check_bic(bik)):
        raise Invalid(
            msg(
                "The account {account} and the BIK {bik} do not belong together. There is a "
                "typing error in one of them.",
                account=number,
                bik=_shown(bik),
            ),
            field="account",
        )
    return number


def _key_agrees(account: str, bik: str) -> bool:
    if not bik.isdigit() or account.startswith("03"):
        return True  # a SWIFT code and the Treasury's own accounts take no part in this key
    of_bank, of_settlement_centre = bik[6:], f"0{bik[4:6]}"
    held_at_central_bank = of_bank in {"000", "001", "002"} or account.startswith(("301", "401"))
    prefix = of_settlement_centre if held_at_central_bank else of_bank
    digits = (prefix + account).translate(_CLEARING_LETTERS)
    return sum(int(digit) * _WEIGHTS[i % 3] for i, digit in enumerate(digits)) % 10 == 0


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-–—]+", "", clean_line(text).lstrip("'")).upper()


def _shown(text: str) -> str:
    return clean_line(text)[:_LONGEST]
