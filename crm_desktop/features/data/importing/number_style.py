"""Amounts that can be read in two ways: ``1.250`` may be thousands or have three decimals.

Found for the preview, which asks; pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.core.values.money import currency_digits
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.data.importing.currencies import Currencies
from crm_desktop.features.data.importing.custom import cells_of
from crm_desktop.features.data.importing.deal_cells import AMOUNTS, decimal_of, may_be_thousands
from crm_desktop.features.data.importing.recognise import Recognition
from crm_desktop.integrations.tabular.table import Table

_WRITTEN = ("csv", "html")
"""Kinds of tables in which numbers stand as somebody wrote them; a workbook knows its own."""
_THOUSAND = 1_000


class UnsureNumber(NamedTuple):
    """As it is written, and whether its last digits are decimals where nobody has said so."""

    text: str
    is_fraction: bool

    @property
    def mark(self) -> str:
        """What stands before the three digits."""
        return "," if "," in self.text else "."

    @property
    def other_mark(self) -> str:
        """What stands before decimals if these are thousands."""
        return "." if self.mark == "," else ","


def unsure_number(
    table: Table, recognition: Recognition, rows: Sequence[Sequence[str]], currencies: Currencies
) -> UnsureNumber | None:
    """The first such amount in the rows."""
    if table.kind not in _WRITTEN:
        return None
    columns = [column.index for column in recognition.columns if column.field in AMOUNTS]
    cells = (cell for index in columns for cell in cells_of(rows, index))
    text = next(filter(None, map(may_be_thousands, cells)), "")
    if not text:
        return None
    digits = currency_digits(currencies.of(recognition))
    return UnsureNumber(text, abs(decimal_of(text, decimals=digits)) < _THOUSAND)


def read_as(sample: str, mark: str | None, currency: str) -> str:
    """How such an amount is read, for people; nothing where any reader agrees."""
    text = may_be_thousands(sample)
    return text and shown_decimal(decimal_of(text, decimals=currency_digits(currency), mark=mark))
