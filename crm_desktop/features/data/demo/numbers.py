"""Invented numbers that pass their checks: phones, tax identifiers, bank accounts.

Used by ``firms`` and ``people``, on the thread that runs them. Every number follows from an index,
so none is given twice and none needs to be remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import count
from typing import Any

import stdnum.iban
import stdnum.ie.vat
import stdnum.pl.nip
import stdnum.pl.regon
import stdnum.ru.inn
import stdnum.ru.ogrn

from crm_desktop.features.data.demo.stock import City

# Steps through the numbers of a block out of order; has no factor in common with 10, so each
# number of the block comes up once.
_STRIDE = 7919
# Keeps neighbours from different blocks from ending alike.
_SHIFT = 3571


def mobile_numbers(
    blocks: Sequence[str], width: int, offset: int, taken: Collection[str]
) -> Iterator[str]:
    """All numbers (E.164) of ``blocks`` but ``taken``, one of each block in turn."""
    size = 10**width
    for line in range(size):
        for place, block in enumerate(blocks):
            tail = (line * _STRIDE + place * _SHIFT + offset) % size
            number = f"+{block}{tail:0{width}d}"
            if number not in taken:
                yield number


def landline_numbers(city: City, first: int, offset: int, taken: Collection[str]) -> Iterator[str]:
    """Every second landline (E.164) of ``city``, from ``first`` (0 or 1), but ``taken``.

    Companies take the even ones and people the odd ones. When the fictional exchange is used up,
    the exchanges above it follow.
    """
    size = 10**city.width
    for index in count(first, 2):
        exchange, line = divmod(index, size)
        tail = (line * _STRIDE + offset) % size
        number = f"+{int(city.phone) + exchange}{tail:0{city.width}d}"
        if number not in taken:
            yield number


def tax_ids(city: City, index: int) -> list[dict[str, str]]:
    """Tax identifiers of the company number ``index`` (below 1,000,000) in ``city``.

    Russia: ИНН and КПП of an inspectorate 00, which does not exist, and ОГРН; Poland: NIP, REGON
    and KRS; Ireland: VAT. Other countries have none that the product knows.
    """
    if city.country == "RU":
        inn = f"{city.code}{index:07d}"
        ogrn = f"120{city.code}{index:07d}"
        return [
            {"kind": "inn", "value": inn + stdnum.ru.inn.calc_company_check_digit(inn)},
            {"kind": "kpp", "value": f"{city.code}0001001"},
            {"kind": "ogrn", "value": ogrn + stdnum.ru.ogrn.calc_check_digit(ogrn + "0")},
        ]
    if city.country == "PL":
        regon = f"{city.code}{index:06d}"
        return [
            {"kind": "nip", "value": _nip(index)},
            {"kind": "regon", "value": regon + stdnum.pl.regon.calc_check_digit(regon)},
            {"kind": "krs", "value": f"0009{index:06d}"},
        ]
    if city.country == "IE":
        vat = f"{index:07d}"
        return [{"kind": "vat", "value": f"IE{vat}{stdnum.ie.vat.calc_check_digit(vat)}"}]
    return []


def _nip(index: int) -> str:
    """The check digit of a NIP can be 10, which has no digit; then the next office's number."""
    bases = (f"{office}{index:06d}" for office in range(100, 1000))
    pairs = ((base, stdnum.pl.nip.checksum(base + "0")) for base in bases)
    return next(f"{base}{check}" for base, check in pairs if check < 10)


def bank_account(country: str, bank: tuple[str, str], index: int) -> dict[str, Any]:
    """Account ``index`` (below 900,000) at ``bank`` (name, BIC) in the manner of ``country``."""
    name, bic = bank
    serial = 40_702_811 + index * 104_729
    iban = account = correspondent = None
    if country == "RU":
        account = russian_account(f"407028100{serial:011d}", bic[-3:])
        correspondent = russian_account(f"301018100{int(bic[-3:]):011d}", "0" + bic[4:6])
    elif country == "PL":
        digits = f"10000000{serial:016d}"
        iban = f"PL{stdnum.iban.calc_check_digits('PL00' + digits)}{digits}"
    else:
        account = f"{serial:012d}"
    return {
        "iban": iban,
        "account": account,
        "bic": bic,
        "bank": name,
        "correspondent_account": correspondent,
    }


def russian_account(number: str, bank_key: str) -> str:
    """``number`` (20 digits) with its ninth digit made the control key.

    Bank of Russia order 515 of 1997: digits of the bank's key and the account, the ninth being 0,
    times 7, 1, 3 in turn; the last digit of the sum of last digits, times 3, is the key.
    """
    digits = bank_key + number[:8] + "0" + number[9:]
    total = sum(int(digit) * (7, 1, 3)[place % 3] % 10 for place, digit in enumerate(digits))
    return f"{number[:8]}{total * 3 % 10}{number[9:]}"
