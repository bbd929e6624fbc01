"""Cells of bank details, and the accounts that those of a row make.

``cells`` asks for a handler once for each column, ``assembling`` for the accounts of each row; both
run in worker processes. ``IBAN 2`` beside ``Bank 2`` is a second account.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.banking import check_account, check_bic, check_iban, is_iban
from crm_desktop.features.data.importing.fields import BANK_PARTS
from crm_desktop.features.data.importing.rowparts import Handler, RowParts, put_checked, put_single

_CODES = frozenset(f"company.{part}" for part in BANK_PARTS)
_CHECKS = {"company.iban": check_iban, "company.bic": check_bic}
_FIELDS = {"company.iban": "iban", "company.bic": "bic", "company.bank_name": "bank"}
_ACCOUNTS = ("company.account", "company.correspondent_account")
_NUMBER = re.compile(r"\b([2-9])$")


def bank_handler(field: str, name: str) -> Handler | None:
    """The function that takes the cells of the column called ``name``, or ``None`` if they are no
    bank details."""
    if field not in _CODES:
        return None
    found = _NUMBER.search(name)
    code = f"{field}#{found[1]}" if found else field
    if field in _CHECKS:
        return partial(put_checked, code=code, name=name, check=_CHECKS[field])
    return partial(put_single, code=code, name=name)


def bank_accounts(row: RowParts, name_of: Callable[[str], str]) -> list[dict[str, str]]:
    """The accounts of a row, in the order of their numbers; ``name_of`` gives the name of a code's
    column, for notes."""
    numbers = sorted(
        {code.partition("#")[2] for code in row.values if code.partition("#")[0] in _CODES}
    )
    accounts = (_account(row, f"#{number}" if number else "", name_of) for number in numbers)
    return [account for account in accounts if account]


def _account(row: RowParts, number: str, name_of: Callable[[str], str]) -> dict[str, str]:
    values = row.values
    account = {
        field: values[code + number] for code, field in _FIELDS.items() if code + number in values
    }
    for code in _ACCOUNTS:
        if code + number in values:
            _take_account(row, code, number, account, name_of)
    return account


def _take_account(
    row: RowParts, code: str, number: str, account: dict[str, str], name_of: Callable[[str], str]
) -> None:
    """An IBAN is one in whatever column it stands."""
    text = row.values[code + number]
    try:
        if code == "company.account" and "iban" not in account and is_iban(text):
            account["iban"] = check_iban(text)
        else:
            field = code.removeprefix("company.")
            account[field] = check_account(text, row.values.get(f"company.bic{number}"))
    except Invalid:
        row.move(name_of(code), text)
