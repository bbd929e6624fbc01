"""What the pages of products say: prices, VAT, kinds. Pure but for the language; any thread."""

from __future__ import annotations

from decimal import Decimal

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg, ngettext
from crm_desktop.core.values.money import HUNDRED_PERCENT, Money, format_money
from crm_desktop.core.values.numbers import parse_number, shown_decimal
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.gui.shell.numbers import shown_number

ENTITY = "product"
_PERCENT_SIGNS = " %\u00a0\u202f"
_HUNDRED = 100


def price_words(row: ProductRow) -> str:
    """``2 150 ₽``; nothing without a price."""
    return "" if row.minor is None else format_money(Money(row.minor, row.currency))


def vat_words(vat: int | None) -> str:
    """``22 %``, or that there is none."""
    if vat is None:
        return _("No VAT")
    return _("{number}%").format(number=shown_decimal(Decimal(vat) / _HUNDRED))


def read_percent(text: str) -> int:
    """Hundredths of a percent of ``22``, ``22 %``, ``7,5%``."""
    number = parse_number(text.strip(_PERCENT_SIGNS)) * _HUNDRED
    if not 0 <= number <= HUNDRED_PERCENT:
        raise Invalid(msg("VAT is between 0 and 100 percent. Nothing was saved."))
    return int(number.quantize(Decimal(1)))


def kind_words(row: ProductRow) -> str:
    """Product or service."""
    return _("Service") if row.is_service else _("Product")


def count_words(number: int) -> str:
    """``3 products``."""
    words = ngettext("{number} product", "{number} products", number)
    return words.format(number=shown_number(number))
